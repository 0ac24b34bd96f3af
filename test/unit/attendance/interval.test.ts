import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clipInterval, lengthMs, lengthWithoutMs, uniteIntervals } from '../../../shared/analysis/attendance/time.ts';

const interval = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 30 }))
  .map(([fromMs, length]) => ({ fromMs, toMs: fromMs + length }));
const moments = (intervals: readonly { fromMs: number; toMs: number }[]) =>
  Array.from({ length: 100 }, (_, ms) => ms).filter((ms) => intervals.some((one) => one.fromMs <= ms && ms < one.toMs));

describe('intervals', () => {
  test('last as long as the moments that one of them covers', () => {
    fc.assert(fc.property(fc.array(interval), (all) => lengthMs(all) === moments(all).length));
  });

  test('united are in order, apart, and cover the same moments', () => {
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

  test('clipped cover the moments within the bounds', () => {
    fc.assert(
      fc.property(interval, interval, (one, bounds) => {
        const both = moments([one]).filter((ms) => moments([bounds]).includes(ms));
        expect(moments([clipInterval(one, bounds)])).toEqual(both);
      }),
    );
  });

  test('without others last as long as the moments that only they cover', () => {
    fc.assert(
      fc.property(fc.array(interval), fc.array(interval), (some, others) => {
        const only = moments(some).filter((ms) => !moments(others).includes(ms));
        expect(lengthWithoutMs(some, others)).toBe(only.length);
      }),
    );
  });
});
