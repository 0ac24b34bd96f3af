import type { Dataset } from '../dataset.ts';
import type { Row } from '../row.ts';
import type { RowIndexes } from './source-row.ts';

export type Place = 'meeting' | 'breakout' | 'waiting-room';

/** One stay, from joining to leaving, as all datasets together tell of it. */
export type Session = {
  /** Of the meeting, as Zoom writes it. */
  readonly uuid: string;
  readonly place: Place;
  /** `bo_mtg_id`; only where `place` is `breakout`. */
  readonly breakoutId?: string;
  /** Every field of its rows under the dashboard's name, with the first value that is not blank. Times as Zoom wrote them. */
  readonly fields: Row;
  /** Which dataset gave each field. */
  readonly givenBy: Readonly<Record<string, Dataset>>;
  /** Its rows: more than one of a dataset only where these are equal. Every source row belongs to exactly one session. */
  readonly rows: RowIndexes;
};
