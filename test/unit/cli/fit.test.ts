import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnGap, type FitColumn, fitColumns } from '../../../cli/output/fit.ts';

const anyColumn: fc.Arbitrary<FitColumn> = fc
  .record({ width: fc.integer({ min: 1, max: 60 }), cut: fc.nat(59), importance: fc.integer({ min: 0, max: 3 }) })
  .map(({ width, cut, importance }) => ({ width, least: Math.max(1, width - cut), importance }));

const total = (widths: readonly (number | undefined)[]): number =>
  widths.reduce<number>((sum, width) => sum + (width === undefined ? 0 : width + columnGap), -columnGap);

test('columns fit wherever the first one does, none is cut below its least, and nothing changes where there is room', () => {
  fc.assert(
    fc.property(
      fc.array(anyColumn, { minLength: 1, maxLength: 14 }),
      fc.integer({ min: 1, max: 300 }),
      (columns, room) => {
        const widths = fitColumns(columns, room);
        expect(widths[0]).toBeDefined();
        expect(total(widths)).toBeLessThanOrEqual(Math.max(room, columns[0]?.least ?? 0));
        for (const [at, width] of widths.entries()) {
          if (width === undefined) continue;
          expect(width).toBeGreaterThanOrEqual(columns[at]?.least ?? 0);
          expect(width).toBeLessThanOrEqual(columns[at]?.width ?? 0);
        }
        const natural = columns.map(({ width }) => width);
        if (total(natural) <= room) expect(widths).toEqual(natural);
      },
    ),
  );
});

test('what is cut is the widest, and what is left out the least important, the last of equals first', () => {
  const column = (width: number, least: number, importance: number) => ({ width, least, importance });
  expect(fitColumns([column(10, 10, 1), column(30, 5, 1), column(20, 5, 1)], 44)).toEqual([10, 15, 15]);
  expect(fitColumns([column(10, 10, 0), column(10, 10, 1), column(10, 10, 1), column(10, 10, 2)], 34)).toEqual([
    10,
    10,
    undefined,
    10,
  ]);
});
