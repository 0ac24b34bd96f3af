import { busyHours, eventsPerDay, type Workload } from './workload.ts';

/** What a stage has in CloudWatch, as its template says; a test counts again. */
export const stageMonitoring = {
  /** Of the alarms that every stage has. */
  alarmMetrics: 23,
  /** Of those for each Zoom account, without the one of `quietHours`. */
  alarmMetricsPerAccount: 3,
  dashboards: 1,
} as const;

/** Metrics with a value in each hour, by the sweep: `StuckCaptures`; and of each account. */
const hourlyMetrics = 1;
/** `SweepBehindMinutes`, `MissedEvents`, `DailyCallsUsedPercent`. */
const hourlyMetricsPerAccount = 3;
/** With a value in each hour that meetings end in: `EventsAccepted`, and `FreshnessSeconds` of each dataset. */
const eventMetrics = 4;

/** A metric is paid for by the hour. */
export function standingUse(workload: Workload) {
  const { zoomAccounts } = workload;
  const hoursWithEvents = busyHours * (1 - Math.exp(-eventsPerDay(workload) / busyHours));
  return {
    alarmMetrics: stageMonitoring.alarmMetrics + zoomAccounts * stageMonitoring.alarmMetricsPerAccount,
    dashboards: stageMonitoring.dashboards,
    metricMonths: hourlyMetrics + zoomAccounts * hourlyMetricsPerAccount + (eventMetrics * hoursWithEvents) / 24,
  };
}
