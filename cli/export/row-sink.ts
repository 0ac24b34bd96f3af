import type { Row } from '../../shared/domain/row.ts';
import type { MeetingRecord } from '../../shared/dynamo/meeting-item.ts';
import type { ExportTable } from './columns.ts';
import { openCsv } from './csv-sink.ts';
import type { Format } from './format.ts';
import { openJsonLines } from './jsonl-sink.ts';
import { openParquet } from './parquet-sink.ts';

/** A file under way. Holds a few rows. */
export type RowSink = {
  /** A row of the table; returns when there is room for the next. */
  readonly write: (meeting: MeetingRecord, row: Row) => Promise<void>;
  /** Writes the rest, and returns when all is on the disk. */
  readonly finish: () => Promise<void>;
  /** Lets go of the file as it is. After `finish`: nothing. */
  readonly abort: () => Promise<void>;
};

const openers: Readonly<Record<Format, (path: string, table: ExportTable) => Promise<RowSink>>> = {
  csv: openCsv,
  jsonl: openJsonLines,
  parquet: openParquet,
};

/** Begins a file anew, whatever is there. */
export const openSink = (format: Format, path: string, table: ExportTable): Promise<RowSink> =>
  openers[format](path, table);
