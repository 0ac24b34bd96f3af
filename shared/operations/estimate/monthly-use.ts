import { datasets } from '../../domain/dataset.ts';
import type { MetricName } from '../../telemetry/metric-names.ts';
import { functionUse } from './function-use.ts';
import { type StoreUse, storeUse } from './store-use.ts';
import { sweepUse } from './sweep-use.ts';
import {
  busyHours,
  type CaptureWork,
  capturedOf,
  captureWork,
  datasetsOf,
  daysPerMonth,
  type Events,
  eventsPerDay,
  type Workload,
} from './workload.ts';

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
  /** Metrics that alarms watch: an alarm over several is paid for each. */
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

/** Days whose rows are stored, once the tables have filled up. */
export const keptDays = (retentionDays: number): number => retentionDays || daysShown;

/** What stands once the tables have filled up. */
export const keptGb = (bytesPerMonth: number, retentionDays: number): number =>
  (bytesPerMonth / gb / daysPerMonth) * keptDays(retentionDays);

/** Five pollers a queue ask SQS every 20 seconds, whether there is something or not. */
export const idlePollsPerQueue = (5 * daysPerMonth * 86_400) / 20;

/** Pure. */
export function monthlyUse(workload: Workload): MonthlyUse {
  const { events, retentionDays, zoomAccounts } = workload;
  const sumEvents = (useOf: (one: Events) => number) =>
    events.reduce((sum, one) => sum + useOf(one) * one.perDay * daysPerMonth, 0);
  const sumWork = (useOf: (work: CaptureWork) => number) =>
    sumEvents((one) =>
      capturedOf(workload, one).reduce((sum, dataset) => sum + useOf(captureWork(dataset, one, workload)), 0),
    );
  const sumStore = (useOf: (use: StoreUse) => number) => sumEvents((one) => useOf(storeUse(one, workload)));

  const deliveries = sumWork((work) => work.deliveries);
  const sweep = sweepUse(workload);
  const functions = functionUse(workload, sweep);
  return {
    rowWrites: sumStore((use) => use.rowWrites),
    indexWrites: sumStore((use) => use.indexWrites),
    otherWrites: sumStore((use) => use.otherWrites),
    reads: sumStore((use) => use.reads),
    sweepWrites: sweep.writes * daysPerMonth,
    sweepReads: sweep.reads * daysPerMonth,
    tableGb: keptGb(
      sumStore((use) => use.tableBytes),
      retentionDays,
    ),
    indexGb: keptGb(
      sumStore((use) => use.indexBytes),
      retentionDays,
    ),
    ...functions,
    // Sent, received and deleted, one by one: batches make it less.
    messageRequests: deliveries * 3,
    idlePolls: datasetsOf(workload).length * idlePollsPerQueue,
    // Two of each account, and the store's.
    secrets: 2 * zoomAccounts + 1,
    keptLogGb: functions.logGb * logMonths,
    ...monitoringUse(workload),
  };
}

/** What a stage has in CloudWatch. A test counts the template's alarms and dashboards, and fails where these differ. */
export const stageMonitoring = {
  /** Of the alarms that every stage has: four are of each dataset. */
  alarmMetrics: 15 + 4 * datasets.length,
  alarmMetricsPerOptionalDataset: 4,
  /** Of those for each Zoom account, without the one of `quietHours`. */
  alarmMetricsPerAccount: 5,
  /** Of those that a stage has with `events`. */
  newsAlarmMetrics: 2,
  /** Of those that a stage has with `lake`. */
  lakeAlarmMetrics: 2,
  dashboards: 1,
} as const;

/** Metrics to which the sweep gives a value in each hour: of the stage, and of each account. */
const hourlyMetrics: readonly MetricName[] = ['StuckCaptures'];
const hourlyAccountMetrics: readonly MetricName[] = ['SweepBehindMinutes', 'MissedEvents', 'DailyCallsUsedPercent'];
/** Metrics with a value in each hour that meetings end in: of the stage, and of each dataset. */
const eventMetrics: readonly MetricName[] = ['EventsAccepted'];
const datasetEventMetrics: readonly MetricName[] = ['FreshnessSeconds'];

/** A metric is paid for by the hour. */
function monitoringUse(workload: Workload): Pick<MonthlyUse, 'alarmMetrics' | 'dashboards' | 'metricMonths'> {
  const { zoomAccounts } = workload;
  const hoursWithEvents = busyHours * (1 - Math.exp(-eventsPerDay(workload) / busyHours));
  const captured = datasetsOf(workload).length;
  const optional = Math.max(0, captured - datasets.length);
  const byEvents = eventMetrics.length + datasetEventMetrics.length * captured;
  const hourly = hourlyMetrics.length + hourlyAccountMetrics.length * zoomAccounts;
  return {
    alarmMetrics:
      stageMonitoring.alarmMetrics +
      optional * stageMonitoring.alarmMetricsPerOptionalDataset +
      zoomAccounts * stageMonitoring.alarmMetricsPerAccount,
    dashboards: stageMonitoring.dashboards,
    metricMonths: hourly + (byEvents * hoursWithEvents) / 24,
  };
}
