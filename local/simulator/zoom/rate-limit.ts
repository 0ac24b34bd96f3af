import type { Plan } from '../../../shared/domain/account/plan.ts';
import type { Reply } from './reply.ts';

export type RateLabel = 'Light' | 'Medium' | 'Heavy' | 'Resource-intensive';

export type Quota = {
  /** Calls answered in any stretch of `windowMs`. */
  readonly calls: number;
  readonly windowMs: number;
  /** Calls a day, from 00:00 UTC. */
  readonly callsPerDay?: number;
};

const second = 1000;
const minute = 60 * second;

/** Per Zoom account, shared by all its apps. Source: https://developers.zoom.us/docs/api/rate-limits/ */
const quotas: Readonly<Record<Plan, Readonly<Record<RateLabel, Quota>>>> = {
  free: {
    Light: { calls: 4, windowMs: second, callsPerDay: 6000 },
    Medium: { calls: 2, windowMs: second, callsPerDay: 2000 },
    Heavy: { calls: 1, windowMs: second, callsPerDay: 1000 },
    'Resource-intensive': { calls: 10, windowMs: minute, callsPerDay: 30_000 },
  },
  pro: {
    Light: { calls: 30, windowMs: second },
    Medium: { calls: 20, windowMs: second },
    Heavy: { calls: 10, windowMs: second, callsPerDay: 30_000 },
    'Resource-intensive': { calls: 10, windowMs: minute, callsPerDay: 30_000 },
  },
  business: {
    Light: { calls: 80, windowMs: second },
    Medium: { calls: 60, windowMs: second },
    Heavy: { calls: 40, windowMs: second, callsPerDay: 60_000 },
    'Resource-intensive': { calls: 20, windowMs: minute, callsPerDay: 60_000 },
  },
};

export const quotaOf = (plan: Plan, label: RateLabel): Quota => quotas[plan][label];

/** Heavy and Resource-intensive calls share one count a day, except on the free plan. */
const dailyCounter = (plan: Plan, label: RateLabel): string =>
  plan !== 'free' && (label === 'Heavy' || label === 'Resource-intensive') ? 'Heavy+Resource-intensive' : label;

const dayMs = 86_400_000;

type RateDecision = {
  readonly outcome: 'allowed' | 'per-second' | 'daily';
  readonly label: RateLabel;
  /** Of the limit that decided. */
  readonly limit: number;
  readonly remaining: number;
  /** When the day's count starts again, in epoch milliseconds. */
  readonly dayEndsAtMs: number;
};

export type RateLimiter = {
  /** Takes a call that arrived `atMs` (never before the last one), or refuses it. A refused call is not counted. */
  readonly take: (accountId: string, label: RateLabel, atMs: number) => RateDecision;
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
      if (today.calls >= callsPerDay) return { ...common, outcome: 'daily', limit: callsPerDay, remaining: 0 };

      const windowKey = `${accountId}|${label}`;
      const recent = (allowedAtMs.get(windowKey) ?? []).filter((atMs) => nowMs - atMs < windowMs);
      allowedAtMs.set(windowKey, recent);
      if (recent.length >= calls) return { ...common, outcome: 'per-second', limit: calls, remaining: 0 };

      recent.push(nowMs);
      days.set(dayKey, { day, calls: today.calls + 1 });
      return { ...common, outcome: 'allowed', limit: calls, remaining: calls - recent.length };
    },
  };
}

const perSecond = 'You have reached the maximum per-second rate limit for this API. Try again later.';
const daily =
  'You have reached the maximum daily rate limit for this API. ' +
  'Refer to the response header for details on when you can make another request.';

/** Such as 2020-05-31T00:00:00Z: Zoom names an instant in Retry-After, not a number of seconds. */
export const isoSeconds = (atMs: number) => new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z');

export function rateHeaders(decision: RateDecision): Record<string, string> {
  return {
    'X-RateLimit-Category': decision.label,
    'X-RateLimit-Type': decision.outcome === 'daily' ? 'Daily-limit' : 'QPS',
    'X-RateLimit-Limit': String(decision.limit),
    'X-RateLimit-Remaining': String(decision.remaining),
    ...(decision.outcome === 'daily' && { 'Retry-After': isoSeconds(decision.dayEndsAtMs) }),
  };
}

/** HTTP 429 in Zoom's words. */
export function rateReply(limit: 'per-second' | 'daily', headers: Readonly<Record<string, string>>): Reply {
  const message = limit === 'daily' ? daily : perSecond;
  return { status: 429, code: 429, headers, body: JSON.stringify({ code: 429, message }) };
}
