import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { canonicalText } from '../../../shared/domain/content-hash.ts';
import { datasets } from '../../../shared/domain/dataset.ts';
import { isRow, parseExact } from '../../../shared/domain/exact-json.ts';
import { startCliFixture } from './cli-fixture.ts';

const ends = ['2026-11-18T23:59:59Z', '2026-11-19T00:00:00Z', '2026-11-19T12:00:00Z', '2026-11-20T08:00:00Z'];
const meetings = ends.map((endTime, index) =>
  generateMeeting({ seed: 40 + index, participants: 12, minutes: 6, endTime, topic: `=1+1,"Topic"\n${index}` }),
);
const [, first, second] = meetings;
let fixture: Awaited<ReturnType<typeof startCliFixture>>;
let dir: string;
beforeAll(async () => {
  fixture = await startCliFixture({ startAt: Date.parse('2026-11-20T09:00:00Z') });
  const capture = (some: typeof meetings, until: number) => {
    for (const meeting of some) {
      fixture.simulator.addMeeting(meeting);
      fixture.end(meeting);
    }
    return fixture.drain({ atOnce: 5, until });
  };
  await capture(meetings.slice(0, 3), Infinity);
  // Polled once: the later polls are still to come.
  await capture(meetings.slice(3), fixture.now() + 10 * 60_000);
});
afterAll(() => fixture.close());
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'export-test-'));
  return () => rm(dir, { recursive: true });
});

const day = ['--from', '2026-11-19', '--to', '2026-11-19'];
const run = (...args: string[]) => fixture.cli('export', ...args, '--out', dir);
const file = (name: string) => readFile(join(dir, name), 'utf8');

/** Fields of RFC 4180, read by its rules alone. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

const serve = (dataset: (typeof datasets)[number]) =>
  [first, second].flatMap((meeting) => fixture.served(meeting?.uuid ?? '', dataset)).sort();

test('an export of a day as jsonl has every row of the meetings that ended in it, exactly, after its meeting', async () => {
  const { exitCode, stdout, stderr } = await run(...day, '--format', 'jsonl');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toMatch(/^\d+ rows in 3 files written to /);
  for (const dataset of datasets) {
    const lines = (await file(`2026-11-19-${dataset}.jsonl`)).trimEnd().split('\n').map(parseExact);
    const rows = lines.map((line) => {
      if (!isRow(line)) throw new Error('A line is no object.');
      const { uuid, meeting_id, topic, kind, end_time, ...row } = line;
      const meeting = meetings.find((one) => one.uuid === uuid);
      expect({ meeting_id, topic, kind, end_time }).toEqual({
        meeting_id: meeting?.meetingId,
        topic: meeting?.topic,
        kind: 'meeting',
        end_time: meeting?.endTime,
      });
      return canonicalText(row);
    });
    expect(rows.sort()).toEqual(serve(dataset));
  }
});

test('an export of a day as csv has stable columns, quotes and defused formulas', async () => {
  await run(...day, '--format', 'csv');
  const [titles = [], ...rows] = readCsv(await file('2026-11-19-report.csv'));
  expect(titles.slice(0, 8).join()).toBe('uuid,meeting_id,topic,kind,end_time,id,user_id,participant_user_id');
  expect(titles.at(-1)).toBe('extra');
  expect(rows).toHaveLength(serve('report').length);
  for (const row of rows) {
    expect(row).toHaveLength(titles.length);
    expect(row[2]).toMatch(/^'=1\+1,"Topic"\n[12]$/);
  }
  const names = serve('report').map((text) => JSON.parse(text).name);
  const column = rows.map((row) => row[titles.indexOf('name')]);
  expect(column.sort()).toEqual(names.map((name) => (/^[=+\-@\t\r]/.test(name) ? `'${name}` : name)).sort());
});

test('an export of a day as parquet is typed, and read back by another program', async () => {
  await run(...day, '--format', 'parquet', '--datasets', 'participants,qos,qos-samples');
  const open = (table: string) => asyncBufferFromFile(join(dir, `2026-11-19-${table}.parquet`));
  const schema = parquetSchema(await parquetMetadataAsync(await open('participants')));
  const typeOf = (name: string) => {
    const { type, converted_type } = schema.children.find(({ element }) => element.name === name)?.element ?? {};
    return [type, converted_type];
  };
  expect(typeOf('join_time')).toEqual(['INT64', 'TIMESTAMP_MILLIS']);
  expect(typeOf('recording')).toEqual(['BOOLEAN', undefined]);
  expect(typeOf('in_room_participants')[0]).toBe('INT64');
  expect(typeOf('total_jointime_cost')[0]).toBe('DOUBLE');
  expect(typeOf('user_name')).toEqual(['BYTE_ARRAY', 'UTF8']);

  const participants = await parquetReadObjects({ file: await open('participants') });
  const served = serve('participants').map((text) => JSON.parse(text));
  expect(participants).toHaveLength(served.length);
  for (const row of served) {
    expect(participants).toContainEqual(
      expect.objectContaining({
        user_id: row.user_id,
        user_name: row.user_name,
        recording: row.recording,
        join_time: new Date(row.join_time),
      }),
    );
  }
  const sessions = await parquetReadObjects({ file: await open('qos') });
  const samples = await parquetReadObjects({ file: await open('qos-samples') });
  const servedSessions = serve('qos').map((text) => JSON.parse(text));
  expect(sessions.map((row) => Number(row.samples)).sort()).toEqual(
    servedSessions.map((row) => row.user_qos.length).sort(),
  );
  expect(samples).toHaveLength(servedSessions.reduce((sum, row) => sum + row.user_qos.length, 0));
  for (const row of servedSessions) {
    // Zoom writes a dash where there is no stream: no number, so it is not lost in a column of numbers.
    const own = samples.filter(
      (sample) => sample.user_id === row.user_id && sample.participant_uuid === row.participant_uuid,
    );
    expect(own.map((sample) => sample.audio_input_latency_ms)).toEqual(
      row.user_qos.map((sample: { audio_input: { latency: string } }) =>
        Number.isNaN(Number.parseFloat(sample.audio_input.latency))
          ? null
          : Number.parseFloat(sample.audio_input.latency),
      ),
    );
  }
});

test('an export that is run again skips what is whole, writes anew what is gone, changed or can still change, and counts it', async () => {
  const range = ['--from', '2026-11-18', '--to', '2026-11-20', '--format', 'csv', '--datasets', 'report'];
  expect((await run(...range)).stdout).toMatch(
    / rows in 3 files written to .*\n1 file can still change \(1 capture unfinished\): run it again later\.\n$/,
  );
  expect(await readdir(dir)).toEqual(
    ['18', '19', '20'].map((of) => `2026-11-${of}-report.csv`).concat('manifest.json'),
  );
  const manifest = JSON.parse(await file('manifest.json'));
  expect(manifest.files).toMatchObject([
    { day: '2026-11-18', dataset: 'report', meetings: 1, whole: true, unfinished: 0 },
    { day: '2026-11-19', dataset: 'report', meetings: 2, rows: serve('report').length, whole: true },
    { day: '2026-11-20', dataset: 'report', meetings: 1, whole: false, unfinished: 1 },
  ]);
  const before = await file('2026-11-19-report.csv');
  await rm(join(dir, '2026-11-18-report.csv'));
  // What a killed run leaves.
  await writeFile(join(dir, '2026-11-18-report.csv.part'), 'half');
  const again = await run(...range);
  expect(again.stdout).toMatch(/ rows in 2 files written to .*\n1 file skipped: whole already\.\n/);
  expect(await readdir(dir)).toHaveLength(4);
  await writeFile(join(dir, '2026-11-19-report.csv'), 'cut');
  await run(...range);
  expect(await file('2026-11-19-report.csv')).toBe(before);
});

test('an export of other accounts into the same folder is refused', async () => {
  await run(...day, '--format', 'csv', '--account', 'nobody');
  expect(JSON.parse(await file('manifest.json')).files[0]).toMatchObject({ meetings: 0, rows: 0, whole: true });
  const { exitCode, stderr } = await run(...day, '--format', 'csv');
  expect(exitCode).toBe(1);
  expect(stderr).toContain('choose another folder with --out');
});

test('an export of a day without meetings has files without rows, in each format', async () => {
  const empty = ['--from', '2026-11-01', '--to', '2026-11-01'];
  for (const format of ['csv', 'jsonl', 'parquet']) {
    expect((await run(...empty, '--format', format)).exitCode).toBe(0);
  }
  expect(await readdir(dir)).toHaveLength(10);
  const parquet = await asyncBufferFromFile(join(dir, '2026-11-01-qos.parquet'));
  expect(await parquetReadObjects({ file: parquet })).toEqual([]);
});

test('export says at once where no folder can be made', async () => {
  const { exitCode, stderr } = await fixture.cli('export', ...day, '--format', 'csv', '--out', '/proc/nowhere/export');
  expect(exitCode).toBe(1);
  expect(stderr).toContain('/proc');
});

test.each([
  [['--from', '2026-11-31', '--to', '2026-11-19', '--format', 'csv'], 'It must be a day such as 2026-11-20, in UTC.'],
  [['--from', '2026-11-19', '--to', '2026-11-18', '--format', 'csv'], '--from 2026-11-19 is after --to'],
  [['--from', '2999-11-19', '--to', '2999-11-20', '--format', 'csv'], '2999-11-19 has not begun'],
  [[...day, '--format', 'xlsx'], 'Allowed choices are csv, jsonl, parquet.'],
  [[...day, '--format', 'csv', '--datasets', 'qos,chat'], 'It must be made of participants, qos, report, qos-samples'],
  [['--to', '2026-11-19', '--format', 'csv'], 'Which days? Give --day'],
])('export with %j is wrong usage', async (args, sentence) => {
  const { exitCode, stderr, opened } = await run(...args);
  expect({ exitCode, opened }).toEqual({ exitCode: 2, opened: [] });
  expect(stderr).toContain(sentence);
});
