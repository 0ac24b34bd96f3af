/** How an invocation ended. */
export type InvocationOutcome =
  | {
      readonly kind: 'returned';
      /** What the handler returned, as JSON; `null` when it returned nothing. */
      readonly payload: string;
    }
  | { readonly kind: 'failed'; readonly reason: FailureReason; readonly error: InvocationError };

/**
 * - `threw`: the handler threw, or returned what is no JSON
 * - `not-started`: its module could not be loaded, or has no such export
 * - `timed-out`: it took longer than the function may; its instance is gone
 * - `crashed`: its instance ended while it worked (process.exit, out of memory, an error nobody caught)
 * - `throttled`: all instances that the function may have are busy
 * - `too-large`: request or response is over Lambda's 6 MB
 */
type FailureReason = 'threw' | 'not-started' | 'timed-out' | 'crashed' | 'throttled' | 'too-large';

export type InvocationError = {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
};

export const failure = (reason: FailureReason, errorType: string, errorMessage: string): InvocationOutcome => ({
  kind: 'failed',
  reason,
  error: { errorType, errorMessage },
});

/** Lambda's limit of a request and of a response, of synchronous calls. */
export const longestPayloadBytes = 6 * 1024 * 1024;
