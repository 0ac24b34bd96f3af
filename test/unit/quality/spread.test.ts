import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { computeShare, computeSpread, roundMeasure } from '../../../shared/domain/quality/spread.ts';

const oneTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

describe('the spread', () => {
  test.each([
    [1, 1],
    [2, 2],
    [19, 19],
    [20, 19],
    [21, 20],
    [40, 38],
    [60, 57],
    [100, 95],
    [101, 96],
    [1000, 950],
  ])('the spread of 1 to %d has its p95 at %d', (last, p95) => {
    expect(computeSpread(oneTo(last))?.p95).toBe(p95);
  });

  test('the spread sorts by number, not by text, and leaves its input as it was', () => {
    const values = [100, 9, 20];
    expect(computeSpread(values)).toEqual({ avg: 43, p95: 100, max: 100 });
    expect(values).toEqual([100, 9, 20]);
  });

  test('no values have no spread', () => {
    expect(computeSpread([])).toBeUndefined();
  });

  test('the p95 is the least value that 95 % do not exceed', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 80 }), (values) => {
        const covers = (limit: number) => values.filter((value) => value <= limit).length * 100 >= values.length * 95;
        const least = Math.min(...values.filter(covers));
        expect(computeSpread(values)?.p95).toBe(least);
      }),
    );
  });
});

test.each([
  [0, 0],
  [0.034, 0.03],
  [9.994, 9.99],
  [12.34, 12.3],
  [99.94, 99.9],
  [150.4, 150],
  [1234.5, 1235],
])('a measure of %d is kept as %d', (value, kept) => {
  expect(roundMeasure(value)).toBe(kept);
});

test('a share has four decimals, and is 0 of nothing', () => {
  expect(computeShare(1, 3)).toBe(0.3333);
  expect(computeShare(3, 3)).toBe(1);
  expect(computeShare(0, 0)).toBe(0);
});

test('a measure is kept to the hundredth below ten and to the tenth below a hundred', () => {
  expect([9.996, 10, 10.04, 99.94, 100, 100.4].map(roundMeasure)).toEqual([10, 10, 10, 99.9, 100, 100]);
});
