import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { readParquet } from 'parquet-wasm/node';
import { expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { rowFields, rowTexts } from '../../../local/simulator/rows/row.ts';
import { knownDatasets } from '../../../shared/domain/dataset.ts';
import { omit } from '../../../shared/domain/omit.ts';
import { type ColumnType, columnsOf, datasetOf, rowTables } from '../../../shared/operations/export/export-columns.ts';
import { cellsOf, type ExportCell, flatRows } from '../../../shared/operations/export/export-rows.ts';
import { openParquet } from '../../../shared/operations/export/parquet-sink.ts';

const topic = '=1+1 "Größe" 🎉\n\u202e';
const meeting = generateMeeting({
  seed: 7,
  kind: 'webinar',
  participants: 30,
  registrants: 60,
  answers: 30,
  minutes: 4,
  endTime: '2026-11-20T08:00:00.250Z',
  topic,
});
const ended = omit(meeting, ...knownDatasets);
const { endTime } = ended;
const record = { ...ended, account: 'one', endedAt: endTime, registeredAt: endTime, reason: 'event' } as const;

/** As Apache Arrow names them. */
const arrowTypes: Readonly<Record<ColumnType, string>> = {
  text: 'Utf8',
  json: 'Utf8',
  timestamp: 'Timestamp<MILLISECOND, UTC>',
  boolean: 'Bool',
  integer: 'Int64',
  double: 'Float64',
};

/** What Arrow gives for what was written: milliseconds for an instant, a bigint for an integer. */
function inArrow(cell: ExportCell, type: ColumnType): unknown {
  if (type === 'timestamp' && typeof cell === 'string') return Date.parse(cell);
  return type === 'integer' && typeof cell === 'number' ? BigInt(cell) : cell;
}

test.each(rowTables)("Apache's library in Rust opens %s with the right types, and reads every cell", async (table) => {
  const directory = await mkdtemp(join(tmpdir(), 'parquet-elsewhere-'));
  const path = join(directory, 'file.parquet');
  const columns = columnsOf(table);
  const sink = await openParquet(path, table);
  const written: (readonly ExportCell[])[] = [];
  for (const text of rowTexts(meeting[datasetOf(table)])) {
    for (const row of flatRows(table, { row: rowFields(text) })) {
      await sink.write(record, row);
      written.push(cellsOf(record, row, { columns }));
    }
  }
  await sink.finish();
  expect(written.length).toBeGreaterThan(20);

  const read = tableFromIPC(readParquet(await readFile(path)).intoIPCStream());
  await rm(directory, { recursive: true });
  expect(read.numRows).toBe(written.length);
  const types = read.schema.fields.map(({ name, type }) => [name, String(type)]);
  expect(types).toEqual(columns.map(({ name, type }) => [name, arrowTypes[type]]));
  for (const [index, { name, type }] of columns.entries()) {
    const cells = written.map((row) => inArrow(row[index] ?? null, type));
    expect([name, ...(read.getChildAt(index) ?? [])]).toEqual([name, ...cells]);
  }
});
