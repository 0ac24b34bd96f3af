import { describe, expect, test } from 'vitest';
import { firstListedDay, inTurn, nextWindow, windowsOf } from '../../../shared/domain/sweep/sweep-plan.ts';

const now = Date.parse('2026-11-20T12:00:00Z');
const hour = 3_600_000;

describe('the next window', () => {
  test('goes from a day before the last sweep began until now', () => {
    expect(nextWindow(now - hour, now)).toEqual({ from: '2026-11-19', to: '2026-11-20', until: now });
    expect(nextWindow(undefined, now)).toEqual({ from: '2026-11-19', to: '2026-11-20', until: now });
  });

  test('takes the oldest month first after a long stop, and is no further than its last day then', () => {
    const window = nextWindow(Date.parse('2026-08-10T08:00:00Z'), now);
    expect(window).toEqual({ from: '2026-08-09', to: '2026-09-05', until: Date.parse('2026-09-06') });
  });

  test('never asks for what Zoom does not list any more', () => {
    expect(nextWindow(Date.parse('2025-01-01'), now).from).toBe('2026-05-21');
  });
});

test.each([
  ['2026-11-20', '2026-05-21'],
  ['2026-08-31', '2026-03-01'],
  ['2028-08-31', '2028-03-01'],
  ['2026-01-15', '2025-07-16'],
])('on %s the first day that Zoom surely lists is %s', (today, first) => {
  expect(firstListedDay(Date.parse(today))).toBe(first);
});

test('days are parted into windows of 28, which no month is shorter than', () => {
  const windows = windowsOf('2026-02-01', '2026-03-01', now);
  expect(windows.map(({ from, to }) => [from, to])).toEqual([
    ['2026-02-01', '2026-02-28'],
    ['2026-03-01', '2026-03-01'],
  ]);
  expect(windowsOf('2026-02-01', '2026-02-28', now)).toHaveLength(1);
  expect(windowsOf('2026-02-02', '2026-02-01', now)).toEqual([]);
});

test('of more accounts than there is time for each is among the first within a few hours', () => {
  const accounts = Array.from({ length: 12 }, (_, at) => at);
  const firsts = Array.from({ length: 144 }, (_, tick) => inTurn(accounts, tick * 300_000)[0]);
  expect(new Set(firsts).size).toBe(12);
  expect(inTurn(accounts, 300_000).toSorted((a, b) => a - b)).toEqual(accounts);
  expect(inTurn([], 300_000)).toEqual([]);
});
