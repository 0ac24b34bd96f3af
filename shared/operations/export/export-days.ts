import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Capture, isFinal } from '../../domain/capture/capture.ts';
import { capturesOfMeetings } from '../../dynamo/captures/captures-of-meetings.ts';
import { listAccounts } from '../../dynamo/meetings/meeting-accounts.ts';
import type { MeetingRecord } from '../../dynamo/meetings/meeting-item.ts';
import { readStoredRows, type StoredRow } from '../../dynamo/rows/row-reader.ts';
import { endedMeetings } from '../../queries/meetings.ts';
import type { Store } from '../../queries/paging.ts';
import { wholeDay } from '../../queries/time-span.ts';
import { makeFolder, writeWhole } from '../whole-file.ts';
import { datasetOf, type ExportFormat, type ExportTable } from './export-columns.ts';
import { flatRows, nestedRows, type RowSink } from './export-rows.ts';
import { addFile, type ExportedFile, findWholeFile, openManifest } from './manifest.ts';
import { readAhead } from './read-ahead.ts';
import { openCsv, openJsonLines } from './text-sinks.ts';

/** Meetings whose first rows are read while another's are written. */
const meetingsAhead = 2;
/** Zoom's last try to send an event comes 85 minutes late; then no more meetings are to be expected of a day. */
const latestEventMs = 2 * 3_600_000;
const dayMs = 24 * 3_600_000;

export type ExportRequest = {
  /** UTC, such as `2026-11-20`, in order. */
  readonly days: readonly string[];
  readonly tables: readonly ExportTable[];
  readonly format: ExportFormat;
  /** Made when it is not there. */
  readonly dir: string;
  /** Ids of Zoom accounts; all when absent. */
  readonly accounts?: readonly string[] | undefined;
};

export type ExportProgress = {
  readonly files: number;
  readonly filesDone: number;
  /** The file under way. */
  readonly day: string;
  readonly table: ExportTable;
  readonly meetings: number;
  readonly rows: number;
};

export type ExportDependencies = {
  readonly store: Store;
  /** Epoch ms. */
  readonly now: () => number;
  /** Told of every row, so it had better be quick. */
  readonly tell: (progress: ExportProgress) => void;
};

export type ExportResult = {
  readonly written: readonly ExportedFile[];
  /** Whole already. */
  readonly skipped: readonly ExportedFile[];
};

/**
 * A file per day and table, each with its line in `manifest.json`. Run again it goes on, and skips what is whole.
 * @throws ForeignFolderError when the folder holds an export of something else; what the file system says
 */
export async function exportDays(request: ExportRequest, deps: ExportDependencies): Promise<ExportResult> {
  const { days, tables, dir } = request;
  const { store, now, tell } = deps;
  await makeFolder(dir);
  let manifest = await openManifest(dir, store.table, request.accounts);
  const accounts = request.accounts ?? (await listAccounts(store.client, store.table));
  const wanted = days.flatMap((day) => tables.map((table): WantedFile => ({ ...request, accounts, day, table })));
  const written: ExportedFile[] = [];
  const skipped: ExportedFile[] = [];
  for (const [filesDone, file] of wanted.entries()) {
    const whole = await findWholeFile(dir, manifest, nameOf(file));
    if (whole) {
      skipped.push(whole);
      continue;
    }
    const { day, table } = file;
    const tellCounts = ({ meetings, rows }: FileCounts) =>
      tell({ files: wanted.length, filesDone, day, table, meetings, rows });
    const entry = await exportFile(file, store, { now, tell: tellCounts });
    manifest = await addFile(dir, manifest, entry);
    written.push(entry);
  }
  return { written, skipped };
}

type WantedFile = Pick<ExportRequest, 'format' | 'dir'> & {
  readonly day: string;
  readonly table: ExportTable;
  readonly accounts: readonly string[];
};

type FileCounts = { meetings: number; rows: number; unfinished: number; withoutSamples: number };

const nameOf = ({ day, table, format }: WantedFile): string => `${day}-${table}.${format}`;

/** Writes the file of a day and a table. Holds a few rows, or one row group. */
async function exportFile(
  file: WantedFile,
  store: Store,
  { now, tell }: { readonly now: () => number; readonly tell: (counts: FileCounts) => void },
): Promise<ExportedFile> {
  const { day, table, format, dir } = file;
  const name = nameOf(file);
  const path = join(dir, name);
  const startedAt = now();
  const counts: FileCounts = { meetings: 0, rows: 0, unfinished: 0, withoutSamples: 0 };
  tell(counts);
  const rowsOf = format === 'jsonl' ? nestedRows : flatRows;
  await writeWhole(path, async (partPath) => {
    const sink = await openers[format](partPath, table);
    try {
      for await (const { meeting, stored } of readAhead(storedRows(file, store, counts), meetingsAhead)) {
        if (stored.notKept) counts.withoutSamples += 1;
        for (const one of rowsOf(table, stored)) {
          await sink.write(meeting, one);
          counts.rows += 1;
        }
        tell(counts);
      }
      await sink.finish();
    } catch (error) {
      await sink.abort();
      throw error;
    }
  });
  const { size: bytes } = await stat(path);
  const isOver = startedAt > Date.parse(day) + dayMs + latestEventMs;
  return {
    name,
    day,
    dataset: table,
    format,
    meetings: counts.meetings,
    rows: counts.rows,
    bytes,
    unfinished: counts.unfinished,
    ...(counts.withoutSamples > 0 && { withoutSamples: counts.withoutSamples }),
    whole: isOver && counts.unfinished === 0,
    exportedAt: new Date(startedAt).toISOString(),
  };
}

/** Each begins a file anew, whatever is there. */
const openers: Readonly<Record<ExportFormat, (path: string, table: ExportTable) => Promise<RowSink>>> = {
  csv: openCsv,
  jsonl: openJsonLines,
  // Loaded for this format alone: its writer is large.
  parquet: async (path, table) => (await import('./parquet-sink.ts')).openParquet(path, table),
};

type RowOfMeeting = { readonly meeting: MeetingRecord; readonly stored: StoredRow };

/** The rows of each meeting that ended on the day, account by account, in the order in which they ended. Counts meetings. */
async function* storedRows(
  { day, table, accounts }: WantedFile,
  store: Store,
  counts: FileCounts,
): AsyncGenerator<AsyncGenerator<RowOfMeeting>> {
  const dataset = datasetOf(table);
  const rowsOf = async function* (meeting: MeetingRecord): AsyncGenerator<RowOfMeeting> {
    for await (const stored of readStoredRows(meeting.uuid, dataset, store)) yield { meeting, stored };
  };
  for (const account of accounts) {
    const pages = endedMeetings({ account, ended: wholeDay(day), order: 'oldest-first', pageSize: 100 }, store);
    for await (const { items: meetings } of pages) {
      const uuids = meetings.map(({ uuid }) => uuid);
      const captures = await capturesOfMeetings(uuids, dataset, store);
      for (const meeting of meetings) {
        counts.meetings += 1;
        if (!isFinished(captures.get(meeting.uuid))) counts.unfinished += 1;
        yield rowsOf(meeting);
      }
    }
  }
}

const isFinished = (capture: Capture | undefined): boolean => capture !== undefined && isFinal(capture.state);
