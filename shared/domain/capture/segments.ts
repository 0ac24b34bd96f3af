import type { Segment } from './capture.ts';

/** Whether a row that `run` wrote as part of `page` belongs to the poll that these segments describe. */
export function belongs(segments: readonly Segment[], run: number, page: number): boolean {
  const owner = segments.findLast(({ fromPage }) => fromPage <= page);
  return owner?.run === run;
}
