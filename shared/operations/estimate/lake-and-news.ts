import { type CostLine, priced } from './estimate-cost.ts';
import { functionRun } from './measured.ts';
import { idlePollsPerQueue, keptDays, keptGb, stageMonitoring } from './monthly-use.ts';
import type { Prices } from './prices.ts';
import { storeUse } from './store-use.ts';
import {
  busyHours,
  capturedOf,
  captureWork,
  datasetsOf,
  daysPerMonth,
  eventsPerDay,
  type Workload,
} from './workload.ts';

const runsPerDay = 24;
const recentDays = 8;
/** Of keys and hashes, for each meeting that a run compares, half a unit a capture. 1.7 were measured of the usual datasets. */
const readsPerComparison = 1.9;
/** Of the table's bytes, what the same rows take as Parquet. Measured. */
const parquetShare = 0.1;
/** Former versions of an object are kept for so long. */
const formerDays = 7;
/** Of the function's processor, at 1,024 MB. A request is assumed, a row measured: some 800 a second by a whole processor. */
const lakeRun = { memoryGb: 1, secondsPerRequest: 0.03, secondsPerRow: 0.002 } as const;

/**
 * What `lake: true` takes in a month, beside what is paid for each TB that questions read, which is on nobody's list until it is
 * asked. Logs and traces of its function are a fraction of a cent, and left out. Pure.
 */
export function lakeLines(workload: Workload & { readonly lakeTables: number }, prices: Prices): CostLine[] {
  const { dynamodb, lambda, cloudwatch, s3 } = prices;
  const perDay = eventsPerDay(workload);
  const kept = keptDays(workload.retentionDays);
  // A state, and the file of each table.
  const objectsPerDay = workload.lakeTables + 1;
  const comparisons = runsPerDay * recentDays + kept;
  // A meeting's captures come in two hours, and each time its day is written anew.
  const rewrites = perDay === 0 ? 0 : busyHours * (1 - Math.exp((-2 * perDay) / busyHours));
  const gets = comparisons * objectsPerDay + runsPerDay * 3;
  const puts = rewrites * objectsPerDay + runsPerDay;
  const bytesPerDay = sumPerDay(workload, (one) => storeUse(one, workload).tableBytes);
  const rowsPerDay = sumPerDay(workload, (one) =>
    capturedOf(workload, one).reduce((sum, dataset) => sum + captureWork(dataset, one, workload).rows, 0),
  );
  // Half a day's rows on average, twice: for their own tables, and for those that are made of several.
  const reads = perDay * comparisons * readsPerComparison + (rewrites * bytesPerDay) / 4_096;
  const seconds = (gets + puts) * lakeRun.secondsPerRequest + rewrites * rowsPerDay * lakeRun.secondsPerRow;
  const lakeGb = keptGb(bytesPerDay * daysPerMonth * parquetShare, workload.retentionDays);
  const formerGb = (bytesPerDay * parquetShare * formerDays * rewrites) / 2 / 1e9;
  return priced([
    ['S3', 'the lake', 'GB', lakeGb + formerGb, s3.perStoredGbMonth, 'by month'],
    ['S3', 'writing the lake', 'PUT requests', puts * daysPerMonth, s3.perPut, 'by month'],
    ['S3', 'comparing the lake', 'GET requests', gets * daysPerMonth, s3.perGet, 'by month'],
    ['DynamoDB', 'reads of the lake', 'read units', reads * daysPerMonth, dynamodb.perReadUnit, 'by month'],
    [
      'Lambda',
      'run time of the lake',
      'GB-seconds',
      seconds * lakeRun.memoryGb * daysPerMonth,
      lambda.perGbSecond,
      'by month',
    ],
    ['Lambda', 'requests of the lake', 'requests', runsPerDay * daysPerMonth, lambda.perRequest, 'by month'],
    [
      'CloudWatch',
      'alarms of the lake',
      'metrics',
      stageMonitoring.lakeAlarmMetrics,
      cloudwatch.perAlarmMetricMonth,
      'by month',
    ],
    // LakeRuns has values in every hour; LakeForeignFiles has none where all is well.
    ['CloudWatch', 'metrics of the lake', 'metrics', 1, cloudwatch.perMetricMonth, 'by month'],
  ]);
}

/** What `events` takes in a month: a message for each poll that stores, and as many events. Targets of rules are not in it. Pure. */
export function newsLines(workload: Workload, prices: Prices): CostLine[] {
  const { dynamodb, lambda, sqs, cloudwatch, eventBridge } = prices;
  const news =
    daysPerMonth *
    sumPerDay(workload, (one) =>
      capturedOf(workload, one).reduce((sum, dataset) => sum + captureWork(dataset, one, workload).polls, 0),
    );
  // The meeting's item and its captures', consistent.
  const readsPerMessage = 1 + datasetsOf(workload).length;
  const gbSeconds = (news * functionRun.secondsPerEvent * functionRun.webhookMemoryMb) / 1_024;
  return priced([
    ['EventBridge', 'news', 'events', news, eventBridge.perEvent, 'by event'],
    ['SQS', 'messages of news', 'requests', 3 * news, sqs.perRequest, 'by event'],
    ['SQS', 'polls of the queue of news', 'requests', idlePollsPerQueue, sqs.perRequest, 'by month'],
    ['DynamoDB', 'reads of news', 'read units', news * readsPerMessage, dynamodb.perReadUnit, 'by event'],
    ['Lambda', 'run time of news', 'GB-seconds', gbSeconds, lambda.perGbSecond, 'by event'],
    ['Lambda', 'requests of news', 'requests', news, lambda.perRequest, 'by event'],
    [
      'CloudWatch',
      'alarms of news',
      'metrics',
      stageMonitoring.newsAlarmMetrics,
      cloudwatch.perAlarmMetricMonth,
      'by month',
    ],
  ]);
}

const sumPerDay = (workload: Workload, useOf: (one: Workload['events'][number]) => number): number =>
  workload.events.reduce((sum, one) => sum + useOf(one) * one.perDay, 0);
