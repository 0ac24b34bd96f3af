import type { CaptureFault } from '../domain/capture/capture.ts';
import type { FailureKind } from '../domain/capture/retry-policy.ts';
import { ProductError } from '../runtime/errors.ts';
import type { RateLimit } from './answers/retry-after.ts';

/** What Zoom answered, without anything personal in it: fit for logs and for the capture item. */
export type Answer = {
  readonly status?: number;
  /** Zoom's own code in the body; the same code can come with different statuses. */
  readonly code?: number;
  readonly trackingId?: string;
  /** Such as `text/html`, without its parameters. */
  readonly contentType?: string;
  /**
   * Up to 200 characters of its body: of JSON the shape, of any other text the words that are known to be harmless. Plain
   * ASCII but for `…`, which stands for what was left out.
   */
  readonly excerpt?: string;
};

/** A call to Zoom that gave no page. One class below per reaction; none of them holds rows, tokens or secrets. */
export abstract class ZoomError extends ProductError {
  /** What it means for the capture that called. */
  abstract readonly failure: FailureKind;
  readonly answer: Answer;
  constructor(message: string, answer: Answer = {}, options?: ErrorOptions) {
    super(message, options);
    this.answer = answer;
  }
}

/** 401 or code 124: the access token is not (or no longer) good. Renew it once. */
export class ZoomTokenRejectedError extends ZoomError {
  override readonly name = 'ZoomTokenRejectedError';
  override readonly failure = 'not-understood';
  override readonly retry = 'soon';
}

/** 429. `scope` says which limit; `retryAt` (epoch ms) is when Zoom takes calls again, `isStated` whether by its word. */
export class ZoomRateLimitError extends ZoomError {
  override readonly name: string = 'ZoomRateLimitError';
  override readonly failure: FailureKind = 'rate-limit';
  override readonly retry = 'soon';
  readonly scope: 'second' | 'day';
  readonly retryAt: number;
  readonly isStated: boolean;
  constructor(message: string, answer: Answer, { scope, retryAt, isStated = true }: RateLimit) {
    super(message, answer);
    this.scope = scope;
    this.retryAt = retryAt;
    this.isStated = isStated;
  }
}

/** No call was made: Zoom does not answer the account's calls, or takes no more of them today. `retryAt`: when to ask again. */
export class ZoomStoppedError extends ZoomRateLimitError {
  override readonly name = 'ZoomStoppedError';
  override readonly failure = 'stopped';
}

/** Paging broke: the page token died (code 300 to a request with one) or leads in a circle. Start again from page 1. */
export class ZoomPagingError extends ZoomError {
  override readonly name = 'ZoomPagingError';
  override readonly failure = 'paging';
  override readonly retry = 'soon';
}

/** 404 or code 3001: not ended, not ready, or gone; Zoom does not say which. Ask again later, for a day. */
export class ZoomNotReadyError extends ZoomError {
  override readonly name: string = 'ZoomNotReadyError';
  override readonly failure: FailureKind = 'not-ready';
  override readonly retry = 'later';
}

/** Zoom says that the meeting has none of what was asked for, such as registrants where registration is off. */
export class ZoomNoneError extends ZoomNotReadyError {
  override readonly name = 'ZoomNoneError';
  override readonly failure = 'none';
}

/** Code 300 without a page token: the meeting cannot be accessed. As not ready, but the outcome is `failed`. */
export class ZoomInaccessibleError extends ZoomNotReadyError {
  override readonly name = 'ZoomInaccessibleError';
  override readonly failure = 'inaccessible';
}

/** The account's fault, not the meeting's: a missing scope, the plan, the dashboard switched off, credentials refused. */
export class ZoomAccountError extends ZoomError {
  override readonly name = 'ZoomAccountError';
  override readonly failure = 'account';
  override readonly retry = 'no';
}

/** Final for this meeting: older than a year, a user of another account. */
export class ZoomFinalError extends ZoomError {
  override readonly name = 'ZoomFinalError';
  override readonly failure = 'final';
  override readonly retry = 'no';
}

/** 5xx, time-out, reset or a broken body: passes by itself. */
export class ZoomTransientError extends ZoomError {
  override readonly name: string = 'ZoomTransientError';
  override readonly failure: FailureKind = 'transient';
  override readonly retry = 'soon';
}

/** A transient failure that took long to show: too expensive to try again in place. */
export class ZoomTimeoutError extends ZoomTransientError {
  override readonly name = 'ZoomTimeoutError';
  override readonly failure = 'timeout';
}

/** An answer that nobody foresaw, such as 403 with HTML. It passes too, but slower: whoever stands between may take hours. */
export class ZoomUnexpectedError extends ZoomError {
  override readonly name = 'ZoomUnexpectedError';
  override readonly failure = 'not-understood';
  override readonly retry = 'later';
}

/** The error as the capture item keeps it. */
export function faultOf(error: unknown, now: Date): CaptureFault {
  const { name, message } = error instanceof Error ? error : new Error('An unknown fault.');
  const answer = error instanceof ZoomError ? error.answer : {};
  // The cut may leave half a character, which no table takes.
  return { at: now.toISOString(), name, message: message.slice(0, 500).toWellFormed(), ...answer };
}
