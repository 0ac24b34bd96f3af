import type { Plan } from '../../domain/account/plan.ts';
import { callSpacingMs, planLimits } from '../../domain/account/plan-limits.ts';
import { sweepUse } from './sweep-use.ts';
import { capturedOf, captureWork, eventsPerDay, type Workload } from './workload.ts';

/** What a day's captures mean for one Zoom account's limits. */
export type ZoomUse = {
  readonly plan: Plan;
  /** For captures. */
  readonly callsPerDay: number;
  /** For the lists of what has ended, beside those. */
  readonly sweepCallsPerDay: number;
  readonly callsAllowedPerDay: number;
  /** `callsPerDay` of `callsAllowedPerDay`; above 1 the captures fall behind. */
  readonly share: number;
  /** As many days like this fit into one: events a day in the same mix. */
  readonly eventsThatFit: number;
  readonly callsPerSecond: number;
  /** To work off the calls of a whole day at once; several days of them where a day's limit is in the way. */
  readonly minutesToDrainADay: number;
};

const minutesPerDay = 24 * 60;

/** All events belong to one Zoom account: the limits are an account's. */
export function zoomUse(workload: Workload, plan: Plan): ZoomUse {
  const { perDay } = planLimits[plan];
  const callsPerDay = workload.events.reduce((sum, events) => {
    const calls = capturedOf(workload, events).reduce(
      (all, dataset) => all + captureWork(dataset, events, workload).calls,
      0,
    );
    return sum + events.perDay * calls;
  }, 0);
  const spacingMs = callSpacingMs(plan);
  const fullDays = Math.floor(Math.max(0, callsPerDay - 1) / perDay);
  return {
    plan,
    callsPerDay,
    sweepCallsPerDay: sweepUse({ ...workload, zoomAccounts: 1 }).calls,
    callsAllowedPerDay: perDay,
    share: callsPerDay / perDay,
    eventsThatFit: callsPerDay === 0 ? 0 : Math.floor((eventsPerDay(workload) * perDay) / callsPerDay),
    callsPerSecond: 1_000 / spacingMs,
    minutesToDrainADay: fullDays * minutesPerDay + ((callsPerDay - fullDays * perDay) * spacingMs) / 60_000,
  };
}
