export type Plan = 'free' | 'pro' | 'business';
export const plans = ['free', 'pro', 'business'] as const satisfies readonly Plan[];

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
export const dailyCounter = (plan: Plan, label: RateLabel): string =>
  plan !== 'free' && (label === 'Heavy' || label === 'Resource-intensive') ? 'Heavy+Resource-intensive' : label;
