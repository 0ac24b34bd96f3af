import { expect, test } from 'vitest';
import { begunDays, readDay } from '../../../cli/utc-day.ts';

const now = Date.parse('2026-11-20T12:00:00Z');

test('days are counted in UTC, both ends included, over the end of a month', () => {
  expect(begunDays({ from: '2026-02-27', to: '2026-03-01' }, now)).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
  expect(begunDays({ from: '2026-11-20', to: '2026-11-20' }, now)).toEqual(['2026-11-20']);
});

test('days that have not begun are left out, and a span of none of them is refused', () => {
  expect(begunDays({ from: '2026-11-19', to: '2026-11-30' }, now)).toEqual(['2026-11-19', '2026-11-20']);
  expect(() => begunDays({ from: '2026-11-21', to: '2026-11-30' }, now)).toThrow('2026-11-21 has not begun');
});

test.each(['2026-02-29', '2026-13-01', '20.11.2026', '2026-11-20T00:00Z', ''])('%j is no day', (text) => {
  expect(() => readDay(text)).toThrow('It must be a day');
});
