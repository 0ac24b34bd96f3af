import { dailyCounter, type Plan, type Quota, quotaOf, type RateLabel } from './rate-plan.ts';

const dayMs = 86_400_000;

export type RateVerdict = {
  readonly verdict: 'allowed' | 'per-second' | 'daily';
  readonly label: RateLabel;
  /** Of the limit that decided. */
  readonly limit: number;
  readonly remaining: number;
  /** When the day's count starts again, in epoch milliseconds. */
  readonly dayEndsAtMs: number;
};

export type RateLimiter = {
  /** Takes a call that arrived `atMs` (never before the last one), or refuses it. A refused call is not counted. */
  readonly take: (accountId: string, label: RateLabel, atMs: number) => RateVerdict;
};

/**
 * Exact sliding windows: in no stretch of a second, wherever it begins, are more calls allowed than the plan says.
 * `override` replaces parts of every label's quota, to reach a limit quickly.
 */
export function createRateLimiter(deps: {
  readonly plan: Plan;
  readonly override?: Partial<Quota> | undefined;
}): RateLimiter {
  const allowedAtMs = new Map<string, number[]>();
  const days = new Map<string, { day: number; calls: number }>();

  return {
    take(accountId, label, nowMs) {
      const {
        calls,
        windowMs,
        callsPerDay = Number.POSITIVE_INFINITY,
      } = { ...quotaOf(deps.plan, label), ...deps.override };
      const day = Math.floor(nowMs / dayMs);
      const dayKey = `${accountId}|${dailyCounter(deps.plan, label)}`;
      const counted = days.get(dayKey);
      const today = counted?.day === day ? counted : { day, calls: 0 };
      const common = { label, dayEndsAtMs: (day + 1) * dayMs };
      if (today.calls >= callsPerDay) return { ...common, verdict: 'daily', limit: callsPerDay, remaining: 0 };

      const windowKey = `${accountId}|${label}`;
      const recent = (allowedAtMs.get(windowKey) ?? []).filter((atMs) => nowMs - atMs < windowMs);
      allowedAtMs.set(windowKey, recent);
      if (recent.length >= calls) return { ...common, verdict: 'per-second', limit: calls, remaining: 0 };

      recent.push(nowMs);
      days.set(dayKey, { day, calls: today.calls + 1 });
      return { ...common, verdict: 'allowed', limit: calls, remaining: calls - recent.length };
    },
  };
}
