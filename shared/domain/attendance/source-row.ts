import type { Dataset } from '../dataset.ts';
import type { Row } from '../row.ts';

/** One row as Zoom returned it, and which list of which meeting it stood in. QoS rows may come without their samples. */
export type SourceRow = { readonly uuid: string; readonly dataset: Dataset; readonly row: Row };

/** Rows of each dataset, as indexes into the list of source rows. */
export type RowIndexes = Readonly<Record<Dataset, readonly number[]>>;

/** From the one that is asked first to the last, where several say something of one stay. */
export const datasetsByRank: readonly Dataset[] = ['participants', 'report', 'qos'];
