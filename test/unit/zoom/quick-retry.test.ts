import { expect, test } from 'vitest';
import {
  ZoomAccountError,
  ZoomNotReadyError,
  ZoomRateLimitError,
  ZoomTimeoutError,
  ZoomTransientError,
} from '../../../shared/zoom/errors.ts';
import { quickRetryMs, type Tried } from '../../../shared/zoom/quick-retry.ts';

const now = 1_000_000;
const pause = (error: unknown, tried: Partial<Tried> = {}, random = 1) =>
  quickRetryMs(error, { tries: 1, since: now, ...tried }, { now: () => now, random: () => random });
const failure = new ZoomTransientError('broke off');
const limit = (scope: 'second' | 'day', aheadMs: number, status: number | undefined = 429) =>
  new ZoomRateLimitError('slow down', status ? { status } : {}, { scope, retryAt: now + aheadMs });

test.each([
  [1, 500],
  [2, 1_000],
  [3, 2_000],
  [4, undefined],
])('a transient failure after try %i is tried again in %s ms', (tries, expected) => {
  expect(pause(failure, { tries })).toBe(expected);
});
test('a transient failure is tried again after half of that at the least', () => {
  expect(pause(failure, { tries: 3 }, 0)).toBe(1_000);
});
test.each([
  ['in time', now - 14_500, 500],
  ['too late', now - 14_501, undefined],
])('a transient failure is tried again only when that is %s', (_case, since, expected) => {
  expect(pause(failure, { since })).toBe(expected);
});
test('a transient failure that took long to show is left to the caller', () => {
  expect(pause(new ZoomTimeoutError('slow'))).toBeUndefined();
});

test.each([
  ['of the second is waited for', limit('second', 1_500), 1_500],
  ['that has passed is not waited for', limit('second', -10), 0],
  ['five seconds away is waited for', limit('second', 5_000), 5_000],
  ['further away is left to the caller', limit('second', 5_001), undefined],
  ['of the day is left to the caller', limit('day', 10), undefined],
  ['of our own budget is left to the caller', limit('second', 10, 0), undefined],
])('a rate limit %s', (_sentence, error, expected) => {
  expect(pause(error)).toBe(expected);
});

test.each([new ZoomAccountError('no'), new ZoomNotReadyError('no'), new Error('a bug'), undefined])(
  'anything else is left to the caller: %s',
  (error) => {
    expect(pause(error)).toBeUndefined();
  },
);
