/** Half of the values are at `median` or under, 95 % at `p95` or under; by nearest rank. */
export type Middle = { readonly median: number; readonly p95: number };

export type Tally = {
  readonly add: (value: number) => void;
  /** Undefined where there are no values. */
  readonly middle: () => Middle | undefined;
};

/**
 * Counts values of 0 or more to three digits, so that its memory is bounded by how many such numbers there are and not by
 * how many values were added. Whole numbers below 1,000 are exact, others are within half a percent.
 */
export function createTally(): Tally {
  const counts = new Map<number, number>();
  let total = 0;
  return {
    add(value) {
      const key = threeDigits(value);
      counts.set(key, (counts.get(key) ?? 0) + 1);
      total += 1;
    },
    middle() {
      if (total === 0) return undefined;
      const sorted = [...counts].sort(([a], [b]) => a - b);
      return { median: ranked(sorted, Math.ceil(total / 2)), p95: ranked(sorted, Math.ceil((total * 95) / 100)) };
    },
  };
}

function ranked(sorted: readonly (readonly [number, number])[], rank: number): number {
  let seen = 0;
  for (const [value, count] of sorted) {
    seen += count;
    if (seen >= rank) return value;
  }
  return 0;
}

function threeDigits(value: number): number {
  if (value < 0.01) return 0;
  const step = 10 ** (Math.floor(Math.log10(value)) - 2);
  // By division where the step is below one: 203 * 0.01 is not 2.03.
  return step < 1 ? Math.round(value / step) / Math.round(1 / step) : Math.round(value / step) * step;
}
