import { type Capture, isSnapshot } from '../domain/capture.ts';
import { giveBack } from '../domain/look.ts';
import type { Waits } from '../domain/waits.ts';
import { faultOf, ZoomAccountError, ZoomFinalError, ZoomRateLimitError, ZoomTroubleError } from '../zoom/errors.ts';

/** What a fault means for the capture that met it, and for its message. */
export type Setback = {
  readonly capture: Capture;
  /** `hop`: the look is tried again at `capture.nextLookAt`. */
  readonly message: 'hop' | 'drop' | 'bury';
};

/** Passing faults in a row, over a day with the usual waits, that are no longer taken for passing. */
const mostTroubles = 100;

/** The n-th wait, or the last. */
const nth = (waits: readonly number[], n: number): number => waits[Math.min(n, waits.length - 1)] ?? 0;

/**
 * The reaction to a fault that a look could not get round. What was stored stays, and so does the page token: a look that
 * is resumed in time goes on where it stopped.
 */
export function setback(running: Capture, error: unknown, now: number, waits: Waits): Setback {
  const lastError = faultOf(error, new Date(now));
  const capture: Capture = { ...giveBack(running), lastError };
  const hop = (at: number, changes: Partial<Capture>): Setback => ({
    capture: { ...capture, ...changes, nextLookAt: new Date(at).toISOString() },
    message: 'hop',
  });
  const waiting = running.looks > 0 && !isSnapshot(running) ? 'captured' : 'waiting';
  if (error instanceof ZoomRateLimitError) return hop(error.retryAt, { state: waiting });
  if (error instanceof ZoomAccountError) {
    return hop(now + nth(waits.parking, running.parked), { state: 'parked', parked: running.parked + 1 });
  }
  if (error instanceof ZoomTroubleError && running.troubles < mostTroubles) {
    return hop(now + nth(waits.trouble, running.troubles), { state: waiting, troubles: running.troubles + 1 });
  }
  if (error instanceof ZoomFinalError) return { capture: { ...capture, state: 'failed' }, message: 'drop' };
  return { capture: { ...capture, state: 'failed' }, message: 'bury' };
}
