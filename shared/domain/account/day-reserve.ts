import type { Reason } from '../capture/capture-message.ts';
import type { Plan } from './plan.ts';
import { planLimits } from './plan-limits.ts';

/**
 * The share of a day's calls, 0 to 1, that each reason leaves to those in a hurry: what has just ended, and what a person
 * waits for, come first.
 */
export const dayReserve: Readonly<Record<Reason, number>> = { event: 0, demand: 0, sweep: 0.1, backfill: 0.4 };

/** How urgent the calls of a message with this reason are. */
export const urgencyOf = (reason: Reason): { readonly reserve: number; readonly purpose?: 'sweep' | 'backfill' } => ({
  reserve: dayReserve[reason],
  ...((reason === 'sweep' || reason === 'backfill') && { purpose: reason }),
});

/** Calls a day of a backfill that is given no budget: what its reserve leaves to others is more than it takes. */
export const usualBackfillBudget = (plan: Plan): number => Math.floor(planLimits[plan].perDay * 0.4);
