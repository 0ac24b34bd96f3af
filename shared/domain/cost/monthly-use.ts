import { datasets } from '../dataset.ts';
import { functionUse } from './function-use.ts';
import { standingUse } from './standing-use.ts';
import { storeUse } from './store-use.ts';
import { sweepUse } from './sweep-use.ts';
import { captureWork, daysPerMonth, type Workload } from './workload.ts';

/** What a stage takes of AWS in a month of 30 days, once its tables have filled up, in the units that are billed. */
export type MonthlyUse = {
  readonly rowWrites: number;
  /** Into the indexes, by captures. */
  readonly indexWrites: number;
  /** Of meeting and capture items, and of the rate budget's and the token's. */
  readonly otherWrites: number;
  readonly reads: number;
  readonly sweepWrites: number;
  readonly sweepReads: number;
  /** Of the table itself, which is what backups are billed by. */
  readonly tableGb: number;
  readonly indexGb: number;
  /** Of the webhook and the consumers. */
  readonly gbSeconds: number;
  readonly invocations: number;
  readonly sweepGbSeconds: number;
  readonly sweepInvocations: number;
  /** Sends, receives and deletes. */
  readonly messageRequests: number;
  readonly idlePolls: number;
  readonly events: number;
  readonly secrets: number;
  readonly secretReads: number;
  readonly logGb: number;
  readonly keptLogGb: number;
  /** Metrics that alarms look at: an alarm over several is paid for each. */
  readonly alarmMetrics: number;
  /** Metrics of our own, each by the part of the month's hours in which it had values. */
  readonly metricMonths: number;
  readonly dashboards: number;
  readonly traces: number;
};

const gb = 1e9;
/** Where nothing is deleted, storage is what a year has gathered. */
const daysShown = 365;
/** The usual of `logRetentionDays`, in months. */
const logMonths = 3;

/** Five pollers a queue ask SQS every 20 seconds, whether there is something or not. */
const idlePollsPerQueue = (5 * daysPerMonth * 86_400) / 20;

/** Days of storage that a retention comes to. */
export const storedDays = (retentionDays: number): number => retentionDays || daysShown;

/** Pure. */
export function monthlyUse(workload: Workload): MonthlyUse {
  const { events, retentionDays, zoomAccounts } = workload;
  const monthly = (of: (one: Workload['events'][number]) => number) =>
    events.reduce((sum, one) => sum + of(one) * one.perDay * daysPerMonth, 0);
  const worked = (of: (work: ReturnType<typeof captureWork>) => number) =>
    monthly((one) => datasets.reduce((sum, dataset) => sum + of(captureWork(dataset, one, workload)), 0));
  const stored = (of: (use: ReturnType<typeof storeUse>) => number) => monthly((one) => of(storeUse(one, workload)));
  const keptGb = (bytes: number) => (bytes / gb / daysPerMonth) * storedDays(retentionDays);

  const deliveries = worked((work) => work.deliveries);
  const sweep = sweepUse(workload);
  const functions = functionUse(workload, sweep);
  return {
    rowWrites: stored((use) => use.rowWrites),
    indexWrites: stored((use) => use.indexWrites),
    otherWrites: stored((use) => use.otherWrites),
    reads: stored((use) => use.reads),
    sweepWrites: sweep.writes * daysPerMonth,
    sweepReads: sweep.reads * daysPerMonth,
    tableGb: keptGb(stored((use) => use.tableBytes)),
    indexGb: keptGb(stored((use) => use.indexBytes)),
    ...functions,
    // Sent, received and deleted, one by one: batches make it less.
    messageRequests: deliveries * 3,
    idlePolls: datasets.length * idlePollsPerQueue,
    secrets: zoomAccounts,
    keptLogGb: functions.logGb * logMonths,
    ...standingUse(workload),
  };
}
