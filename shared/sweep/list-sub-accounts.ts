import { urgencyOf } from '../domain/account/day-reserve.ts';
import { sweepPlan } from '../domain/sweep/sweep-plan.ts';
import type { LeasedItem } from '../dynamo/control/leased-item.ts';
import type { Log } from '../telemetry/log.ts';
import type { ZoomClient } from '../zoom/client.ts';
import { ZoomError } from '../zoom/errors.ts';
import { subAccountIds } from '../zoom/lists/sub-accounts.ts';
import { isRefusal } from './read-list.ts';
import type { SubAccountsState } from './sub-accounts-state.ts';
import { handOverMs, type Invoked } from './sweep-deps.ts';

export type ListSubAccountsDeps = Invoked & {
  readonly zoom: (accountId: string) => Promise<Pick<ZoomClient, 'subAccounts'>>;
  readonly subAccountsItem: (accountId: string) => LeasedItem<SubAccountsState>;
  readonly log: Pick<Log, 'info' | 'warn'>;
  /** Epoch ms. */
  readonly now: () => number;
};

/** The lease outlives the invocation by this much. */
const leaseMarginMs = 15_000;

/**
 * Zoom's ids of a master's sub-accounts. Zoom is asked once an hour; while it gives no answer those of its last one count, so that
 * an hour without an answer loses none.
 */
export async function listSubAccounts(
  { accountId, name }: { readonly accountId: string; readonly name: string },
  run: ListSubAccountsDeps,
): Promise<readonly string[]> {
  const item = run.subAccountsItem(accountId);
  const known = await item.read();
  const now = run.now();
  if (known && known.askAgainAt > now) return known.ids;
  const taken = await item.take(run.id, now, now + run.remainingMs() + leaseMarginMs);
  if (!taken) return known?.ids ?? [];
  const { lease } = taken;
  try {
    const ids = await askForAll(accountId, run);
    if (!ids) return known?.ids ?? [];
    if (ids.length !== known?.ids.length) run.log.info('sub-accounts listed', { account: name, count: ids.length });
    await item.save(lease, { ids: [...ids], askAgainAt: now + sweepPlan.everyMs });
    return ids;
  } catch (error) {
    if (!(error instanceof ZoomError)) throw error;
    const { name: fault, message, answer } = error;
    run.log.warn('sub-accounts not listed', { account: name, fault, code: answer.code, message });
    const ids = known?.ids ?? [];
    if (isRefusal(error)) await item.save(lease, { ids: [...ids], askAgainAt: now + sweepPlan.everyMs });
    return ids;
  } finally {
    await item.release(lease);
  }
}

/** Undefined where the invocation has no time for all pages. */
async function askForAll(
  accountId: string,
  { zoom, remainingMs }: ListSubAccountsDeps,
): Promise<readonly string[] | undefined> {
  const client = await zoom(accountId);
  const ids = new Set<string>();
  const tokens = new Set<string | undefined>();
  for (let pageToken: string | undefined; ; ) {
    if (remainingMs() < handOverMs) return undefined;
    const { rows, nextPageToken, done } = await client.subAccounts(pageToken, urgencyOf('sweep'));
    done();
    for (const id of subAccountIds(rows)) ids.add(id);
    // A token that leads in a circle leads to nothing new.
    if (nextPageToken === undefined || tokens.has(nextPageToken)) return [...ids];
    tokens.add(nextPageToken);
    pageToken = nextPageToken;
  }
}
