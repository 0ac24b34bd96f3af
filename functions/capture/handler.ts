import { createZoomAccounts } from '../../shared/accounts/zoom-accounts.ts';
import type { CaptureDeps } from '../../shared/capture/capture-deps.ts';
import { runCapture } from '../../shared/capture/run-capture.ts';
import { datasetNamed } from '../../shared/domain/dataset.ts';
import { createRowStore } from '../../shared/dynamo/rows/row-store.ts';
import { captureVariables, createCaptureServices } from '../../shared/lambda/capture-services.ts';
import { readEnvironment } from '../../shared/lambda/environment.ts';
import { sqsHandler } from '../../shared/lambda/sqs-handler.ts';
import { createCaptureNews } from '../../shared/news/capture-news.ts';
import { createCaptureQueue } from '../../shared/queue/capture-queue.ts';
import { decodeMessage } from '../../shared/queue/message-codec.ts';
import { createQueueClient } from '../../shared/queue/queue-client.ts';
import { errorFrom } from '../../shared/runtime/errors.ts';
import { createLog } from '../../shared/telemetry/log.ts';
import { createMetrics } from '../../shared/telemetry/metrics.ts';

/** Works the capture messages of one dataset. Each dataset has a function of its own, told apart by `DATASET`. */
const environment = readEnvironment([...captureVariables, 'DATASET', 'QUEUE_URL', 'DEAD_LETTER_QUEUE_URL']);
export type CaptureEnvironment = typeof environment;

const dataset = datasetNamed(environment.DATASET);
const log = createLog(dataset);
const { record } = createMetrics({ stage: environment.STAGE });

const client = createQueueClient();
const queue = createCaptureQueue({ client, queueUrl: environment.QUEUE_URL });
const deadLetters = createCaptureQueue({ client, queueUrl: environment.DEAD_LETTER_QUEUE_URL });

const accounts = createZoomAccounts({ accounts: environment.ZOOM_ACCOUNTS });
/** A capture only parks itself for an unreadable secret; the log says which one it is and what to do. */
const loggedAccounts = {
  get: (accountId: string) =>
    accounts.get(accountId).catch((thrown: unknown) => {
      log.error('account not known', { account: accountId, error: errorFrom(thrown) });
      throw thrown;
    }),
};
const { clock, store, captures, qosSamples, zoom, redactions, waits } = createCaptureServices(
  environment,
  loggedAccounts,
  { record, log },
);
const deps: CaptureDeps = {
  captures,
  rows: createRowStore({ ...store, ...clock, qosSamples }),
  zoom,
  captured: accounts.get,
  redactions,
  send: (message, delayMs) => queue.send(message, delayMs),
  deadLetter: (message) => deadLetters.send(message),
  tellNews: createCaptureNews({ client, queueUrl: process.env.NEWS_QUEUE_URL, captured: accounts.get }),
  waits,
  now: clock.now,
  log,
  record,
};

export const handler = sqsHandler(
  (message, delivery) => runCapture(message, { dataset, delivery }, deps),
  log,
  decodeMessage,
);
