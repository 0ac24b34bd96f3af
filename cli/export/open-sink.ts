import type { ExportTable } from './columns.ts';
import { openCsv } from './csv-sink.ts';
import type { Format } from './format.ts';
import { openJsonLines } from './jsonl-sink.ts';
import { openParquet } from './parquet-sink.ts';
import type { RowSink } from './row-sink.ts';

const openers: Readonly<Record<Format, (path: string, table: ExportTable) => Promise<RowSink>>> = {
  csv: openCsv,
  jsonl: openJsonLines,
  parquet: openParquet,
};

/** Begins a file anew, whatever is there. */
export const openSink = (format: Format, path: string, table: ExportTable): Promise<RowSink> =>
  openers[format](path, table);
