import { ZoomRateLimitError, ZoomTimeoutError, ZoomTroubleError } from './errors.ts';

const mostTries = 4;
/** A pause that Zoom asks for is sat out in place up to this long. */
const longestPauseMs = 5_000;

/**
 * Milliseconds to wait before the same call is made again, or undefined when the caller has to react: passing faults
 * after 0.5, 1 and 2 s (jittered by `random`, 0 to 1), the per-second limit when it says. `tried` counts from 1. Never throws.
 */
export function quickRetryMs(
  error: unknown,
  tried: number,
  { now, random }: { readonly now: () => number; readonly random: () => number },
): number | undefined {
  if (tried >= mostTries) return undefined;
  if (error instanceof ZoomTimeoutError) return undefined;
  if (error instanceof ZoomTroubleError) return 500 * 2 ** (tried - 1) * (0.5 + random() / 2);
  if (error instanceof ZoomRateLimitError && error.scope === 'second' && error.answer.status !== undefined) {
    const pauseMs = Math.max(0, error.retryAt - now());
    return pauseMs <= longestPauseMs ? pauseMs : undefined;
  }
  return undefined;
}
