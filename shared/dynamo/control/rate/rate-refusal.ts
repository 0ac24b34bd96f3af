import { nextUtcMidnight } from '../../../zoom/answers/retry-after.ts';
import { ZoomRateLimitError } from '../../../zoom/errors.ts';
import type { RateState } from './rate-item.ts';

const minute = 60_000;

/** Calls that are leased in this state and would start after `at`. */
export const leasedAfter = ({ nextCallAt, stopUntil }: RateState, at: number, spacingMs: number): number =>
  Math.max(0, Math.floor((nextCallAt - Math.max(at, stopUntil)) / spacingMs));

/**
 * Why no call can be leased that starts before `horizon` (epoch ms), for the caller to come back later; undefined when it
 * can. The instants are scattered by `random` (0 to 1), so that not all come back at once.
 */
export function rateRefusal(
  state: RateState,
  { now, limit, horizon, random }: { now: number; limit: number; horizon: number; random: () => number },
): ZoomRateLimitError | undefined {
  const usedUpUntil = state.calls >= limit ? nextUtcMidnight(Date.parse(state.day)) : 0;
  const stoppedUntil = Math.max(usedUpUntil, state.stopUntil);
  if (usedUpUntil > now || stoppedUntil > Math.max(now, horizon)) {
    const message = `No calls to Zoom until ${new Date(stoppedUntil).toISOString()}: the limit of the day, or Zoom's word.`;
    const scope = usedUpUntil > now || stoppedUntil - now > minute ? 'day' : 'second';
    return new ZoomRateLimitError(message, {}, { scope, retryAt: stoppedUntil + random() * minute });
  }
  if (state.nextCallAt <= Math.max(now, horizon)) return undefined;
  // By then there is room again; whoever waits in place keeps the front of the queue.
  const retryAt = state.nextCallAt + random() * (minute / 3);
  return new ZoomRateLimitError(
    "The account's calls per second are taken for a while.",
    {},
    { scope: 'second', retryAt },
  );
}
