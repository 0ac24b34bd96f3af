import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { withListed } from '../../shared/accounts/with-listed.ts';
import { decodeAccountReferences } from '../../shared/accounts/zoom-account.ts';
import { createZoomAccounts, type ZoomAccount } from '../../shared/accounts/zoom-accounts.ts';
import { stageDatasets } from '../../shared/domain/dataset.ts';
import { createOverdueCaptures } from '../../shared/dynamo/captures/overdue-captures.ts';
import { createLeasedItem } from '../../shared/dynamo/control/leased-item.ts';
import { callsSince, readAccountCalls } from '../../shared/dynamo/control/rate/account-stop.ts';
import { createCallAllowance } from '../../shared/dynamo/control/rate/call-allowance.ts';
import { createListedRows } from '../../shared/dynamo/meetings/listed-rows.ts';
import { createMeetingReader } from '../../shared/dynamo/meetings/meeting-reader.ts';
import { createRowStore } from '../../shared/dynamo/rows/row-store.ts';
import { captureVariables, createCaptureServices } from '../../shared/lambda/capture-services.ts';
import { createEndLeftOut } from '../../shared/lambda/end-left-out.ts';
import { readEnvironment } from '../../shared/lambda/environment.ts';
import { createCaptureNews } from '../../shared/news/capture-news.ts';
import { createCaptureQueues, queueVariables } from '../../shared/queue/capture-queue.ts';
import { createQueueClient } from '../../shared/queue/queue-client.ts';
import { errorFrom } from '../../shared/runtime/errors.ts';
import { advanceBackfill } from '../../shared/sweep/backfill/advance-backfill.ts';
import { decodeBackfillState } from '../../shared/sweep/backfill/backfill-state.ts';
import { listSubAccounts } from '../../shared/sweep/list-sub-accounts.ts';
import { answerRequest } from '../../shared/sweep/requests/answer-request.ts';
import { decodeRequest } from '../../shared/sweep/requests/request.ts';
import { rescueStuck } from '../../shared/sweep/rescue-stuck.ts';
import { decodeSubAccountsState } from '../../shared/sweep/sub-accounts-state.ts';
import { sweepAccount } from '../../shared/sweep/sweep-account.ts';
import type { Invoked, SweepDeps } from '../../shared/sweep/sweep-deps.ts';
import { sweepGroup } from '../../shared/sweep/sweep-group.ts';
import { decodeSweepState } from '../../shared/sweep/sweep-state.ts';
import { tellOutage } from '../../shared/sweep/tell-outage.ts';
import { createLog } from '../../shared/telemetry/log.ts';
import { createMetrics } from '../../shared/telemetry/metrics.ts';

/**
 * The function that nothing escapes: on its schedule it sweeps every Zoom account and rescues stuck captures; invoked
 * with a request it answers that alone.
 */
const environment = readEnvironment([...captureVariables, ...queueVariables]);
const log = createLog('sweep');
const { record } = createMetrics({ stage: environment.STAGE });
const sqs = createQueueClient();
const queueOf = createCaptureQueues(sqs, process.env);
const accounts = createZoomAccounts({ accounts: environment.ZOOM_ACCOUNTS });
const services = createCaptureServices(environment, accounts, { record, log });
const { clock, store, control, captures, zoom, redactions, waits, qosSamples } = services;
const worked = stageDatasets(decodeAccountReferences(environment.ZOOM_ACCOUNTS));
const deps: SweepDeps = {
  meetings: createMeetingReader({ ...store, datasets: worked }),
  redactMeeting: redactions.meeting,
  redactListedRow: redactions.listedRow,
  listedRows: createListedRows(store.client, store.table),
  send: (dataset, message) => queueOf(dataset).send(message),
  sweepItem: (accountId) => createLeasedItem({ ...control, accountId, name: 'sweep', decode: decodeSweepState }),
  backfillItem: (accountId) =>
    createLeasedItem({ ...control, accountId, name: 'backfill', decode: decodeBackfillState }),
  allowance: (accountId) => createCallAllowance({ ...control, ...clock, accountId }),
  now: clock.now,
  sleep: clock.sleep,
  captures,
  zoom,
  waits,
  log,
  record,
};
const rescue = {
  ...deps,
  store,
  worked,
  endLeftOut: createEndLeftOut({
    ...deps,
    captures,
    zoom,
    redactions,
    rows: createRowStore({ ...store, ...clock, qosSamples }),
    tellNews: createCaptureNews({ client: sqs, queueUrl: process.env.NEWS_QUEUE_URL, captured: accounts.get }),
  }),
  overdue: createOverdueCaptures(store.client, store.table),
  callsSince: (accountId: string) => callsSince({ ...control, accountId }, clock.now()),
};
const outage = {
  ...deps,
  store,
  stopOf: async (accountId: string) => (await readAccountCalls({ ...control, accountId }, clock.now()))?.stop,
};

const listing = {
  zoom,
  log,
  now: clock.now,
  subAccountsItem: (accountId: string) =>
    createLeasedItem({ ...control, accountId, name: 'sub-accounts', decode: decodeSubAccountsState }),
};

const sweepOf = (invoked: Invoked) => async (account: ZoomAccount) => {
  // First: the calls of a sweep fail in an outage.
  await tellOutage(account, outage);
  await sweepAccount(account, { ...deps, ...invoked });
  await advanceBackfill(account, { ...deps, ...invoked });
};

/** What fails for one account is no other's: all are tried, then the invocation fails. */
const tick = async (invoked: Invoked): Promise<void> => {
  const { accounts: readable, faults } = await accounts.readable();
  const list = (master: ZoomAccount) => listSubAccounts(master, { ...listing, ...invoked });
  const group = {
    withListed: (configured: readonly ZoomAccount[]) => withListed(configured, readable, list),
    sweep: sweepOf(invoked),
    now: clock.now,
    remainingMs: invoked.remainingMs,
  };
  const groups = Map.groupBy(readable, ({ masterId, accountId }) => masterId ?? accountId);
  const done = await Promise.allSettled([
    rescueStuck(invoked, rescue),
    ...[...groups.values()].map((configured) => sweepGroup(configured, group)),
    ...faults.map((fault) => Promise.reject(fault)),
  ]);
  const errors = done.flatMap((result) => (result.status === 'rejected' ? [errorFrom(result.reason)] : []));
  for (const error of errors) log.error('sweep failed', { error });
  if (errors[0]) throw errors[0];
};

export const handler = middy<unknown>()
  .before(({ context }) => log.addContext(context))
  .handler(async (event: unknown, context: Context) => {
    const invoked = { id: context.awsRequestId, remainingMs: () => context.getRemainingTimeInMillis() };
    const request = decodeRequest(event);
    if (request === undefined) return tick(invoked);
    const all = await accounts.all();
    const stored = async ({ accountId }: ZoomAccount) => (await listing.subAccountsItem(accountId).read())?.ids ?? [];
    return answerRequest(request, await withListed(all, all, stored), { ...deps, ...invoked });
  });
