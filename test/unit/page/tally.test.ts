import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createHistogram, cutIntoColumns, findColumn } from '../../../shared/analysis/quality/quality-over-time.ts';

describe('a histogram', () => {
  test('has no middle of nothing', () => {
    expect(createHistogram().quantiles()).toBeUndefined();
  });

  test('has the nearest ranks of any values, exact for whole numbers below 1,000 and within half a percent else', () => {
    const value = fc.oneof(fc.integer({ min: 0, max: 999 }), fc.double({ min: 0.02, max: 900_000, noNaN: true }));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 200 }), (values) => {
        const histogram = createHistogram();
        for (const one of values) histogram.add(one);
        const sorted = values.toSorted((a, b) => a - b);
        const ranked = (percent: number) => sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? 0;
        const { median, p95 } = histogram.quantiles() ?? { median: -1, p95: -1 };
        for (const [found, exact] of [
          [median, ranked(50)],
          [p95, ranked(95)],
        ] as const) {
          expect(Math.abs(found - exact)).toBeLessThanOrEqual(
            Number.isInteger(exact) && exact < 1000 ? 0 : exact * 0.0051,
          );
        }
      }),
    );
  });

  test.each([0, 2, 2.03, 0.4, 40, 150, 0.01])('keeps %d as it is', (value) => {
    const histogram = createHistogram();
    histogram.add(value);
    expect(histogram.quantiles()).toEqual({ median: value, p95: value });
  });
});

describe('the columns of a stretch of time', () => {
  const startMs = Date.parse('2026-11-19T09:00:30Z');

  test('are minutes up to four hours, from a whole minute on', () => {
    expect(cutIntoColumns(startMs, startMs + 30 * 60_000)).toEqual({
      ...{ fromMs: Date.parse('2026-11-19T09:00:00Z'), widthMs: 60_000, count: 31 },
    });
  });

  test('are never more than 240, and cover it all', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 * 365 * 24 * 60 * 60_000 }), (lengthMs) => {
        const columns = cutIntoColumns(startMs, startMs + lengthMs);
        expect(columns.count).toBeGreaterThanOrEqual(1);
        expect(columns.count).toBeLessThanOrEqual(240);
        expect(columns.fromMs + columns.count * columns.widthMs).toBeGreaterThanOrEqual(startMs + lengthMs);
      }),
    );
  });

  test('have no column for what lies outside of them', () => {
    const columns = cutIntoColumns(startMs, startMs + 60_000);
    expect([-60_000, -30_000, 0, 89_000, 90_000].map((ms) => findColumn(columns, startMs + ms))).toEqual([
      undefined,
      0,
      0,
      1,
      undefined,
    ]);
  });
});
