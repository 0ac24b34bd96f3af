import type { CaptureDeps } from '../capture/capture-deps.ts';
import { runCapture } from '../capture/run-capture.ts';
import type { Dataset } from '../domain/dataset.ts';
import { createRowStore } from '../dynamo/rows/row-store.ts';
import { createCaptureQueue } from '../queue/capture-queue.ts';
import { createQueueClient } from '../queue/queue-client.ts';
import { captureVariables, createCaptureServices } from './capture-services.ts';
import { readEnvironment } from './environment.ts';
import { createLog, errorFrom, type Log } from './log.ts';
import { createMetrics } from './metrics.ts';
import { sqsHandler } from './sqs-handler.ts';
import { createZoomAccounts, type ZoomAccounts } from './zoom-accounts.ts';

const variables = [...captureVariables, 'QUEUE_URL', 'DEAD_LETTER_QUEUE_URL'] as const;

export type ConsumerEnvironment = Readonly<Record<(typeof variables)[number], string>>;

/** The handler of one dataset's function: reads the environment, makes the clients, works messages. */
export function datasetConsumer(dataset: Dataset) {
  const environment = readEnvironment(variables);
  const log = createLog(dataset);
  const { record } = createMetrics({ stage: environment.STAGE });
  const sqs = createQueueClient();
  const queue = createCaptureQueue({ client: sqs, queueUrl: environment.QUEUE_URL });
  const deadLetters = createCaptureQueue({ client: sqs, queueUrl: environment.DEAD_LETTER_QUEUE_URL });
  const accounts = { get: loggedGet(createZoomAccounts({ accounts: environment.ZOOM_ACCOUNTS }), log) };
  const { clock, store, captures, zoom, redactions, waits } = createCaptureServices(environment, accounts, record);
  const deps: CaptureDeps = {
    captures,
    rows: createRowStore({ ...store, ...clock }),
    zoom,
    redactions,
    send: (message, delayMs) => queue.send(message, delayMs),
    deadLetter: (message) => deadLetters.send(message),
    waits,
    now: clock.now,
    log,
    record,
  };
  return sqsHandler((message, delivery) => runCapture(message, { dataset, delivery }, deps), log);
}

/** A capture only parks itself for an unreadable secret; the log says which one it is and what to do. */
const loggedGet =
  (accounts: ZoomAccounts, log: Log): ZoomAccounts['get'] =>
  (accountId) =>
    accounts.get(accountId).catch((thrown: unknown) => {
      log.error('account not known', { account: accountId, error: errorFrom(thrown) });
      throw thrown;
    });
