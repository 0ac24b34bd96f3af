import type { ReadDeps } from './answers/raw-answer.ts';
import { ZoomRateLimitError, ZoomTimeoutError, ZoomTransientError } from './errors.ts';

export const mostTries = 4;
/** A pause that Zoom asks for is sat out in place up to this long. */
const longestPauseMs = 5_000;
/** No further try begins later than this after the first: the caller's time is short. */
const longestMs = 15_000;

export type Tried = {
  /** Tries so far, from 1. */
  readonly tries: number;
  /** When the first began, in epoch ms. */
  readonly since: number;
};

/**
 * Milliseconds to wait before the same call is made again, or undefined when the caller has to react: passing faults
 * after 0.5, 1 and 2 s (each shortened by up to half by `random`, 0 to 1), the per-second limit when Zoom says. Never throws.
 */
export function quickRetryMs(error: unknown, { tries, since }: Tried, { now, random }: ReadDeps): number | undefined {
  const pauseMs = tries < mostTries ? pauseAfter(error, tries, { now, random }) : undefined;
  return pauseMs !== undefined && now() + pauseMs - since <= longestMs ? pauseMs : undefined;
}

function pauseAfter(error: unknown, tries: number, { now, random }: ReadDeps): number | undefined {
  if (error instanceof ZoomTimeoutError) return undefined;
  if (error instanceof ZoomTransientError) return 500 * 2 ** (tries - 1) * (0.5 + random() / 2);
  // Without a status it is our own budget's, which has waited long enough.
  if (!(error instanceof ZoomRateLimitError) || error.scope !== 'second' || error.answer.status === undefined) {
    return undefined;
  }
  const pauseMs = Math.max(0, error.retryAt - now());
  return pauseMs <= longestPauseMs ? pauseMs : undefined;
}
