import { expect, test } from 'vitest';
import { isNews, mayHaveNews } from '../../../shared/domain/capture/news.ts';
import { captureAt, iso } from './capture-fixture.ts';

const live = captureAt({ state: 'parked', parked: 1, type: 'live' });
const before = captureAt({ state: 'running' });
const withRows = captureAt({ state: 'captured', capturedAt: iso(0) });

test.each([
  ['its end', before, captureAt({ state: 'settled', capturedAt: iso(0) }), true],
  ['its end without rows', before, captureAt({ state: 'unavailable' }), true],
  ['its first rows', before, withRows, true],
  ['rows once more', withRows, withRows, false],
  ['no rows yet', before, captureAt({ state: 'waiting' }), false],
  ['a fault of the account', before, captureAt({ state: 'parked', parked: 1 }), true],
  ['the same fault once more', captureAt({ parked: 1 }), captureAt({ state: 'parked', parked: 2 }), false],
])('news of a capture are its first rows, its end and a fault of the account: %s', (_what, one, other, isIt) => {
  expect(isNews(one, other)).toBe(isIt);
});

test.each([
  [captureAt({ state: 'settled' }), true],
  [captureAt({ state: 'parked' }), true],
  [captureAt({ state: 'running', capturedAt: iso(0) }), true],
  [captureAt({ state: 'running' }), false],
  [captureAt({ state: 'waiting' }), false],
])('what a worker may have died over is told again: %#', (capture, mayHave) => {
  expect(mayHaveNews(capture)).toBe(mayHave);
});

test('a snapshot of a live meeting is no news', () => {
  expect([isNews(before, live), mayHaveNews(live)]).toEqual([false, false]);
});
