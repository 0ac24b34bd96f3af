import { expect, test } from 'vitest';
import { daysBetween, readDay } from '../../../cli/export/day-range.ts';

const now = Date.parse('2026-11-20T12:00:00Z');

test('days are counted in UTC, both ends included, over the end of a month', () => {
  expect(daysBetween('2026-02-27', '2026-03-01', now)).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
  expect(daysBetween('2026-11-20', '2026-11-20', now)).toEqual(['2026-11-20']);
});

test.each(['2026-02-29', '2026-13-01', '20.11.2026', '2026-11-20T00:00Z', ''])('%j is no day', (text) => {
  expect(() => readDay(text)).toThrow('It must be a day');
});
