import { rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isFinal } from '../../shared/domain/capture.ts';
import type { Row } from '../../shared/domain/row.ts';
import type { MeetingRecord } from '../../shared/dynamo/meetings/meeting-item.ts';
import { readRows } from '../../shared/dynamo/rows/row-reader.ts';
import type { Store } from '../../shared/queries/index.ts';
import type { ExportTable } from './columns.ts';
import type { Format } from './format.ts';
import type { FileEntry } from './manifest.ts';
import { tableRows } from './meeting-row.ts';
import { meetingsOfDay } from './meetings-of-day.ts';
import { openSink } from './open-sink.ts';
import { readAhead } from './read-ahead.ts';

/** Meetings whose first rows are read while another's are written. */
const meetingsAhead = 2;
/** Zoom's last try to send an event comes 85 minutes late; then no more meetings are to be expected of a day. */
const latestEventMs = 2 * 3_600_000;
const dayMs = 24 * 3_600_000;

export type FileWanted = {
  /** UTC. */
  readonly day: string;
  readonly table: ExportTable;
  readonly format: Format;
  readonly dir: string;
  readonly accounts: readonly string[];
};

export const fileName = ({ day, table, format }: Pick<FileWanted, 'day' | 'table' | 'format'>): string =>
  `${day}-${table}.${format}`;

/**
 * Writes the file of a day and a table beside its place, and puts it there when it is complete: what has a file's name
 * is never half a file. Holds a few rows, or one row group.
 * @param told is told how many meetings and rows there are so far.
 */
export async function exportFile(
  wanted: FileWanted,
  store: Store,
  now: () => number,
  told: (meetings: number, rows: number) => void,
): Promise<FileEntry> {
  const { day, table, format, dir, accounts } = wanted;
  const name = fileName(wanted);
  const path = join(dir, name);
  const startedAt = now();
  const dataset = table === 'qos-samples' ? 'qos' : table;
  let meetings = 0;
  let unfinished = 0;
  let rows = 0;

  const lists = async function* (): AsyncGenerator<AsyncGenerator<Stored>> {
    for await (const { meeting, capture } of meetingsOfDay(day, dataset, accounts, store)) {
      meetings += 1;
      if (!capture || !isFinal(capture.state)) unfinished += 1;
      yield rowsOf(meeting);
    }
  };
  const rowsOf = async function* (meeting: MeetingRecord): AsyncGenerator<Stored> {
    for await (const row of readRows(meeting.uuid, dataset, store)) yield { meeting, row };
  };

  const sink = await openSink(format, `${path}.part`, table);
  try {
    for await (const { meeting, row } of readAhead(lists(), meetingsAhead)) {
      for (const one of tableRows(table, row, format === 'jsonl')) {
        await sink.write(meeting, one);
        rows += 1;
      }
      told(meetings, rows);
    }
    await sink.finish();
  } catch (error) {
    await sink.abort();
    throw error;
  }
  await rename(`${path}.part`, path);
  const { size: bytes } = await stat(path);
  const over = startedAt > Date.parse(day) + dayMs + latestEventMs;
  const exportedAt = new Date(startedAt).toISOString();
  const counts = { meetings, rows, bytes, unfinished };
  return { name, day, dataset: table, format, ...counts, whole: over && unfinished === 0, exportedAt };
}

type Stored = { readonly meeting: MeetingRecord; readonly row: Row };
