import type { Plan } from '../../../domain/account/plan.ts';
import { planLimits, utcDay } from '../../../domain/account/plan-limits.ts';
import type { Measurement } from '../../../telemetry/metric-names.ts';
import type { RateItem, RateState } from './rate-item.ts';

export type MeasuredRateItemDeps = {
  readonly plan: Plan;
  /** The account's name in the stage's configuration. */
  readonly account: string;
  readonly now: () => number;
  readonly record: (measurement: Measurement) => void;
};

/** A day's use changes slowly, and each value is a line of the log. */
const pauseMs = 60_000;

/** The account's rate item, telling how much of the day's calls is used whenever it is seen; once a minute at most. */
export function measuredRateItem(item: RateItem, { plan, account, now, record }: MeasuredRateItemDeps): RateItem {
  let measuredAt = Number.NEGATIVE_INFINITY;
  const measured = (state: RateState | undefined): RateState | undefined => {
    if (state === undefined || state.day !== utcDay(now()) || now() - measuredAt < pauseMs) return state;
    measuredAt = now();
    const value = (100 * state.calls) / planLimits[plan].perDay;
    record({ metric: 'DailyCallsUsedPercent', value, Account: account });
    return state;
  };
  return {
    ...item,
    read: async () => measured(await item.read()),
    lease: async (wanted) => measured(await item.lease(wanted)),
  };
}
