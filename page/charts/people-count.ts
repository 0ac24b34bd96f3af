import type { Interval } from '../../shared/analysis/attendance/time.ts';

/** From this instant on so many are there. */
export type CountStep = { readonly atMs: number; readonly count: number };

/** Corners of a drawn curve at the most. */
const mostSteps = 480;

/** How many of these intervals run at the same time, as steps in the order of time, within `span`. */
export function countOver(intervals: readonly Interval[], { fromMs, toMs }: Interval): CountStep[] {
  const changes = new Map<number, number>([[fromMs, 0]]);
  const addChange = (atMs: number, by: number) => {
    const within = Math.min(Math.max(atMs, fromMs), toMs);
    changes.set(within, (changes.get(within) ?? 0) + by);
  };
  for (const interval of intervals) {
    if (interval.toMs <= fromMs || interval.fromMs >= toMs || interval.toMs <= interval.fromMs) continue;
    addChange(interval.fromMs, 1);
    addChange(interval.toMs, -1);
  }
  let count = 0;
  const steps = [...changes]
    .sort(([a], [b]) => a - b)
    .map(([atMs, by]) => {
      count += by;
      return { atMs, count };
    });
  const last = steps.at(-1);
  return last && last.atMs < toMs ? [...steps, { atMs: toMs, count: last.count }] : steps;
}

export const findPeak = (steps: readonly CountStep[]): CountStep | undefined =>
  steps.reduce<CountStep | undefined>((most, step) => (most && most.count >= step.count ? most : step), undefined);

/** How many there are at an instant. */
export const countAt = (steps: readonly CountStep[], atMs: number): number =>
  steps.findLast((step) => step.atMs <= atMs)?.count ?? 0;

/** The same curve with fewer corners: of each stretch of time the most that were there. As it is where it has few. */
export function thinSteps(steps: readonly CountStep[]): readonly CountStep[] {
  const [first, last] = [steps[0], steps.at(-1)];
  if (!first || !last || steps.length <= mostSteps) return steps;
  const widthMs = (last.atMs - first.atMs) / mostSteps;
  const highest: CountStep[] = [];
  let index = 0;
  let count = 0;
  for (let column = 0; column < mostSteps; column += 1) {
    const atMs = first.atMs + column * widthMs;
    let most = count;
    for (let step = steps[index]; step && step.atMs < atMs + widthMs; step = steps[index]) {
      most = Math.max(most, step.count);
      count = step.count;
      index += 1;
    }
    highest.push({ atMs: Math.round(atMs), count: most });
  }
  return [...highest, last];
}
