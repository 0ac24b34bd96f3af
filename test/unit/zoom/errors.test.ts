import { expect, test } from 'vitest';
import {
  ZoomAccountError,
  ZoomFinalError,
  ZoomInaccessibleError,
  ZoomNoneError,
  ZoomNotReadyError,
  ZoomPagingError,
  ZoomRateLimitError,
  ZoomStoppedError,
  ZoomTimeoutError,
  ZoomTokenRejectedError,
  ZoomTransientError,
  ZoomUnexpectedError,
} from '../../../shared/zoom/errors.ts';

const limit = { scope: 'day', retryAt: 1 } as const;

test.each([
  [new ZoomTokenRejectedError('x'), 'ZoomTokenRejectedError', 'not-understood', 'soon'],
  [new ZoomRateLimitError('x', {}, limit), 'ZoomRateLimitError', 'rate-limit', 'soon'],
  [new ZoomStoppedError('x', {}, limit), 'ZoomStoppedError', 'stopped', 'soon'],
  [new ZoomPagingError('x'), 'ZoomPagingError', 'paging', 'soon'],
  [new ZoomNotReadyError('x'), 'ZoomNotReadyError', 'not-ready', 'later'],
  [new ZoomNoneError('x'), 'ZoomNoneError', 'none', 'later'],
  [new ZoomInaccessibleError('x'), 'ZoomInaccessibleError', 'inaccessible', 'later'],
  [new ZoomAccountError('x'), 'ZoomAccountError', 'account', 'no'],
  [new ZoomFinalError('x'), 'ZoomFinalError', 'final', 'no'],
  [new ZoomTransientError('x'), 'ZoomTransientError', 'transient', 'soon'],
  [new ZoomTimeoutError('x'), 'ZoomTimeoutError', 'timeout', 'soon'],
  [new ZoomUnexpectedError('x'), 'ZoomUnexpectedError', 'not-understood', 'later'],
])('%s has the reaction that its class stands for', (error, name, failure, retry) => {
  expect([error.name, error.failure, error.retry]).toEqual([name, failure, retry]);
});

test('a limit is one that Zoom stated, where nothing else is said', () => {
  expect(new ZoomRateLimitError('x', {}, limit).isStated).toBe(true);
  expect(new ZoomRateLimitError('x', {}, { ...limit, isStated: false }).isStated).toBe(false);
});
