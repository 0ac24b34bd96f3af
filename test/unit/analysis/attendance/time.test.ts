import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clipInterval,
  lengthMs,
  lengthWithoutMs,
  parseInstant,
  uniteIntervals,
} from '../../../../shared/analysis/attendance/time.ts';

describe('a time as Zoom writes it', () => {
  test.each([
    ['2022-03-01T10:15:14Z', '2022-03-01T10:15:14.000Z'],
    ['2022-03-01T10:15:14.25Z', '2022-03-01T10:15:14.250Z'],
    ['2022-03-01T10:15:14.0000000+00:00', '2022-03-01T10:15:14.000Z'],
    ['2022-03-01T10:15:14.6609999+00:00', '2022-03-01T10:15:14.660Z'],
    ['2022-03-01T00:15:14.5000000+02:00', '2022-02-28T22:15:14.500Z'],
    ['2022-03-01T20:15:14-0530', '2022-03-02T01:45:14.000Z'],
    ['2022-03-01T10:15:14', '2022-03-01T10:15:14.000Z'],
    ['2022-03-01 10:15', '2022-03-01T10:15:00.000Z'],
    [' 2024-02-29T00:00:00z ', '2024-02-29T00:00:00.000Z'],
  ])('parseInstant reads %s as %s', (text, expected) => {
    expect(parseInstant(text)).toBe(Date.parse(expected));
  });

  test.each([
    '',
    ' ',
    undefined,
    null,
    0,
    1646129714000,
    {},
    'soon',
    '2022-02-30T10:00:00Z',
    '2022-03-01T24:00:00Z',
    '12:15',
  ])('parseInstant takes %j for no time', (value) => {
    expect(parseInstant(value)).toBeUndefined();
  });
});

const interval = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 30 }))
  .map(([fromMs, length]) => ({ fromMs, toMs: fromMs + length }));
const moments = (intervals: readonly { fromMs: number; toMs: number }[]) =>
  Array.from({ length: 100 }, (_, ms) => ms).filter((ms) => intervals.some((one) => one.fromMs <= ms && ms < one.toMs));

describe('intervals', () => {
  test('intervals last as long as the moments that one of them covers', () => {
    fc.assert(fc.property(fc.array(interval), (all) => lengthMs(all) === moments(all).length));
  });

  test('united intervals are in order, apart, and cover the same moments', () => {
    fc.assert(
      fc.property(fc.array(interval), (all) => {
        const united = uniteIntervals(all);
        expect(moments(united)).toEqual(moments(all));
        for (const [index, { fromMs, toMs }] of united.entries()) {
          expect(toMs).toBeGreaterThan(fromMs);
          expect(fromMs).toBeGreaterThan(united[index - 1]?.toMs ?? -1);
        }
      }),
    );
  });

  test('a clipped interval covers the moments within the bounds', () => {
    fc.assert(
      fc.property(interval, interval, (one, bounds) => {
        const both = moments([one]).filter((ms) => moments([bounds]).includes(ms));
        expect(moments([clipInterval(one, bounds)])).toEqual(both);
      }),
    );
  });

  test('intervals without others last as long as the moments that only they cover', () => {
    fc.assert(
      fc.property(fc.array(interval), fc.array(interval), (some, others) => {
        const only = moments(some).filter((ms) => !moments(others).includes(ms));
        expect(lengthWithoutMs(some, others)).toBe(only.length);
      }),
    );
  });
});
