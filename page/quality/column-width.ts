/** Columns of a chart at the most: more than this no screen shows, and memory is bounded by it. */
const mostColumns = 240;
const minuteMs = 60_000;
const widthsMinutes = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440];

export type Columns = { readonly fromMs: number; readonly widthMs: number; readonly count: number };

/** Cuts a stretch of time into columns of whole minutes, one minute wide where it is four hours or less. One column at the least. */
export function columnsOf(fromMs: number, toMs: number): Columns {
  const firstMs = Math.floor(fromMs / minuteMs) * minuteMs;
  const minutes = Math.max(1, Math.ceil((toMs - firstMs) / minuteMs));
  const width = widthsMinutes.find((one) => minutes / one <= mostColumns) ?? Math.ceil(minutes / mostColumns);
  return { fromMs: firstMs, widthMs: width * minuteMs, count: Math.ceil(minutes / width) };
}

/** The column of an instant; undefined outside of them. */
export function columnAt({ fromMs, widthMs, count }: Columns, atMs: number): number | undefined {
  const column = Math.floor((atMs - fromMs) / widthMs);
  return column >= 0 && column < count ? column : undefined;
}
