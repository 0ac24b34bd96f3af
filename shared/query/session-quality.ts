import type { QualitySummary } from '../domain/quality/summary.ts';
import type { Row } from '../domain/row.ts';
import type { Item } from '../dynamo/item.ts';
import { decodeRow } from '../dynamo/rows/exact-row.ts';
import { decodeSummary } from '../dynamo/rows/quality-item.ts';
import type { Page, Paging } from './pages.ts';
import { queryPages } from './query-pages.ts';
import type { Store } from './store.ts';
import { rowsInput, withSamples } from './stored-rows.ts';

export type SessionQualityWanted = Paging & {
  /** As Zoom writes it. */
  readonly uuid: string;
  /** Whether each comes with its samples, one a minute. @default false: the summary alone */
  readonly samples?: boolean;
  /** Which sessions are wanted; sees Zoom's row without its samples, and spares reading those of the others. @default all */
  readonly only?: (row: Row) => boolean;
};

export type SessionQuality = {
  /** Zoom's row; with `user_qos` where samples are wanted. */
  readonly row: Row;
  /** Absent where nothing was measured. Percent, ms, kbps, as in `StreamSummary`. */
  readonly summary?: QualitySummary;
};

/** With samples each can be some hundred KB. */
const pageWithSamples = 25;

/**
 * How the sessions of a meeting went, by the time of joining: summed up per medium, and minute by minute where wanted.
 *
 * The table itself, consistent: a read unit per 4 KB, two or three sessions, those passed over included; samples about three
 * units more per session and hour, one at the least.
 * @throws CursorError
 */
export function sessionQuality(wanted: SessionQualityWanted, store: Store): AsyncGenerator<Page<SessionQuality>> {
  const { uuid, samples = false, only, pageSize } = wanted;
  const answer = async (items: readonly Item[]): Promise<(SessionQuality | undefined)[]> => {
    const chosen = only ? items.filter((item) => only(decodeRow(item))) : items;
    const rows = samples ? await withSamples(chosen, store) : chosen.map((item) => decodeRow(item));
    const found = new Map(chosen.map((item, at) => [item, qualityOf(item, rows[at] ?? {})]));
    return items.map((item) => found.get(item));
  };
  return queryPages(
    { name: JSON.stringify([uuid, 'quality']), input: rowsInput(uuid, 'qos'), selective: only !== undefined, answer },
    { ...wanted, ...(samples && pageSize === undefined && { pageSize: pageWithSamples }) },
    store,
  );
}

const qualityOf = (item: Item, row: Row): SessionQuality => ({
  row,
  ...(item.summary && { summary: decodeSummary(item) }),
});
