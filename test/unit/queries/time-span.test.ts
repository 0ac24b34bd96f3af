import { expect, test } from 'vitest';
import { readTimeSpan, wholeDay } from '../../../shared/queries/time-span.ts';

test('a day lasts from its first to its last millisecond in UTC', () => {
  expect(readTimeSpan(wholeDay('2026-11-20'))).toEqual({
    from: '2026-11-20T00:00:00.000Z',
    to: '2026-11-20T23:59:59.999Z',
  });
});

test('a time span has its instants in one spelling, whatever their zone', () => {
  expect(readTimeSpan({ from: '2026-11-20T10:00:00+01:00', to: '2026-11-20T10:00:00Z' })).toEqual({
    from: '2026-11-20T09:00:00.000Z',
    to: '2026-11-20T10:00:00.000Z',
  });
});

test.each([
  ['soon', '2026-11-20'],
  ['2026-11-20', '2026-02-30'],
  ['2026-11-31', '2026-12-20'],
  ['2026-11-21', '2026-11-20'],
  ['', '2026-11-20'],
])('%j to %j is no time span', (from, to) => {
  expect(() => readTimeSpan({ from, to })).toThrow(RangeError);
});
