import type { Reason } from './capture-message.ts';

/**
 * The share of a day's calls, 0 to 1, that each reason leaves to those in a hurry: what has just ended, and what a person
 * waits for, come first.
 */
export const dayReserve: Readonly<Record<Reason, number>> = { event: 0, demand: 0, sweep: 0.1, backfill: 0.4 };
