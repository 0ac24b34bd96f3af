import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countAt, countOver, findPeak, thinSteps } from '../../../page/charts/people-count.ts';

const stretch = fc
  .tuple(fc.integer({ min: -50, max: 1050 }), fc.integer({ min: 0, max: 400 }))
  .map(([fromMs, lengthMs]) => ({ fromMs, toMs: fromMs + lengthMs }));

describe('people over time', () => {
  test('the count of people at any instant is of those who have come and not left', () => {
    fc.assert(
      fc.property(fc.array(stretch), fc.integer({ min: 0, max: 999 }), (stretches, atMs) => {
        const there = stretches.filter(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs).length;
        expect(countAt(countOver(stretches, { fromMs: 0, toMs: 1000 }), atMs)).toBe(there);
      }),
    );
  });

  test('the count of people begins at the start and reaches to the end, also where nobody came', () => {
    expect(countOver([], { fromMs: 0, toMs: 1000 })).toEqual([
      { atMs: 0, count: 0 },
      { atMs: 1000, count: 0 },
    ]);
  });

  test('the count of people is drawn with fewer corners where there are many, and keeps its peak', () => {
    fc.assert(
      fc.property(fc.array(stretch, { minLength: 400, maxLength: 900 }), (stretches) => {
        const steps = countOver(stretches, { fromMs: 0, toMs: 1000 });
        const fewer = thinSteps(steps);
        expect(fewer.length).toBeLessThanOrEqual(Math.max(481, Math.min(steps.length, 481)));
        expect(findPeak(fewer)?.count).toBe(findPeak(steps)?.count);
      }),
      { numRuns: 20 },
    );
  });
});
