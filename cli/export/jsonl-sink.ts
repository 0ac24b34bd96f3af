import { jsonRow } from './meeting-row.ts';
import type { RowSink } from './row-sink.ts';
import { createTextFile } from './text-file.ts';

/** A line of JSON a row: every field as Zoom sent it, each digit. */
export async function openJsonLines(path: string): Promise<RowSink> {
  const file = await createTextFile(path);
  return {
    write: (meeting, row) => file.write(`${JSON.stringify(jsonRow(meeting, row))}\n`),
    finish: file.finish,
    abort: file.abort,
  };
}
