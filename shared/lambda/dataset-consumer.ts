import { setTimeout as sleep } from 'node:timers/promises';
import { capture } from '../capture/capture.ts';
import { createScreens } from '../capture/screen.ts';
import type { World } from '../capture/world.ts';
import { worldFor } from '../capture/world-for.ts';
import type { Dataset } from '../domain/dataset.ts';
import { scaledWaits } from '../domain/waits.ts';
import { createCaptureStore } from '../dynamo/capture-store.ts';
import { createDynamoClient } from '../dynamo/dynamo-client.ts';
import { createErasureReader } from '../dynamo/erasure-reader.ts';
import { createRowStore } from '../dynamo/row-store.ts';
import { createCaptureQueue } from '../queue/capture-queue.ts';
import { createQueueClient } from '../queue/queue-client.ts';
import { numberFrom, readEnvironment } from './environment.ts';
import { createLog, errorFrom, type Log } from './log.ts';
import { createMetrics } from './metrics.ts';
import { createDisguises, decodePrivacy } from './privacy.ts';
import { sqsHandler } from './sqs-handler.ts';
import { createZoomAccounts, type ZoomAccounts } from './zoom-accounts.ts';
import { createZoomClients } from './zoom-clients.ts';

/** The handler of one dataset's function: reads the environment, makes the clients, works messages. */
export function datasetConsumer(dataset: Dataset) {
  const environment = readEnvironment([
    'QUEUE_URL',
    'DEAD_LETTER_QUEUE_URL',
    'CAPTURES_TABLE',
    'CONTROL_TABLE',
    'ZOOM_ACCOUNTS',
    'ZOOM_API_URL',
    'ZOOM_OAUTH_URL',
    'TIME_SCALE',
    'RETENTION_DAYS',
    'PRIVACY',
    'STAGE',
  ]);
  const log = createLog(dataset);
  const { record } = createMetrics({ stage: environment.STAGE });
  const dynamodb = createDynamoClient({ maxAttempts: 6 });
  const sqs = createQueueClient();
  const queue = createCaptureQueue({ client: sqs, queueUrl: environment.QUEUE_URL });
  const deadLetters = createCaptureQueue({ client: sqs, queueUrl: environment.DEAD_LETTER_QUEUE_URL });
  const accounts = { get: loggedGet(createZoomAccounts({ accounts: environment.ZOOM_ACCOUNTS }), log) };
  const clock = { now: Date.now, sleep: (ms: number) => sleep(ms), random: Math.random };
  const world: World = {
    captures: createCaptureStore({
      client: dynamodb,
      table: environment.CAPTURES_TABLE,
      retentionDays: numberFrom(environment, 'RETENTION_DAYS', { min: 0, integer: true }),
    }),
    rows: createRowStore({ client: dynamodb, table: environment.CAPTURES_TABLE, ...clock }),
    zoom: createZoomClients({
      accounts,
      apiUrl: environment.ZOOM_API_URL,
      oauthUrl: environment.ZOOM_OAUTH_URL,
      client: dynamodb,
      table: environment.CONTROL_TABLE,
      fetch,
      record,
      ...clock,
    }),
    screens: createScreens({
      erasures: createErasureReader(dynamodb, environment.CONTROL_TABLE),
      disguises: createDisguises(decodePrivacy(environment.PRIVACY), accounts),
    }),
    send: (message, delayMs) => queue.send(message, delayMs),
    bury: (message) => deadLetters.send(message),
    waits: scaledWaits(numberFrom(environment, 'TIME_SCALE')),
    now: clock.now,
    log,
    record,
  };
  return sqsHandler((message, delivery) => capture(message, dataset, delivery, worldFor(message.reason, world)), log);
}

/** A capture only parks itself for an unreadable secret; the log says which one it is and what to do. */
const loggedGet =
  (accounts: ZoomAccounts, log: Log): ZoomAccounts['get'] =>
  (accountId) =>
    accounts.get(accountId).catch((thrown: unknown) => {
      log.error('account not known', { account: accountId, error: errorFrom(thrown) });
      throw thrown;
    });
