/** One measured number beside what it is held against. */
export type Line = {
  readonly what: string;
  readonly unit: string;
  readonly ours: number;
  /** The obvious implementation, or the limit that nobody can beat, measured in the same run. */
  readonly against?: { readonly what: string; readonly value: number };
  /** What must hold: of `ours / against` where `of` is `ratio`, else of `ours`. */
  readonly bar?: { readonly of: 'ratio' | 'value'; readonly least?: number; readonly most?: number };
  /** How far the runs lay apart, or why the number is what it is. */
  readonly note?: string;
};

export type Told = (progress: string) => void;

/** Some lines that are measured together; `npm run bench -- <name>` measures them alone. */
export type Figure = {
  readonly name: string;
  /** In a few words, with the minutes that it takes on two cores. */
  readonly about: string;
  readonly measure: (told: Told) => Promise<readonly Line[]>;
};

export const ratioOf = ({ ours, against }: Line): number | undefined => against && ours / against.value;

/** Whether the bar holds; true where there is none. */
export function holds(line: Line): boolean {
  const { bar } = line;
  if (!bar) return true;
  const measured = (bar.of === 'ratio' ? ratioOf(line) : line.ours) ?? Number.NaN;
  return measured >= (bar.least ?? -Infinity) && measured <= (bar.most ?? Infinity);
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
};
