import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { hasKind, knownDatasets } from '../../../shared/domain/dataset.ts';
import { exportDays } from '../../../shared/operations/export/export-days.ts';
import {
  columnsOf,
  exportFormats,
  exportTables,
  type TableColumn,
} from '../../../shared/operations/export/tables/export-columns.ts';
import { startCliFixture } from '../cli/cli-fixture.ts';

// A reader that nobody here wrote, in a zone that is not UTC.

const meetings = ['2026-11-18T22:30:00Z', '2026-11-19T12:00:00Z'].map((endTime, index) =>
  generateMeeting({
    seed: 60 + index,
    kind: index === 0 ? 'meeting' : 'webinar',
    participants: 10,
    registrants: 20,
    answers: 5,
    minutes: 5,
    endTime,
  }),
);
let fixture: Awaited<ReturnType<typeof startCliFixture>>;
let dir: string;
let ask: (sql: string) => Promise<Record<string, unknown>[]>;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'duckdb-'));
  fixture = await startCliFixture({ startAt: Date.parse('2026-11-20T09:00:00Z') });
  for (const meeting of meetings) {
    fixture.simulator.addMeeting(meeting);
    fixture.end(
      meeting,
      knownDatasets.filter((dataset) => hasKind(dataset, meeting.kind)),
    );
  }
  await fixture.drain({ atOnce: 5 });
  const store = { client: fixture.client, table: 'Captures', now: fixture.now };
  // The first day has no meeting.
  const days = ['2026-11-17', '2026-11-18', '2026-11-19'];
  for (const format of exportFormats) {
    const request = { days, tables: exportTables, format, dir: join(dir, format) };
    await exportDays(request, { store, now: fixture.now, tell: () => {} });
  }
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run("SET TimeZone = 'Europe/Zurich'");
  ask = async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson();
  return () => connection.closeSync();
});
afterAll(async () => {
  await fixture.close();
  await rm(dir, { recursive: true });
});

const duckTypes: Readonly<Record<TableColumn['type'], string>> = {
  text: 'VARCHAR',
  json: 'VARCHAR',
  timestamp: 'TIMESTAMP WITH TIME ZONE',
  boolean: 'BOOLEAN',
  integer: 'BIGINT',
  double: 'DOUBLE',
};
const filesOf = (table: string, format: string) => `'${dir}/${format}/${table}/*/*.${format}'`;

test.each(exportTables)(
  'DuckDB finds the columns of %s in Parquet with the types that are documented',
  async (table) => {
    const rows = await ask(
      `DESCRIBE SELECT * FROM read_parquet(${filesOf(table, 'parquet')}, hive_partitioning = false)`,
    );
    expect(rows.map(({ column_name, column_type }) => [column_name, column_type])).toEqual(
      columnsOf(table).map(({ name, type }) => [name, duckTypes[type]]),
    );
  },
);

test('DuckDB reads the same instants out of Parquet, JSON lines and CSV in a zone that is not UTC', async () => {
  const readers = {
    parquet: `read_parquet(${filesOf('report', 'parquet')})`,
    jsonl: `read_json(${filesOf('report', 'jsonl')}, columns = {uuid: 'VARCHAR', user_id: 'VARCHAR', join_time: 'TIMESTAMPTZ'})`,
    csv: `read_csv(${filesOf('report', 'csv')}, types = {join_time: 'TIMESTAMPTZ', user_id: 'VARCHAR'})`,
  };
  const [parquet, jsonl, csv] = await Promise.all(
    Object.values(readers).map((reader) =>
      ask(`SELECT uuid, user_id, epoch_ms(join_time) AS at FROM ${reader} ORDER BY ALL`),
    ),
  );
  expect(parquet?.length).toBeGreaterThan(15);
  expect([jsonl, csv]).toEqual([parquet, parquet]);
});

test('DuckDB takes a duration for a number in CSV over days of which one has no meeting, and sums it as the store does', async () => {
  const [sum] = await ask(
    `SELECT sum(duration)::INTEGER AS seconds, count(DISTINCT day)::INTEGER AS days FROM read_csv(${filesOf('report', 'csv')})`,
  );
  const stored = meetings
    .flatMap(({ uuid }) => fixture.served(uuid, 'report'))
    .map((text) => JSON.parse(text).duration);
  expect(sum).toEqual({ seconds: stored.reduce((total, seconds) => total + seconds, 0), days: 2 });
});

test('DuckDB sums the minutes of people to what the command says', async () => {
  const [sum] = await ask(
    `SELECT sum(attended_minutes) AS minutes FROM read_parquet(${filesOf('attendance', 'parquet')})`,
  );
  const answers = await Promise.all(
    meetings.map(({ uuid }) => fixture.cli('attendance', uuid, '--this-uuid', '--json')),
  );
  const people = answers.flatMap(({ stdout }) => JSON.parse(stdout).people);
  const minutes = people.reduce((total, { attendedMinutes }) => total + attendedMinutes, 0);
  expect(Number(sum?.minutes)).toBeCloseTo(minutes, 6);
});
