import { datasets } from '../dataset.ts';
import { functionRun } from './measured.ts';
import type { Prices } from './prices.ts';
import { storeUse } from './store-use.ts';
import { sweepUse } from './sweep-use.ts';
import { captureWork, type Workload } from './workload.ts';

export type CostLine = {
  readonly service: string;
  readonly what: string;
  /** A month of 30 days. */
  readonly quantity: number;
  readonly unit: string;
  readonly dollars: number;
};

export const daysPerMonth = 30;
const gb = 1e9;
/** Where nothing is deleted, storage is what a year has gathered. */
const daysShown = 365;

/** Five pollers a queue ask SQS every 20 seconds, whether there is something or not. */
const idlePollsPerQueue = (5 * daysPerMonth * 86_400) / 20;
/** Each function keeps a secret for 5 minutes. */
const secretReadsPerFunction = (daysPerMonth * 86_400) / 300;

/** What a month costs at list prices, once the tables have filled up, by service. Pure. */
export function estimateCost(workload: Workload, prices: Prices): CostLine[] {
  const { events, retentionDays, zoomAccounts } = workload;
  const monthly = (of: (one: Workload['events'][number]) => number) =>
    events.reduce((sum, one) => sum + of(one) * one.perDay * daysPerMonth, 0);
  const worked = (of: (work: ReturnType<typeof captureWork>) => number) =>
    monthly((one) => datasets.reduce((sum, dataset) => sum + of(captureWork(dataset, one, workload)), 0));
  const stored = (of: (use: ReturnType<typeof storeUse>) => number) => monthly((one) => of(storeUse(one, workload)));

  const webhooks = monthly(() => 1);
  const deliveries = worked((work) => work.deliveries);
  const calls = worked((work) => work.calls);
  const storedGb = (stored((use) => use.storedBytes) / gb / daysPerMonth) * (retentionDays || daysShown);
  const consumerSeconds = calls * functionRun.secondsPerCall + deliveries * functionRun.secondsPerDelivery;
  const gbSeconds =
    (consumerSeconds * functionRun.consumerMemoryMb +
      webhooks * functionRun.secondsPerEvent * functionRun.webhookMemoryMb) /
    1_024;
  const sweep = sweepUse(workload);
  const ticks = sweep.ticks * daysPerMonth;
  const sweepGbSeconds = (sweep.seconds * daysPerMonth * functionRun.sweepMemoryMb) / 1_024;
  const invocations = webhooks + deliveries;
  const logGb = ((invocations + ticks) * functionRun.logBytes) / gb;
  // And the webhook, and the sweep.
  const functions = datasets.length + 2;
  const secretReads = zoomAccounts * functions * secretReadsPerFunction;

  const { dynamodb, lambda, sqs, httpApi, secrets, logs } = prices;
  const line = (service: string, what: string, quantity: number, unit: string, price: number): CostLine => {
    return { service, what, quantity, unit, dollars: quantity * price };
  };
  const writes = (what: string, units: number) => line('DynamoDB', what, units, 'write units', dynamodb.perWriteUnit);
  return [
    writes(
      'rows',
      stored((use) => use.rowWrites),
    ),
    writes(
      'indexes',
      stored((use) => use.indexWrites),
    ),
    writes(
      'progress and rate budget',
      stored((use) => use.otherWrites),
    ),
    line(
      'DynamoDB',
      'reads',
      stored((use) => use.reads),
      'read units',
      dynamodb.perReadUnit,
    ),
    writes('sweep', sweep.writes * daysPerMonth),
    line('DynamoDB', 'reads of the sweep', sweep.reads * daysPerMonth, 'read units', dynamodb.perReadUnit),
    line('DynamoDB', 'storage', storedGb, 'GB', dynamodb.perStoredGbMonth),
    line('DynamoDB', 'point-in-time recovery', storedGb, 'GB', dynamodb.perBackupGbMonth),
    line('Lambda', 'run time', gbSeconds, 'GB-seconds', lambda.perGbSecond),
    line('Lambda', 'requests', invocations, 'requests', lambda.perRequest),
    line('Lambda', 'run time of the sweep', sweepGbSeconds, 'GB-seconds', lambda.perGbSecond),
    line('Lambda', 'requests of the sweep', ticks, 'requests', lambda.perRequest),
    // Sent, received and deleted, one by one: batches make it less.
    line('SQS', 'messages', deliveries * 3, 'requests', sqs.perRequest),
    line('SQS', 'polls of empty queues', datasets.length * idlePollsPerQueue, 'requests', sqs.perRequest),
    line('API Gateway', 'events', webhooks, 'requests', httpApi.perRequest),
    line('Secrets Manager', 'secrets', zoomAccounts, 'secrets', secrets.perSecretMonth),
    line('Secrets Manager', 'reads', secretReads, 'calls', secrets.perCall),
    line('CloudWatch', 'logs written', logGb, 'GB', logs.perGb),
    // Kept for 90 days.
    line('CloudWatch', 'logs kept', logGb * 3, 'GB', logs.perStoredGbMonth),
  ];
}
