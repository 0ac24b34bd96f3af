import type { Plan } from './plan.ts';

/** What Zoom allows one account for calls labelled Heavy, which all of ours are. */
export type PlanLimits = { readonly perSecond: number; readonly perDay: number };

/** @see https://developers.zoom.us/docs/api/rate-limits/ */
export const planLimits: Readonly<Record<Plan, PlanLimits>> = {
  free: { perSecond: 1, perDay: 1_000 },
  pro: { perSecond: 10, perDay: 30_000 },
  business: { perSecond: 40, perDay: 60_000 },
};

/**
 * A call's way to Zoom takes now longer, now shorter, by about this much: as many calls as the plan allows in a second are
 * spread over a second and this. Uses 91 to 93 % of the plan.
 */
export const jitterMs = 100;

/** Milliseconds between two calls of one account, whole. */
export const callSpacingMs = (plan: Plan): number => Math.floor((1_000 + jitterMs) / planLimits[plan].perSecond);

/** The UTC day that Zoom counts a call under: `2026-11-20`. */
export const utcDay = (now: number): string => new Date(now).toISOString().slice(0, 10);
