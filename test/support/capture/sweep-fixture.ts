import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createRedactions } from '../../../shared/capture/redaction.ts';
import type { CapturedParts } from '../../../shared/domain/account/captured-parts.ts';
import { type Dataset, stageDatasets, datasets as usualDatasets } from '../../../shared/domain/dataset.ts';
import { createCaptureStore } from '../../../shared/dynamo/captures/capture-store.ts';
import { createOverdueCaptures } from '../../../shared/dynamo/captures/overdue-captures.ts';
import { createErasureReader } from '../../../shared/dynamo/control/erasure-reader.ts';
import { createLeasedItem } from '../../../shared/dynamo/control/leased-item.ts';
import { callsSince } from '../../../shared/dynamo/control/rate/account-stop.ts';
import { createCallAllowance } from '../../../shared/dynamo/control/rate/call-allowance.ts';
import { createListedRows } from '../../../shared/dynamo/meetings/listed-rows.ts';
import { createMeetingReader } from '../../../shared/dynamo/meetings/meeting-reader.ts';
import { createRowStore } from '../../../shared/dynamo/rows/row-store.ts';
import { createEndLeftOut } from '../../../shared/lambda/end-left-out.ts';
import { createDisguises } from '../../../shared/lambda/privacy.ts';
import { createZoomClients } from '../../../shared/lambda/zoom-clients.ts';
import { ConfigurationError } from '../../../shared/runtime/errors.ts';
import { advanceBackfill } from '../../../shared/sweep/backfill/advance-backfill.ts';
import { decodeBackfillState } from '../../../shared/sweep/backfill/backfill-state.ts';
import { rescueStuck } from '../../../shared/sweep/rescue-stuck.ts';
import { sweepAccount } from '../../../shared/sweep/sweep-account.ts';
import type { SweepDeps } from '../../../shared/sweep/sweep-deps.ts';
import { decodeSweepState } from '../../../shared/sweep/sweep-state.ts';
import type { Measurement } from '../../../shared/telemetry/metric-names.ts';
import { storeSecret } from '../store-secret.ts';
import type { CaptureFixture } from './capture-fixture.ts';
import type { Kill } from './killer.ts';
import { nearClient } from './near-client.ts';
import { quickRetries } from './quick-retries.ts';

/** Of an invocation, as the stack has it. */
const timeoutMs = 120_000;
const account = 'main';

type Line = { readonly message: string; readonly fields: Readonly<Record<string, unknown>> };

type SweepFixtureOptions = Pick<CapturedParts, 'kinds'> & {
  readonly retentionDays?: number;
  readonly listPageSize?: number;
  /** What the account captures, of which the stage has queues. @default the usual */
  readonly datasets?: readonly Dataset[];
};

/** The sweep function's real code beside a fixture of captures, in the fixture's own time; it can be killed at any effect. */
export function createSweepFixture(
  { parts, simulator, queue }: CaptureFixture,
  { retentionDays = 0, listPageSize = 300, datasets = usualDatasets, kinds }: SweepFixtureOptions = {},
) {
  const { clock, killer, random, waits, plan, privacy, unknownFields, pseudonymKey, dynamodb } = parts;
  const { now, sleep } = clock;
  const { accountId } = simulator.credentials;
  const worked = stageDatasets([{ datasets }]);
  const sweptAccount = { accountId, name: account, plan, datasets, kinds };
  const lines: Line[] = [];
  const measured: Measurement[] = [];
  const clients: DynamoDBClient[] = [];
  let invocations = 0;
  const getAccount = async () => {
    return { ...simulator.credentials, name: account, plan, datasets, pseudonymKey };
  };
  let warm: ReturnType<typeof instanceOf> | undefined;

  /** A new instance of the function, with clients of its own. */
  const instanceOf = (id: string) => {
    const client = nearClient(dynamodb, id, { retryStrategy: quickRetries() });
    clients.push(client);
    const store = { client, table: 'Captures', now };
    const log = (message: string, fields = {}) => void lines.push({ message, fields });
    const record = (measurement: Measurement) => void measured.push(measurement);
    const redactions = createRedactions({
      storeSecret,
      erasures: createErasureReader({ client, table: 'Control' }, storeSecret),
      disguises: createDisguises(privacy, { get: getAccount }),
      unknownFields,
    });
    const captures = createCaptureStore({ ...store, retentionDays });
    const zoom = createZoomClients({
      accounts: { get: getAccount },
      apiUrl: simulator.apiUrl,
      oauthUrl: simulator.oauthUrl,
      client,
      table: 'Control',
      fetch: (input, init) =>
        killer.effect(id, 'zoom', () =>
          fetch(String(input).replace('page_size=300', `page_size=${listPageSize}`), init),
        ),
      record,
      now,
      sleep,
      random,
    });
    const sweepDeps: SweepDeps = {
      captures,
      meetings: createMeetingReader({ ...store, datasets: worked }),
      zoom,
      redactMeeting: redactions.meeting,
      redactListedRow: redactions.listedRow,
      listedRows: createListedRows(client, 'Captures'),
      send: (dataset, message) =>
        killer.effect(id, 'send', async () => {
          if (!worked.includes(dataset)) throw new ConfigurationError(`The stage has no queue for ${dataset}.`);
          queue.send(dataset, message);
        }),
      sweepItem: (ofAccount) =>
        createLeasedItem({
          client,
          table: 'Control',
          accountId: ofAccount,
          name: 'sweep',
          decode: decodeSweepState,
        }),
      backfillItem: (ofAccount) =>
        createLeasedItem({
          client,
          table: 'Control',
          accountId: ofAccount,
          name: 'backfill',
          decode: decodeBackfillState,
        }),
      allowance: (ofAccount) => createCallAllowance({ client, table: 'Control', accountId: ofAccount, now, random }),
      waits,
      now,
      sleep,
      record,
      log: { info: log, warn: log, error: log },
    };
    return {
      sweep: sweepDeps,
      rescue: {
        ...sweepDeps,
        store,
        worked,
        endLeftOut: createEndLeftOut({
          ...sweepDeps,
          captures,
          zoom,
          redactions,
          rows: createRowStore({ ...store, sleep, random }),
        }),
        overdue: createOverdueCaptures(client, 'Captures'),
        callsSince: (accountId: string) => callsSince({ client, table: 'Control', accountId }, now()),
      },
    };
  };

  const invoked = (id: string) => {
    const endsAt = now() + timeoutMs;
    return { id, remainingMs: () => endsAt - now() };
  };
  const nextId = () => {
    invocations += 1;
    return `worker-sweep-${invocations}`;
  };

  return {
    lines,
    measured,
    /** One invocation by the schedule: of a warm instance, or of a new one that is killed where it says. @returns whether it was */
    async tick({ kills }: { readonly kills?: readonly Kill[] } = {}): Promise<boolean> {
      const id = nextId();
      warm ??= instanceOf(id);
      const instance = kills ? instanceOf(id) : warm;
      killer.arm(kills ?? []);
      const work = sweepAccount(sweptAccount, { ...instance.sweep, ...invoked(id) })
        .then(() => advanceBackfill(sweptAccount, { ...instance.sweep, ...invoked(id) }))
        .then(() => rescueStuck(invoked(id), instance.rescue));
      return killer.diedIn(work);
    },
    /** An instance for what a test does with it by itself. */
    open: () => {
      const id = nextId();
      return { ...instanceOf(id), invoked: invoked(id), account: sweptAccount };
    },
    /** Names of the effects of the last invocation, in order. */
    effects: () => killer.effects,
    /** The sum of a metric so far. */
    sum: (metric: Measurement['metric']) =>
      measured.filter((one) => one.metric === metric).reduce((sum, { value }) => sum + value, 0),
    /** Where the sweep is. */
    state: () => instanceOf('reader').sweep.sweepItem(accountId).read(),
    /** Calls to Zoom's lists. */
    listCalls: () =>
      simulator.calls.filter(({ endpoint }) => /history-meetings$|^metrics-(meetings|webinars)$/.test(endpoint)),
    close: () => {
      for (const client of clients) client.destroy();
    },
  };
}
