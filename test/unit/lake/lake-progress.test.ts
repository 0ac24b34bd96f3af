import { describe, expect, test } from 'vitest';
import { allDays, lastDays, passUnderWay } from '../../../shared/lake/lake-progress.ts';
import { decodeLakeRequest } from '../../../shared/lake/lake-request.ts';

const now = Date.parse('2026-11-20T00:30:00Z');
const hour = 3_600_000;

describe('the days of a lake', () => {
  test('the last days end with today, in UTC', () => {
    expect(lastDays(3, now)).toEqual(['2026-11-18', '2026-11-19', '2026-11-20']);
  });

  test('all days are those from the first that is known to the one before the last days, without a gap', () => {
    expect(allDays(['2026-11-17', '2026-11-15', '2026-11-17'], '2026-11-18')).toEqual([
      '2026-11-15',
      '2026-11-16',
      '2026-11-17',
    ]);
    expect(allDays(['2026-11-19'], '2026-11-18')).toEqual([]);
    expect(allDays([], '2026-11-18')).toEqual([]);
  });
});

describe('a pass over all days', () => {
  test('a pass begins where none was, and a day after the last one began, and not before', () => {
    expect(passUnderWay({ version: 1 }, now)).toEqual({ startedAt: '2026-11-20T00:30:00.000Z', nextDay: '' });
    const passedAt = new Date(now - 24 * hour).toISOString();
    expect(passUnderWay({ version: 1, passedAt }, now)).toMatchObject({ nextDay: '' });
    expect(passUnderWay({ version: 1, passedAt }, now - 1)).toBeUndefined();
  });

  test('a pass that was ended goes on at its day', () => {
    const pass = { startedAt: '2026-11-18T00:00:00.000Z', nextDay: '2026-06-01' };
    expect(passUnderWay({ version: 1, pass, passedAt: new Date(now).toISOString() }, now)).toBe(pass);
  });
});

test('the function of the lake takes days that are some, and anything else for a tick of its schedule', () => {
  expect(decodeLakeRequest({ mirrorDays: ['2026-11-20'] })).toEqual({ mirrorDays: ['2026-11-20'] });
  expect(decodeLakeRequest({ 'detail-type': 'Scheduled Event' })).toBeUndefined();
  expect(decodeLakeRequest(null)).toBeUndefined();
  expect(() => decodeLakeRequest({ mirrorDays: ['yesterday'] })).toThrow(/mirrorDays/);
});
