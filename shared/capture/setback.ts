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

/**
 * Passing faults of one look that are no longer taken for passing: over a day with the usual waits, half of one where pages come in
 * between. Not in a row: a page that never comes is asked for anew from page 1, which does come.
 */
const mostSetbacks = 100;

/** The n-th wait, or the last. */
const nth = (waits: readonly number[], n: number): number => waits[Math.min(n, waits.length - 1)] ?? 0;

/**
 * The reaction to a fault that a look could not get round. What was stored stays, and so does the page token: a look that
 * is resumed in time goes on where it stopped.
 */
export function setback(running: Capture, error: unknown, now: number, waits: Waits): Setback {
  const lastError = faultOf(error, new Date(now));
  // Left out of a verdict: who redrives it gives it as many again.
  const { setbacks = 0, ...rest } = giveBack(running);
  const capture: Capture = { ...rest, lastError };
  const hop = (at: number, changes: Partial<Capture>): Setback => ({
    capture: { ...capture, ...(setbacks > 0 && { setbacks }), ...changes, nextLookAt: new Date(at).toISOString() },
    message: 'hop',
  });
  const waiting = running.looks > 0 && !isSnapshot(running) ? 'captured' : 'waiting';
  if (error instanceof ZoomRateLimitError) return hop(error.retryAt, { state: waiting });
  if (error instanceof ZoomAccountError) {
    return hop(now + nth(waits.parking, running.parked), { state: 'parked', parked: running.parked + 1 });
  }
  if (error instanceof ZoomTroubleError && setbacks < mostSetbacks) {
    const { troubles } = running;
    return hop(now + nth(waits.trouble, troubles), { state: waiting, troubles: troubles + 1, setbacks: setbacks + 1 });
  }
  if (error instanceof ZoomFinalError) return { capture: { ...capture, state: 'failed' }, message: 'drop' };
  return { capture: { ...capture, state: 'failed' }, message: 'bury' };
}
