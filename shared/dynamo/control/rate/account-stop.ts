import { nextHealth, type Stop, stopAt, stopEndedAt } from '../../../domain/outage/account-health.ts';
import { scaledProbeWaits } from '../../../domain/outage/probe-waits.ts';
import type { ControlTable } from '../control-item.ts';
import { createRateItem } from './rate-item.ts';

/** What an account's calls to Zoom are held by, for operators to see and to end. Instants are epoch ms. */
export type AccountCalls = {
  /** The UTC day that `calls` counts. */
  readonly day: string;
  readonly calls: number;
  /** Absent while calls go on. `until`: when it ends by itself; absent for an outage, which a good answer ends. */
  readonly stop?: Stop;
  /** The stop before this one. */
  readonly lastStop?: Pick<Stop, 'cause' | 'since'> & { readonly endedAt: number };
  /** Meetings whose last call had no good answer; three in a row make an outage. */
  readonly failingMeetings: number;
};

/** Undefined for an account that nobody has called for yet. A consistent read. */
export async function readAccountCalls(control: ControlTable, now: number): Promise<AccountCalls | undefined> {
  const state = await createRateItem(control).read();
  if (!state) return undefined;
  const { day, calls, health } = state;
  const stop = stopAt(health, now);
  return {
    day,
    calls,
    failingMeetings: health.failing.length,
    ...(stop && { stop }),
    ...(health.lastStop && { lastStop: health.lastStop }),
  };
}

const mostTries = 5;
const waits = scaledProbeWaits(1);

/**
 * Ends the account's stop, an outage's or a daily limit's: calls go on at once, and if Zoom does not answer they stop again.
 * @returns the stop that was ended; undefined where there was none.
 */
export async function resumeCalls(control: ControlTable, now: number): Promise<Stop | undefined> {
  const item = createRateItem(control);
  for (let tries = 0; tries < mostTries; tries += 1) {
    const state = await item.read();
    const stop = state && stopAt(state.health, now);
    if (!state || !stop) return undefined;
    const health = nextHealth(state.health, { kind: 'resumed' }, { now, waits });
    if (await item.changeHealth({ health, resumeAt: now }, state)) return stop;
  }
  throw new Error('Others changed the stop of the account again and again. Try once more.');
}

/** When the account's calls went on after their last stop (epoch ms; 0 for never stopped); Infinity while they are stopped. */
export async function callsSince(control: ControlTable, now: number): Promise<number> {
  const state = await createRateItem(control).read();
  if (!state) return 0;
  return stopAt(state.health, now) ? Number.POSITIVE_INFINITY : stopEndedAt(state.health, now);
}
