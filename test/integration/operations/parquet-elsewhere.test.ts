import { execFileSync, spawnSync } from 'node:child_process';
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
import type { ColumnType } from '../../../shared/operations/export/tables/column.ts';
import { columnsOf, datasetOf, rowTables } from '../../../shared/operations/export/tables/export-columns.ts';
import { cellsOf, type ExportCell, flatRows } from '../../../shared/operations/export/tables/export-rows.ts';
import { openParquet } from '../../../shared/operations/export/tables/parquet-sink.ts';

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

async function writtenFile(table: (typeof rowTables)[number], path: string): Promise<(readonly ExportCell[])[]> {
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
  return written;
}

test.each(rowTables)("Apache's library in Rust opens %s with the right types, and reads every cell", async (table) => {
  const directory = await mkdtemp(join(tmpdir(), 'parquet-elsewhere-'));
  const path = join(directory, 'file.parquet');
  const columns = columnsOf(table);
  const written = await writtenFile(table, path);

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

const pyarrow = `
import json, sys
import pyarrow.parquet as parquet
plain = lambda value: round(value.timestamp() * 1000) if hasattr(value, "timestamp") else value
table = parquet.ParquetFile(sys.argv[1]).read()
types = [[field.name, str(field.type)] for field in table.schema]
print(json.dumps([types, [[plain(value) for value in column.to_pylist()] for column in table.columns]]))
`;
const pyarrowTypes: Readonly<Record<ColumnType, string>> = {
  text: 'string',
  json: 'string',
  timestamp: 'timestamp[ms, tz=UTC]',
  boolean: 'bool',
  integer: 'int64',
  double: 'double',
};

// Python takes an instant without a zone for one of its own: it would be an hour off.
test.skipIf(spawnSync('python3', ['-c', 'import pyarrow.parquet']).status !== 0)(
  'pyarrow reads every type and every cell of each table, in a zone that is not UTC',
  async () => {
    const directory = await mkdtemp(join(tmpdir(), 'parquet-elsewhere-'));
    for (const table of rowTables) {
      const path = join(directory, `${table}.parquet`);
      const columns = columnsOf(table);
      const written = await writtenFile(table, path);
      const env = { ...process.env, TZ: 'Europe/Zurich' };
      const [types, cells] = JSON.parse(execFileSync('python3', ['-c', pyarrow, path], { env, encoding: 'utf8' }));
      expect(types).toEqual(columns.map(({ name, type }) => [name, pyarrowTypes[type]]));
      for (const [index, { name, type }] of columns.entries()) {
        const expected = written.map((row) => inPython(row[index] ?? null, type));
        expect([name, ...cells[index]]).toEqual([name, ...expected]);
      }
    }
    await rm(directory, { recursive: true });
  },
);

const inPython = (cell: ExportCell, type: ColumnType): ExportCell =>
  type === 'timestamp' && typeof cell === 'string' ? Date.parse(cell) : cell;
