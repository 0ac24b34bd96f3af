import type { FailureKind, PollFailure } from '../domain/capture/retry-policy.ts';
import {
  faultOf,
  ZoomAccountError,
  type ZoomError,
  ZoomFinalError,
  ZoomInaccessibleError,
  ZoomNotReadyError,
  ZoomPagingError,
  ZoomRateLimitError,
  ZoomStoppedError,
  ZoomTimeoutError,
  ZoomTransientError,
} from '../zoom/errors.ts';

/** What Zoom's answer means for a capture. `now` in epoch ms. */
export const pollFailure = (error: ZoomError, now: number): PollFailure => ({
  kind: kindOf(error),
  fault: faultOf(error, new Date(now)),
  ...(error instanceof ZoomRateLimitError && { retryAt: error.retryAt }),
});

function kindOf(error: ZoomError): FailureKind {
  if (error instanceof ZoomStoppedError) return 'stopped';
  if (error instanceof ZoomRateLimitError) return 'rate-limit';
  if (error instanceof ZoomPagingError) return 'paging';
  if (error instanceof ZoomInaccessibleError) return 'inaccessible';
  if (error instanceof ZoomNotReadyError) return 'not-ready';
  if (error instanceof ZoomAccountError) return 'account';
  if (error instanceof ZoomFinalError) return 'final';
  if (error instanceof ZoomTimeoutError) return 'timeout';
  return error instanceof ZoomTransientError ? 'transient' : 'not-understood';
}
