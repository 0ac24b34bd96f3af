import type { PollFailure } from '../domain/capture/retry-policy.ts';
import { faultOf, type ZoomError, ZoomRateLimitError } from '../zoom/errors.ts';

/** What Zoom's answer means for a capture. `now` in epoch ms. */
export const pollFailure = (error: ZoomError, now: number): PollFailure => ({
  kind: error.failure,
  fault: faultOf(error, new Date(now)),
  ...(error instanceof ZoomRateLimitError && { retryAt: error.retryAt }),
});
