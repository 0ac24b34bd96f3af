import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ZoomAccount, ZoomAccounts } from '../accounts/zoom-accounts.ts';
import { configuredName } from '../domain/account/account-name.ts';
import { type ProbeWaits, scaledProbeWaits } from '../domain/outage/probe-waits.ts';
import { createCallAllowance, withAllowance } from '../dynamo/control/rate/call-allowance.ts';
import { createSweepCallCount, withSweepCount } from '../dynamo/control/rate/call-count.ts';
import { measuredRateItem } from '../dynamo/control/rate/measured-rate-item.ts';
import { SharedRateBudget } from '../dynamo/control/rate/rate-budget.ts';
import { createRateItem } from '../dynamo/control/rate/rate-item.ts';
import { createSharedToken, longestRequestMs } from '../dynamo/control/shared-token.ts';
import { createTokenItem } from '../dynamo/control/token-item.ts';
import { errorFrom } from '../runtime/errors.ts';
import type { Measurement } from '../telemetry/metric-names.ts';
import { apiUrlOf } from '../zoom/account-url.ts';
import { createZoomClient, type ZoomClient, type ZoomClients } from '../zoom/client.ts';
import { ZoomAccountError } from '../zoom/errors.ts';
import { requestToken } from '../zoom/oauth.ts';
import { createPageRoom, type PageRoom } from '../zoom/page-room.ts';

/** QoS pages of long meetings run to megabytes; what takes longer is asked for again later. */
const timeoutMs = 25_000;

/** About a third of the function's memory, once decoded. */
const roomCharacters = 16_000_000;

export type ZoomClientsDeps = {
  readonly accounts: Pick<ZoomAccounts, 'get'>;
  readonly apiUrl: string;
  readonly oauthUrl: string;
  readonly client: DynamoDBClient;
  /** The `Control` table. */
  readonly table: string;
  readonly fetch: typeof fetch;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
  readonly record: (measurement: Measurement) => void;
  /** When calls are let through a stop. @default those of production */
  readonly probeWaits?: ProbeWaits;
};

/**
 * Zoom's API by account id: one client per account, made at first use and anew when its credentials change.
 * The returned function throws ZoomAccountError when the account's secret is missing or unreadable.
 */
export function createZoomClients({ accounts, ...deps }: ZoomClientsDeps): ZoomClients {
  const room = createPageRoom(roomCharacters, deps.now);
  const made = new Map<string, { readonly account: ZoomAccount; readonly zoom: ZoomClient }>();
  const clientOf = async (accountId: string): Promise<ZoomClient> => {
    const account = await accounts.get(accountId).catch((cause: unknown) => {
      throw new ZoomAccountError(errorFrom(cause).message, {}, { cause });
    });
    const known = made.get(accountId);
    if (known && isSame(known.account, account)) return known.zoom;
    const zoom = zoomClient(account, { ...deps, room });
    made.set(accountId, { account, zoom });
    return zoom;
  };
  const heldUntil: ZoomClients['heldUntil'] = async (accountId, urgency) =>
    // What cannot be read now is no reason to wait: the poll finds out.
    made
      .get(accountId)
      ?.zoom.heldUntil(urgency)
      .catch(() => undefined);
  return Object.assign(clientOf, { heldUntil });
}

const isSame = (a: ZoomAccount, b: ZoomAccount): boolean =>
  a.masterId === b.masterId && a.clientId === b.clientId && a.clientSecret === b.clientSecret && a.plan === b.plan;

type ClientDeps = Omit<ZoomClientsDeps, 'accounts'> & { readonly room: PageRoom };

function zoomClient(
  account: ZoomAccount,
  { client, table, probeWaits = scaledProbeWaits(1), ...deps }: ClientDeps,
): ZoomClient {
  const { name, clientSecret, plan } = account;
  // Calls for a sub-account bear its master's access token. Zoom does not say whose limits they count for; what keeps the
  // master's for all of them together is within either.
  const accountId = account.masterId ?? account.accountId;
  const control = { client, table, accountId };
  const rateItem = measuredRateItem(createRateItem(control), { ...deps, plan, account: configuredName(name) });
  const item = createTokenItem(control, clientSecret);
  const budget = new SharedRateBudget({
    ...deps,
    item: rateItem,
    plan,
    waits: probeWaits,
    tellStop({ cause, since }) {
      if (cause !== 'outage') return;
      const value = Math.ceil((deps.now() - since) / 60_000);
      deps.record({ metric: 'OutageMinutes', value, Account: name });
    },
  });
  return createZoomClient({
    ...deps,
    apiUrl: apiUrlOf(account, deps.apiUrl),
    timeoutMs,
    token: createSharedToken({
      ...deps,
      item,
      async request() {
        // Whoever waited for the lock may have waited through the calls that show an outage.
        await budget.health.checkAnew();
        return requestToken({ ...account, accountId }, { ...deps, timeoutMs: longestRequestMs });
      },
    }),
    health: budget.health,
    budget: withSweepCount(
      withAllowance(budget, createCallAllowance({ ...control, ...deps })),
      createSweepCallCount({ ...control, ...deps }),
    ),
  });
}
