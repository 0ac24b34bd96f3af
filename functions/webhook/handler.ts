import { createSigningAccounts } from '../../shared/accounts/signing-accounts.ts';
import { scaledWaits } from '../../shared/domain/capture/waits.ts';
import { numberFrom, readEnvironment } from '../../shared/lambda/environment.ts';
import { httpHandler } from '../../shared/lambda/http-handler.ts';
import { createCaptureQueues, queueVariables } from '../../shared/queue/capture-queue.ts';
import { createQueueClient } from '../../shared/queue/queue-client.ts';
import { createLog } from '../../shared/telemetry/log.ts';
import { createMetrics } from '../../shared/telemetry/metrics.ts';
import { answer, notToldFrom, receive } from './receive.ts';
import { createRefusalLog } from './refusal-log.ts';

const environment = readEnvironment([
  ...queueVariables,
  'ZOOM_ACCOUNTS',
  'TIME_SCALE',
  'SIGNATURE_MAX_AGE_SECONDS',
  'SIGNATURE_MAX_AHEAD_SECONDS',
  'STAGE',
]);
export type WebhookEnvironment = typeof environment;

const log = createLog('webhook');
const metrics = createMetrics({ stage: environment.STAGE });
const tellRefusal = createRefusalLog(log);
const accounts = createSigningAccounts({ accounts: environment.ZOOM_ACCOUNTS });
/** What the stage stores of no meeting does not stand in its queues either. Absent where it stores both. */
const notTold = notToldFrom(process.env.NOT_TOLD);
const waits = scaledWaits(numberFrom(environment, 'TIME_SCALE')).firstPoll;
const window = {
  maxAgeSeconds: numberFrom(environment, 'SIGNATURE_MAX_AGE_SECONDS', { min: 0 }),
  maxAheadSeconds: numberFrom(environment, 'SIGNATURE_MAX_AHEAD_SECONDS', { min: 0 }),
};

const client = createQueueClient();
const queueOf = createCaptureQueues(client, process.env);

export const handler = httpHandler(async (event) => {
  const outcome = await receive(event, {
    accounts,
    window,
    waits,
    notTold,
    send: (dataset, message) => queueOf(dataset).send(message),
    now: () => new Date(),
    log,
    record: metrics.record,
    tellRefusal,
  });
  return answer(outcome);
}, log);
