import { datasets } from '../../shared/domain/dataset.ts';
import { captureIndexes } from '../../shared/dynamo/schema.ts';
import type { MonthlyUse } from '../../shared/operations/estimate/monthly-use.ts';
import { daysPerMonth } from '../../shared/operations/estimate/workload.ts';
import type { AccountDay } from './account-day.ts';
import { type AccountSize, retentionDays } from './account-sizes.ts';
import { platformBytes } from './line-meter.ts';
import type { MeteredCaptures } from './metered-captures.ts';
import type { MeteredSweep } from './metered-sweep.ts';
import { captureGbSeconds, sweepGbSeconds } from './run-times.ts';
import type { stackMonitoring } from './stack-monitoring.ts';

export type Measured = {
  readonly captures: MeteredCaptures;
  readonly sweep: MeteredSweep;
  readonly day: AccountDay;
  readonly stack: ReturnType<typeof stackMonitoring>;
};

const hoursPerMonth = daysPerMonth * 24;
const gb = 1e9;
/** Five pollers a queue, each of which asks for 20 seconds. */
const pollsPerQueueDay = (5 * 86_400) / 20;
/** Of a log of 90 days. */
const logMonths = 3;
const indexNames: ReadonlySet<string> = new Set(Object.values(captureIndexes).map(({ name }) => name));
const rowPlaces: ReadonlySet<string> = new Set(datasets);

/** A month of the account: what its captures took, as often as it has meetings, and what stands whatever it has. */
export function measuredUse({ meetingsPerDay }: AccountSize, { captures, sweep, day, stack }: Measured): MonthlyUse {
  const monthly = (ofAll: number) => (ofAll / captures.meetings.length) * meetingsPerDay * daysPerMonth;
  const daily = (ofDay: number) => ofDay * daysPerMonth;
  const places = Object.entries(captures.consumed.writes);
  const writes = (isWanted: (place: string) => boolean) =>
    monthly(places.reduce((sum, [place, units]) => sum + (isWanted(place) ? units : 0), 0));
  const received = captures.deliveries.length;
  const invocations = captures.meetings.length + received;
  const logGb =
    (monthly(captures.logBytes + invocations * platformBytes) + daily(sweep.logBytes + sweep.ticks * platformBytes)) /
    gb;
  const keptGb = (bytes: number) => (monthly(bytes) / gb) * (retentionDays / daysPerMonth);
  return {
    rowWrites: writes((place) => rowPlaces.has(place)),
    indexWrites: writes((place) => indexNames.has(place)),
    otherWrites: writes((place) => !rowPlaces.has(place) && !indexNames.has(place)),
    reads: monthly(captures.consumed.reads),
    sweepWrites: daily(sweep.writes),
    sweepReads: daily(sweep.reads),
    tableGb: keptGb(captures.tableBytes),
    indexGb: keptGb(captures.indexBytes),
    gbSeconds: monthly(captureGbSeconds(captures)),
    invocations: monthly(invocations),
    sweepGbSeconds: daily(sweepGbSeconds(sweep)),
    sweepInvocations: daily(sweep.ticks),
    // A receive and a delete for each: pollers find one at a time where there is no backlog.
    messageRequests: monthly(captures.sends + 2 * received),
    idlePolls: daily(stack.polledQueues * pollsPerQueueDay),
    events: monthly(captures.meetings.length),
    secrets: stack.secrets,
    secretReads: daily(day.secretReads),
    logGb,
    keptLogGb: logGb * logMonths,
    alarmMetrics: stack.alarmMetrics,
    metricMonths: daily(day.metricHours) / hoursPerMonth,
    dashboards: stack.dashboards,
    traces: daily(day.traces),
  };
}
