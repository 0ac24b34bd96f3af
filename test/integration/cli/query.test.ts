import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { rowTexts } from '../../../local/simulator/rows/row.ts';
import { openMirror } from '../../../shared/lake/open-mirror.ts';
import { startCliFixture } from './cli-fixture.ts';

const meeting = generateMeeting({ seed: 44, participants: 6, minutes: 5, endTime: '2026-11-19T12:00:00Z' });
let fixture: Awaited<ReturnType<typeof startCliFixture>>;
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'query-'));
  fixture = await startCliFixture({ startAt: Date.parse('2026-11-20T09:00:00Z') });
  fixture.simulator.addMeeting(meeting);
  fixture.end(meeting);
  await fixture.drain({ atOnce: 5 });
  for (const format of ['parquet', 'jsonl', 'csv']) {
    const options = ['--day', '2026-11-19', '--format', format, '--out', join(dir, format)];
    expect(await fixture.cli('export', ...options, '--datasets', 'meetings,attendance,report')).toMatchObject({
      exitCode: 0,
    });
  }
});
afterAll(async () => {
  await fixture.close();
  await rm(dir, { recursive: true });
});

describe('query', () => {
  test.each(['parquet', 'jsonl', 'csv'])('query answers SQL over an export in %s', async (format) => {
    const sql = 'SELECT day, count(*)::INT AS rows FROM report GROUP BY day';
    const { stdout, exitCode } = await fixture.cli('query', '--in', join(dir, format), sql, '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ rows: [{ day: '2026-11-19', rows: rowTexts(meeting.report).length }] });
  });

  test('query prints a table or CSV, and knows questions by name', async () => {
    const course = ['--named', 'attendance_of_course', '--with', meeting.meetingId, '2026-11-19', '2026-11-19'];
    const { stdout } = await fixture.cli('query', '--in', join(dir, 'parquet'), ...course, '--csv');
    expect(stdout).toMatch(/^person,name,meetings,minutes,share\r\n/);
    expect((await fixture.cli('query', '--in', join(dir, 'parquet'), 'SELECT 1 AS one')).stdout).toBe('ONE\n1\n');
  });

  test('query reads nothing but its folder, and writes nothing', async () => {
    const secret = join(dir, 'secret.csv');
    await writeFile(secret, 'a\n1\n');
    for (const sql of [`SELECT * FROM read_csv('${secret}')`, `COPY (SELECT 1) TO '${join(dir, 'out.csv')}'`]) {
      const { exitCode, stderr } = await fixture.cli('query', '--in', join(dir, 'parquet'), sql);
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/Permission Error/);
    }
  });

  test('query says what is missing', async () => {
    const wrong = await fixture.cli('query', '--in', join(dir, 'parquet'), 'SELECT * FROM nothing');
    expect(wrong).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('meetings, attendance, report') });
    await mkdir(join(dir, 'empty'));
    const empty = await fixture.cli('query', '--in', join(dir, 'empty'), 'SELECT 1');
    expect(empty).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('holds no export') });
    expect(await fixture.cli('query', '--in', dir)).toMatchObject({ exitCode: 2 });
    const notInstalled = openMirror(join(dir, 'parquet'), () => Promise.reject(new Error('not found')));
    await expect(notInstalled).rejects.toThrow(/npm install @duckdb\/node-api/);
  });
});

test('rows prints CSV as an export writes it', async () => {
  const { stdout } = await fixture.cli('rows', meeting.uuid, 'report', '--csv');
  const [titles, ...lines] = stdout.trimEnd().split('\r\n');
  expect(titles).toMatch(/^account,uuid,meeting_id,start_time,/);
  expect(lines).toHaveLength(rowTexts(meeting.report).length);
  expect(await fixture.cli('rows', meeting.uuid, 'meeting', '--csv')).toMatchObject({ exitCode: 2 });
});

test('page says in JSON what it has written', async () => {
  const out = join(dir, 'meeting.html');
  const { stdout } = await fixture.cli('page', meeting.uuid, '--out', out, '--json');
  expect(JSON.parse(stdout)).toEqual({ out, people: 6, bytes: expect.any(Number) });
});
