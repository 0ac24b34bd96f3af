import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { datasets, knownDatasets } from '../../../shared/domain/dataset.ts';
import { canonicalText } from '../../../shared/domain/row/content-hash.ts';
import { isRow, parseExact } from '../../../shared/domain/row/exact-json.ts';
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
const nameOf = (table: string, format: string, of = '2026-11-19') => `${table}/day=${of}/part-00000.${format}`;
const file = (name: string) => readFile(join(dir, name), 'utf8');
/** Names of all files, without the folder of the mirror's own. */
const files = async () =>
  (await readdir(dir, { recursive: true })).filter((name) => /\.\w+$/.test(name) && !name.startsWith('_')).sort();

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
  expect(stdout).toMatch(/: 3 files written, \d+ rows: 2 meetings came; 0 unchanged\. \d+ read units\.\n$/);
  for (const dataset of datasets) {
    const lines = (await file(nameOf(dataset, 'jsonl'))).trimEnd().split('\n').map(parseExact);
    const rows = lines.map((line) => {
      if (!isRow(line)) throw new Error('A line is no object.');
      const { account, uuid, meeting_id, start_time, end_time, host_id, topic, kind, ...row } = line;
      const meeting = meetings.find((one) => one.uuid === uuid);
      expect({ account, meeting_id, start_time, host_id, topic, kind, end_time }).toEqual({
        account: fixture.simulator.credentials.accountId,
        meeting_id: meeting?.meetingId,
        start_time: meeting?.startTime,
        host_id: meeting?.hostId,
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
  const [titles = [], ...rows] = readCsv(await file(nameOf('report', 'csv')));
  expect(titles.slice(0, 10).join()).toBe('account,uuid,meeting_id,start_time,end_time,host_id,topic,kind,id,user_id');
  expect(titles.at(-1)).toBe('extra');
  expect(rows).toHaveLength(serve('report').length);
  for (const row of rows) {
    expect(row).toHaveLength(titles.length);
    expect(row[6]).toMatch(/^'=1\+1,"Topic"\n[12]$/);
  }
  const names = serve('report').map((text) => JSON.parse(text).name);
  const column = rows.map((row) => row[titles.indexOf('name')]);
  expect(column.sort()).toEqual(names.map((name) => (/^[=+\-@\t\r]/.test(name) ? `'${name}` : name)).sort());
});

test('an export of a day as parquet is typed, and read back by another program', async () => {
  await run(...day, '--format', 'parquet', '--datasets', 'participants,qos,qos_samples');
  const open = (table: string) => asyncBufferFromFile(join(dir, nameOf(table, 'parquet')));
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
  const samples = await parquetReadObjects({ file: await open('qos_samples') });
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

test('a mirror that is run again touches nothing, and writes anew what is gone or can still change', async () => {
  const range = ['--from', '2026-11-18', '--to', '2026-11-20', '--format', 'csv', '--datasets', 'report'];
  expect((await run(...range)).stdout).toMatch(
    /: 3 files written, .*\n1 file can still change \(1 capture unfinished\): run it again later\.\n$/,
  );
  expect(await files()).toEqual([
    'manifest.json',
    ...['18', '19', '20'].map((of) => nameOf('report', 'csv', `2026-11-${of}`)),
  ]);
  const manifest = JSON.parse(await file('manifest.json'));
  expect(manifest.files).toMatchObject([
    { day: '2026-11-18', dataset: 'report', meetings: 1, whole: true, unfinished: 0 },
    { day: '2026-11-19', dataset: 'report', meetings: 2, rows: serve('report').length, whole: true },
    { day: '2026-11-20', dataset: 'report', meetings: 1, whole: false, unfinished: 1 },
  ]);
  const times = async () => Promise.all((await files()).map(async (name) => (await stat(join(dir, name))).mtimeMs));
  const before = await times();
  const again = await run(...range);
  expect(again.stdout).toMatch(/: 0 files written, 0 rows; 3 unchanged\. [1-9] read units\.\n/);
  expect(await times()).toEqual(before);
  await rm(join(dir, nameOf('report', 'csv', '2026-11-18')));
  expect((await run(...range)).stdout).toMatch(/: 1 file written, \d+ rows: 1 file missing; 2 unchanged\./);
  expect(await files()).toHaveLength(4);
});

test('a mirror names what it has not made, leaves it alone, and replaces a damaged file by force alone', async () => {
  const report = [...day, '--format', 'csv', '--datasets', 'report'];
  await run(...report);
  const name = nameOf('report', 'csv');
  const whole = await file(name);
  await writeFile(join(dir, 'notes.txt'), 'mine');
  await mkdir(join(dir, 'report', 'old'));
  await writeFile(join(dir, name), 'cut');
  const { exitCode, stdout, stderr } = await run(...report);
  expect(exitCode).toBe(1);
  expect(stdout).toContain('Left alone, no export has made them: notes.txt, report/old.');
  expect(stdout).toContain(`Left alone, something else stands in their places: ${name}. --force writes them anew.`);
  expect(stderr).toContain('is not equal to the store');
  expect(await file(name)).toBe('cut');
  expect((await run(...report, '--force')).exitCode).toBe(0);
  expect([await file(name), await file('notes.txt')]).toEqual([whole, 'mine']);
});

test('a check of a mirror says where it differs with its exit code, and writes nothing', async () => {
  const report = [...day, '--format', 'jsonl', '--datasets', 'report'];
  const first = await run(...report, '--check');
  expect(first.exitCode).toBe(1);
  expect(first.stdout).toMatch(/: 1 file would be written, \d+ rows: 2 meetings came; 0 unchanged\./);
  expect(await readdir(dir)).toEqual([]);
  await run(...report);
  const second = await run(...report, '--check', '--json');
  expect(second.exitCode).toBe(0);
  expect(JSON.parse(second.stdout)).toMatchObject({ equal: true, foreign: [], files: [{ did: 'nothing' }] });
});

test('a mirror for good leaves out what can still change, and a later one of all has it', async () => {
  const today = ['--day', '2026-11-20', '--format', 'jsonl', '--datasets', 'participants'];
  expect((await run(...today, '--settled')).stdout).toMatch(/: 0 files written, 0 rows; 1 unchanged\./);
  expect((await run(...today)).stdout).toMatch(/: 1 file written, \d+ rows: 1 meeting came/);
  expect((await run(...today, '--settled')).stdout).toMatch(/; 1 deleted; 0 unchanged\./);
});

test('two mirrors do not write into one folder at once, and one that died does not keep the folder', async () => {
  await run(...day, '--format', 'csv');
  const lock = join(dir, '_manifest', 'lock');
  await writeFile(lock, JSON.stringify({ token: 'x', pid: process.pid, host: hostname() }));
  const refused = await run(...day, '--format', 'csv');
  expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('is writing into the folder') });
  // No process has so large an id.
  await writeFile(lock, JSON.stringify({ token: 'x', pid: 2 ** 30, host: hostname() }));
  expect((await run(...day, '--format', 'csv')).exitCode).toBe(0);
  expect(await readdir(join(dir, '_manifest'))).toEqual(['csv']);
});

test('a mirror has a row a meeting and a row a person, with the minutes that attendance gives', async () => {
  await run(...day, '--format', 'jsonl', '--datasets', 'meetings,attendance');
  const lines = async (table: string) =>
    (await file(nameOf(table, 'jsonl')))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  expect(await lines('meetings')).toMatchObject([
    { uuid: first?.uuid, host_id: first?.hostId, report_state: 'settled', qos_state: 'settled' },
    { uuid: second?.uuid, reason: 'event', report_rows: fixture.served(second?.uuid ?? '', 'report').length },
  ]);
  const attendance = JSON.parse((await fixture.cli('attendance', first?.uuid ?? '', '--this-uuid', '--json')).stdout);
  const people = (await lines('attendance')).filter(({ uuid }) => uuid === first?.uuid);
  expect(people.map((row) => [row.name, row.attended_minutes, row.share])).toEqual(
    attendance.people.map((one: Record<string, unknown>) => [one.name, one.attendedMinutes, one.share]),
  );
  expect(people.some(({ bad_minutes }) => bad_minutes > 0)).toBe(true);
});

test('an export of other accounts into the same folder is refused', async () => {
  await run(...day, '--format', 'csv', '--account', 'nobody');
  expect(JSON.parse(await file('manifest.json')).files[0]).toMatchObject({ meetings: 0, rows: 0, whole: true });
  const { exitCode, stderr } = await run(...day, '--format', 'csv');
  expect(exitCode).toBe(1);
  expect(stderr).toContain('choose another folder with --out');
});

test('an export of a day without meetings has no files but the manifest, which says so', async () => {
  for (const format of ['csv', 'jsonl', 'parquet']) {
    expect((await run('--day', '2026-11-01', '--format', format)).exitCode).toBe(0);
  }
  expect(await files()).toEqual(['manifest.json']);
  expect(JSON.parse(await file('manifest.json')).files).toHaveLength(9);
});

test('an export for spreadsheets has the separator of its region, a byte-order mark, and long numbers as text', async () => {
  await run(...day, '--format', 'csv', '--datasets', 'attendance', '--excel', 'de-CH');
  expect(await file(nameOf('attendance', 'csv'))).toMatch(/^\ufeffaccount,uuid,/);
  await run(...day, '--format', 'csv', '--datasets', 'attendance', '--excel', 'de_DE');
  expect(await file(nameOf('attendance', 'csv'))).toMatch(/^\ufeffaccount;uuid;/);
  expect(await file(nameOf('attendance', 'csv'))).toMatch(/;\d+,\d+;/);
});

test('export says at once where no folder can be made', async () => {
  const { exitCode, stderr } = await fixture.cli('export', ...day, '--format', 'csv', '--out', '/proc/nowhere/export');
  expect(exitCode).toBe(1);
  expect(stderr).toContain('/proc');
});

test.each([
  [['--from', '2026-11-31', '--to', '2026-11-19', '--format', 'csv'], 'It must be a day such as 2026-11-20, or today'],
  [['--from', '2026-11-19', '--to', '2026-11-18', '--format', 'csv'], '--from 2026-11-19 is after --to'],
  [['--from', '2999-11-19', '--to', '2999-11-20', '--format', 'csv'], '2999-11-19 has not begun'],
  [[...day, '--format', 'xlsx'], 'Allowed choices are csv, jsonl, parquet.'],
  [
    [...day, '--format', 'csv', '--datasets', 'qos,chat'],
    `It must be made of meetings, attendance, ${knownDatasets.join(', ')}, qos_samples`,
  ],
  [['--to', '2026-11-19', '--format', 'csv'], 'Which days? Give --day'],
])('export with %j is wrong usage', async (args, sentence) => {
  const { exitCode, stderr, opened } = await run(...args);
  expect({ exitCode, opened }).toEqual({ exitCode: 2, opened: [] });
  expect(stderr).toContain(sentence);
});
