/** A stretch of time in milliseconds since 1970; the end is not part of it. `toMs` is never before `fromMs`. */
export type Interval = { readonly fromMs: number; readonly toMs: number };

const isEmpty = ({ fromMs, toMs }: Interval): boolean => toMs <= fromMs;

/** The same time without overlaps, in order; what touches becomes one, what is empty goes. */
export function unite(intervals: readonly Interval[]): Interval[] {
  const united: { fromMs: number; toMs: number }[] = [];
  for (const { fromMs, toMs } of intervals.filter((one) => !isEmpty(one)).sort((a, b) => a.fromMs - b.fromMs)) {
    const last = united.at(-1);
    if (last && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs);
    else united.push({ fromMs, toMs });
  }
  return united;
}

/** How long these last together; time that several of them cover counts once. */
export const lengthMs = (intervals: readonly Interval[]): number =>
  unite(intervals).reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);

/** The part of it within `bounds`: empty, but still within, when they do not meet. */
export function clip({ fromMs, toMs }: Interval, bounds: Interval): Interval {
  const within = (atMs: number) => Math.min(Math.max(atMs, bounds.fromMs), bounds.toMs);
  return { fromMs: within(fromMs), toMs: within(toMs) };
}

/** How much of `intervals` none of `others` covers. */
export const lengthWithoutMs = (intervals: readonly Interval[], others: readonly Interval[]): number =>
  lengthMs([...intervals, ...others]) - lengthMs(others);
