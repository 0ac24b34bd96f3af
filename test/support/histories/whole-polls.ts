import { type Dataset, isUsual } from '../../../shared/domain/dataset.ts';
import type { Row } from '../../../shared/domain/row/row.ts';
import { type ServedPage, statuses } from './model-zoom.ts';

export type PollsWanted = { readonly uuid: string; readonly dataset: Dataset; readonly isLive: boolean };

/**
 * Every run of pages that were served from a first one to a last one: what one poll can have seen. Of several lists each is read
 * after the one before it, which no page token says.
 */
export function wholePolls(served: readonly ServedPage[], { uuid, dataset, isLive }: PollsWanted): Row[][] {
  const isWanted = (one: ServedPage) => one.uuid === uuid && one.dataset === dataset && one.isLive === isLive;
  const lists = isUsual(dataset) ? 1 : statuses.length;
  const runs = served.filter((one) => one.isLast && isWanted(one)).map(runTo);
  let polls = distinct(runs.filter(({ list }) => list === 0));
  for (let list = 1; list < lists; list += 1) {
    const next = runs.filter((run) => run.list === list);
    const longer = polls.flatMap((poll) =>
      next.filter(({ from }) => from >= poll.to).map((run) => ({ ...run, rows: [...poll.rows, ...run.rows] })),
    );
    polls = distinct(longer);
  }
  return polls.map(({ rows }) => rows);
}

/** `from`, `to`: when its first and its last page were served. */
type Run = { readonly list: number; readonly from: number; readonly to: number; readonly rows: Row[] };

/** Of those with the same rows the first to end: whatever comes behind another comes behind it too. */
function distinct(runs: readonly Run[]): Run[] {
  const byRows = Map.groupBy(runs, ({ rows }) => JSON.stringify(rows));
  return [...byRows.values()].map((same) => same.reduce((one, other) => (other.to < one.to ? other : one)));
}

function runTo(last: ServedPage): Run {
  const pages: ServedPage[] = [];
  for (let one: ServedPage | undefined = last; one; one = one.after) pages.unshift(one);
  return { list: last.list, from: pages[0]?.at ?? last.at, to: last.at, rows: pages.flatMap(({ rows }) => rows) };
}
