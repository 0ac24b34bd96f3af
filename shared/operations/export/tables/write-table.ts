import { rm, stat } from 'node:fs/promises';
import type { Dataset } from '../../../domain/dataset.ts';
import type { Row } from '../../../domain/row/row.ts';
import type { Store } from '../../../dynamo/store.ts';
import type { FileEntry } from '../day-state.ts';
import { type DayMeeting, expectedRows, type MeetingEntry, meetingEntry } from '../meeting-version.ts';
import { hashFile } from '../mirror-folder.ts';
import { readAhead } from '../read-ahead.ts';
import { withCaptures } from '../read-day.ts';
import { type ExportFormat, type ExportTable, sourcesOf } from './export-columns.ts';
import type { RowSink, SinkOptions } from './export-rows.ts';
import { readTableRows } from './table-rows.ts';
import { openCsv, openJsonLines } from './text-sinks.ts';

/** Meetings whose first rows are read while another's are written. */
const meetingsAhead = 2;
/** A meeting that changes while it is read is read again with all of its file; after so many times it is marked. */
const mostReads = 3;

export type WrittenTable = Pick<FileEntry, 'meetings' | 'rows' | 'file'>;

export type TableToWrite = {
  readonly table: ExportTable;
  readonly format: ExportFormat;
  readonly options: SinkOptions;
  readonly meetings: readonly DayMeeting[];
  /** Whose captures were read of each meeting: others have nothing in the table. */
  readonly sources: readonly Dataset[];
};

export type WriteDependencies = {
  readonly store: Store;
  /** Told of every row, so it had better be quick. */
  readonly tell: (counts: { readonly meetings: number; readonly rows: number }) => void;
};

/** Each makes a file where none is. */
const openers: Readonly<
  Record<ExportFormat, (path: string, table: ExportTable, options: SinkOptions) => Promise<RowSink>>
> = {
  csv: openCsv,
  jsonl: openJsonLines,
  // Loaded for this format alone: its writer is large.
  parquet: async (...file) => (await import('./parquet-sink.ts')).openParquet(...file),
};

/**
 * Writes a table's rows of these meetings into a file at `path`. Each meeting's rows are of one state of the store: what
 * has changed meanwhile is read again, and is marked `open` where there is no end of it.
 */
export async function writeTable(wanted: TableToWrite, path: string, deps: WriteDependencies): Promise<WrittenTable> {
  const sources = sourcesOf(wanted.table).filter((dataset) => wanted.sources.includes(dataset));
  let { meetings } = wanted;
  for (let reads = 1; ; reads += 1) {
    const { rows, mismatched } = await writeOnce({ ...wanted, meetings }, path, deps);
    const after = await withCaptures(
      meetings.map(({ meeting }) => meeting),
      sources,
      deps.store,
    );
    const entries = meetings.map((one) => meetingEntry(wanted.table, one));
    const changed = after.filter((one, at) => meetingEntry(wanted.table, one).version !== entries[at]?.version);
    if (changed.length > 0 && reads < mostReads) {
      meetings = after;
      continue;
    }
    const open = new Set([...mismatched, ...changed.map(({ meeting }) => meeting.uuid)]);
    const marked = entries.map((entry): MeetingEntry => (open.has(entry.uuid) ? { ...entry, open: true } : entry));
    const { size: bytes, mtimeMs: modifiedMs } = await stat(path);
    const sha256 = await hashFile(path);
    return { meetings: marked, rows, ...(rows > 0 && { file: { bytes, sha256, modifiedMs } }) };
  }
}

/** @returns with the meetings that have more or fewer rows than their captures say */
async function writeOnce(
  { table, format, options, meetings }: TableToWrite,
  path: string,
  { store, tell }: WriteDependencies,
): Promise<{ rows: number; mismatched: string[] }> {
  await rm(path, { force: true });
  const sink = await openers[format](path, table, options);
  const stored = new Map<string, Partial<Record<Dataset, number>>>();
  let rows = 0;
  try {
    const lists = listsOf(meetings, { table, nested: format === 'jsonl', store });
    for await (const { one, row, counts } of readAhead(lists, meetingsAhead)) {
      if (row) {
        await sink.write(one.meeting, row);
        rows += 1;
        tell({ meetings: stored.size, rows });
        continue;
      }
      const known = stored.get(one.meeting.uuid) ?? {};
      for (const dataset of sourcesOf(table)) known[dataset] = (known[dataset] ?? 0) + (counts[dataset] ?? 0);
      stored.set(one.meeting.uuid, known);
    }
    await sink.finish();
  } catch (error) {
    await sink.abort();
    throw error;
  }
  const sources = table === 'meetings' ? [] : sourcesOf(table);
  const isWhole = (one: DayMeeting) =>
    sources.every((dataset) => (stored.get(one.meeting.uuid)?.[dataset] ?? 0) === expectedRows(one, dataset));
  return { rows, mismatched: meetings.filter((one) => !isWhole(one)).map(({ meeting }) => meeting.uuid) };
}

type Piece = {
  readonly one: DayMeeting;
  /** Absent where counts alone are told. */
  readonly row?: Row;
  readonly counts: Readonly<Partial<Record<Dataset, number>>>;
};

async function* listsOf(
  meetings: readonly DayMeeting[],
  { table, nested, store }: { readonly table: ExportTable; readonly nested: boolean; readonly store: Store },
): AsyncGenerator<AsyncGenerator<Piece>> {
  const piecesOf = async function* (one: DayMeeting): AsyncGenerator<Piece> {
    for await (const { rows, stored } of readTableRows(table, one, { store, nested })) {
      yield { one, counts: stored };
      for (const row of rows) yield { one, row, counts: {} };
    }
  };
  for (const one of meetings) yield piecesOf(one);
}
