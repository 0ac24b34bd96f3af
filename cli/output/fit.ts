export type FitColumn = {
  /** As wide as it would be, and the least that it can be cut to; in columns of the terminal. */
  readonly width: number;
  readonly least: number;
  /** Of those with the lowest the last one goes first. */
  readonly importance: number;
};

/** Between two columns of a table. */
export const columnGap = 2;

/**
 * How wide each column of a table is so that no line is longer than `room`; undefined for one that is left out. The first
 * one always stays. Columns are left out where even the least widths do not fit; then the widest are cut.
 */
export function fitColumns(columns: readonly FitColumn[], room: number): (number | undefined)[] {
  const kept = new Map(columns.entries());
  const needs = (widthOf: (column: FitColumn, at: number) => number) =>
    [...kept].reduce((sum, [at, column]) => sum + widthOf(column, at) + columnGap, -columnGap);
  while (kept.size > 1 && needs(({ least }) => least) > room) {
    const [dropped] = [...kept].filter(([at]) => at > 0).reduce((a, b) => (b[1].importance <= a[1].importance ? b : a));
    kept.delete(dropped);
  }
  const widths = columns.map(({ width }) => width);
  for (let over = needs((_, at) => widths[at] ?? 0) - room; over > 0; over -= 1) {
    const cuttable = [...kept].filter(([at, { least }]) => (widths[at] ?? 0) > least);
    if (cuttable.length === 0) break;
    const [widest] = cuttable.reduce((a, b) => ((widths[b[0]] ?? 0) > (widths[a[0]] ?? 0) ? b : a));
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return columns.map((_, at) => (kept.has(at) ? widths[at] : undefined));
}
