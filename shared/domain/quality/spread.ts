/** Of some values, each rounded by {@link roundMeasure}. */
export type Spread = {
  readonly avg: number;
  /** By nearest rank: the least value that 95 % of the values, at the least, do not exceed. Always one of the values. */
  readonly p95: number;
  readonly max: number;
};

/** Undefined where there are no values. */
export function computeSpread(values: readonly number[]): Spread | undefined {
  if (values.length === 0) return undefined;
  const sorted = new Float64Array(values).sort();
  // Whole numbers first: 0.95 × 60 need not be 57.
  const rank = Math.ceil((sorted.length * 95) / 100);
  let sum = 0;
  for (const value of sorted) sum += value;
  return {
    avg: roundMeasure(sum / sorted.length),
    p95: roundMeasure(sorted[rank - 1] ?? 0),
    max: roundMeasure(sorted.at(-1) ?? 0),
  };
}

/** To three digits or the whole number, whichever is finer: 1.23, 12.3, 123, 1234. More is noise, and costs storage. */
export function roundMeasure(value: number): number {
  if (value < 10) return Math.round(value * 100) / 100;
  if (value < 100) return Math.round(value * 10) / 10;
  return Math.round(value);
}

/** `part` of `whole` with four decimals; 0 of nothing. */
export const computeShare = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 10_000;
