import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { historyRow } from '../../../local/simulator/rows/listed-row.ts';
import { first, harmful, hostile, meetingId, member, restarted, startQueryFixture } from './query-fixture.ts';

let fixture: Awaited<ReturnType<typeof startQueryFixture>>;
beforeAll(async () => {
  fixture = await startQueryFixture();
});
afterAll(() => fixture.close());

test('meetings lists those of a day or a range newest first, in all three forms', async () => {
  const table = await fixture.printed('meetings', '--day', '2026-11-20');
  expect(table).toMatch(
    /^ENDED +MINUTES +TOPIC +HOST +DEPARTMENT .*\n2026-11-20 08:44Z +12 .*\n2026-11-20 08:30Z +30 .*\n$/,
  );
  const { meetings } = await fixture.json('meetings', '--from', '2026-11-19', '--to', '2026-11-20');
  expect(meetings.map(({ uuid }: { uuid: string }) => uuid)).toEqual([restarted.uuid, first.uuid, 'hostile==']);
  expect(await fixture.csv('meetings', '--from', '2026-11-20')).toEqual([
    [
      ...['ended', 'minutes', 'topic', 'host', 'department', 'kind', 'meeting_id', 'uuid'],
      ...['started', 'host_id', 'account', 'host_email', 'group', 'tracking'],
    ],
    expect.arrayContaining(['12', restarted.uuid]),
    expect.arrayContaining(['30', first.uuid]),
  ]);
});

test('meetings of another account, or of a day without any, lists none, and says what to do', async () => {
  for (const args of [
    ['--day', '2026-11-20', '--account', 'other'],
    ['--day', '2026-10-01'],
  ]) {
    const { exitCode, stdout, stderr } = await fixture.cli('meetings', ...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
    expect(stderr).toMatch(/^No meeting ended on 2026-1\d-\d\d \(UTC\): `status` lists/);
  }
  expect(await fixture.json('meetings', '--day', '2026-10-01')).toEqual({ timeZone: 'UTC', meetings: [] });
});

test('meetings and attendance print texts that steer no terminal and no spreadsheet', async () => {
  const table = await fixture.printed('meetings', '--day', '2026-11-19');
  const text = await fixture.printed('meetings', '--day', '2026-11-19', '--csv');
  for (const shown of [table, text]) expect(shown).not.toMatch(harmful);
  expect(text).toContain(",'=1+1");
  expect(text.trimEnd().split('\r\n')).toHaveLength(2);
  const people = await fixture.printed('attendance', 'hostile==', '--csv');
  expect(people).toContain("'@SUM(1)");
  expect(people).toContain("'+eve@example.com");
  expect(`${people}${await fixture.printed('attendance', 'hostile==')}`).not.toMatch(harmful);
  expect((await fixture.json('meetings', '--day', '2026-11-19')).meetings[0].topic).toBe(hostile.topic);
});

test('meetings are found by host, department, group and tracking field, all of which must hold', async () => {
  const find = async (...args: string[]) =>
    (await fixture.json('meetings', '--from', '2026-11-19', ...args)).meetings.map(
      ({ uuid }: { uuid: string }) => uuid,
    );
  const every = [restarted.uuid, first.uuid, 'hostile=='];
  expect(await find('--host', 'HOST@example.com', '--department', 'research', '--group', 'everybody')).toEqual(every);
  expect(await find('--tracking', 'Cost centre=4711', '--host', 'simulated host')).toEqual(every);
  expect(await find('--tracking', 'cost centre=4711', '--tracking', 'Purpose=Support')).toEqual([]);
  const { stderr } = await fixture.cli('meetings', '--from', '2026-11-19', '--department', 'Sales');
  expect(stderr).toMatch(/^None of the 3 meetings that ended from .* is such\.\n$/);
  expect(await fixture.cli('meetings', '--day', '2026-11-20', '--tracking', 'x')).toMatchObject({ exitCode: 2 });
});

test('meeting and rows print the row of Zoom’s list whole', async () => {
  const row = historyRow(first);
  expect((await fixture.json('meeting', first.uuid)).meetings[0].listRow).toEqual(row);
  expect(JSON.parse(await fixture.printed('rows', first.uuid, 'meeting', '--json'))).toEqual(row);
  const table = await fixture.printed('rows', first.uuid, 'meeting');
  expect(table).toMatch(/^FIELD +VALUE\n[\s\S]*department +Research\n/);
  expect(await fixture.printed('meeting', first.uuid)).toMatch(
    /\nhost +Simulated Host\ndepartment +Research\n[\s\S]*people +7\n/,
  );
  const [status] = (await fixture.json('status', first.uuid)).meetings;
  expect(status).toMatchObject({ host: 'Simulated Host', department: 'Research' });
});

test('a meeting whose row has not been read yet is shown without it, and that is said where it matters', async () => {
  const fresh = generateMeeting({ seed: 5, participants: 2, minutes: 5, endTime: '2026-11-18T08:50:00Z' });
  fixture.simulator.addMeeting(fresh);
  fixture.end(fresh, ['report']);
  await fixture.drain();
  expect((await fixture.json('meeting', fresh.uuid)).meetings[0]).not.toHaveProperty('listRow');
  const none = await fixture.cli('rows', fresh.uuid, 'meeting', '--json');
  expect(none).toMatchObject({ exitCode: 0, stdout: '', stderr: expect.stringContaining('the hourly sweep reads it') });
  const day = ['meetings', '--day', '2026-11-18'];
  expect((await fixture.cli(...day, '--department', 'Research')).stderr).toContain('1 of these meetings has no row');
  expect((await fixture.cli(...day)).stderr).toBe('');
});

test('meeting lists the instances of a meeting id, however it is spaced', async () => {
  const table = await fixture.printed('meeting', '932 0123 5621');
  expect(table.trimEnd().split('\n')).toHaveLength(3);
  expect(await fixture.json('meeting', '932-0123-5621')).toEqual(await fixture.json('meeting', meetingId));
});

test('meeting shows one UUID with its captures and how many people were there', async () => {
  const text = await fixture.printed('meeting', first.uuid);
  expect(text).toMatch(/^topic +Team sync\n.*\npeople +7\n\nDATASET .*\nparticipants +settled 10\/10/s);
  const { meetings } = await fixture.json('meeting', first.uuid);
  expect(meetings).toEqual([
    expect.objectContaining({
      uuid: first.uuid,
      people: 7,
      datasets: expect.objectContaining({ qos: expect.anything() }),
    }),
  ]);
  expect((await fixture.csv('meeting', first.uuid)).map((cells) => cells.at(-1))).toEqual(['people', '7']);
});

test.each(['123456789', 'nowhere=='])('meeting says what to do where there is no %s', async (which) => {
  const { exitCode, stdout, stderr } = await fixture.cli('meeting', which);
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toMatch(/^The store has no meeting .*: .*`/);
});

test('attendance has each person once, a restart included unless it is left out', async () => {
  const whole = await fixture.json('attendance', first.uuid);
  expect(whole).toMatchObject({ uuids: [first.uuid, restarted.uuid], lengthSeconds: 42 * 60, complete: true });
  const host = whole.people.find(({ email }: { email?: string }) => email === member().email);
  expect(host).toMatchObject({ userId: member().id, rejoins: expect.any(Number) });
  const alone = await fixture.json('attendance', first.uuid, '--this-uuid');
  expect(alone).toMatchObject({ uuids: [first.uuid], lengthSeconds: 30 * 60 });
  expect(alone.people).toHaveLength(7);
  expect(host.attendedMinutes).toBeGreaterThan(
    alone.people.find(({ email }: { email?: string }) => email === host.email).attendedMinutes,
  );
});

test('attendance for people has a line each, and says in the end how long the meeting lasted', async () => {
  const { stdout, stderr } = await fixture.cli('attendance', first.uuid, '--this-uuid');
  expect(stdout.trimEnd().split('\n')).toHaveLength(8);
  expect(stderr).toBe('7 people; the meeting lasted 30.0 minutes.\n');
  expect(await fixture.csv('attendance', first.uuid, '--this-uuid')).toHaveLength(8);
});

test('attendance of a meeting that is not complete says so', async () => {
  const slow = generateMeeting({ seed: 4, participants: 4, minutes: 5, endTime: '2026-11-20T08:50:00Z' });
  fixture.simulator.addMeeting(slow);
  fixture.end(slow, ['participants']);
  await fixture.drain();
  const { stderr, stdout } = await fixture.cli('attendance', slow.uuid, '--json');
  expect(stderr).toBe(
    `${slow.uuid}, report: No consumer has started it yet: there are no rows. \`status\` says more.\n`,
  );
  expect(JSON.parse(stdout).complete).toBe(false);
});

test('a person is found by address in any letter case and by id, with the minutes of each meeting', async () => {
  const { id, email } = member();
  const days = ['--from', '2026-11-20', '--to', '2026-11-20'];
  const { meetings } = await fixture.json('person', id, ...days);
  expect(meetings).toHaveLength(1);
  for (const spelling of [email, email.toUpperCase()]) {
    expect((await fixture.json('person', spelling, ...days)).meetings).toEqual(meetings);
  }
  const { people } = await fixture.json('attendance', first.uuid);
  const attended = people.find(({ userId }: { userId?: string }) => userId === id);
  expect(meetings[0].attendedMinutes).toBeCloseTo(attended.attendedMinutes, 6);
  const late = (Date.parse(attended.firstJoinAt) - Date.parse(first.startTime)) / 60_000;
  expect(late).toBeGreaterThan(0);
  expect(meetings[0].minutesLate).toBeCloseTo(late, 2);
  const { stdout, stderr } = await fixture.cli('person', email, '--day', '2026-11-20');
  expect(stdout).toContain('Team sync');
  expect(stderr).toMatch(/^1 meeting, \d+\.\d minutes \(0\.\d hours\)\.\n$/);
});

test('a person can have an id that begins with a dash', async () => {
  const { exitCode, stderr } = await fixture.cli('person', '--day', '2026-11-20', '--', '-yCxTTTTSiw02QgCAp8uQz');
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/^-yCxTTTTSiw02QgCAp8uQz joined no meeting/);
});

test('a person that is not found leads to other spellings', async () => {
  const { exitCode, stderr } = await fixture.cli('person', 'nobody@example.com', '--day', '2026-11-20');
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/^nobody@example.com joined no meeting on 2026-11-20 \(UTC\): check the spelling/);
});

test('an exported table of meetings has their hosts, departments and rows of Zoom’s list', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'list-rows-'));
  try {
    await fixture.printed('export', '--day', '2026-11-20', '--format', 'jsonl', '--out', dir, '--datasets', 'meetings');
    const files = (await readdir(dir, { recursive: true })).filter((name) => name.endsWith('.jsonl'));
    const texts = await Promise.all(files.map((name) => readFile(join(dir, name), 'utf8')));
    const rows = texts.flatMap((text) => text.trimEnd().split('\n')).map((line) => JSON.parse(line));
    expect(rows.find(({ uuid }) => uuid === first.uuid)).toMatchObject({
      host_name: 'Simulated Host',
      host_email: 'host@example.com',
      department: 'Research',
      list_row: historyRow(first),
    });
  } finally {
    await rm(dir, { recursive: true });
  }
});

test('attendance tells guests by the domains of the stage, and says nothing of who has no address', async () => {
  fixture.stage.internalDomains = 'example.com';
  try {
    const { people } = await fixture.json('attendance', first.uuid);
    for (const { email, guest } of people) expect(guest).toBe(email === undefined ? undefined : false);
    fixture.stage.internalDomains = 'example.org';
    const { stdout, stderr } = await fixture.cli('attendance', first.uuid, '--columns', 'email,guest');
    expect(stdout).toMatch(/\nperson0@example.com +guest\n/);
    expect(stdout).toMatch(/\n- +-\n/);
    expect(stderr).toMatch(/ people \(\d+ guests?\); /);
  } finally {
    fixture.stage.internalDomains = undefined;
  }
  expect(await fixture.printed('attendance', first.uuid)).not.toContain('GUEST');
});

test('attendance says by which sign several stays are one person', async () => {
  const { people } = await fixture.json('attendance', first.uuid, '--why');
  const several = people.filter(
    ({ knownBy, sessions }: { knownBy: string; sessions: number }) => sessions > 1 && knownBy !== 'nothing',
  );
  expect(several.length).toBeGreaterThan(0);
  for (const { joinedBy, sessions } of several) {
    expect(joinedBy.length).toBe(sessions - 1);
    for (const { kind, value } of joinedBy) expect([kind, value]).toEqual([expect.any(String), expect.any(String)]);
  }
  expect(people.filter(({ sessions }: { sessions: number }) => sessions === 1)).toEqual(
    expect.arrayContaining([expect.objectContaining({ joinedBy: [] })]),
  );
  expect(await fixture.printed('attendance', first.uuid, '--why', '--csv')).toMatch(/,joined_by/);
});

test('person --quality has the share of bad minutes, as the sessions have it', async () => {
  const { email } = member();
  const { meetings } = await fixture.json('person', email, '--day', '2026-11-20', '--quality');
  for (const { quality, meetings: parts } of meetings) {
    const summaries: ({ minutes: number; badMinutes: number } | undefined)[] = [];
    for (const { uuid } of parts) {
      const { exitCode, stdout } = await fixture.cli('qos', uuid, '--participant', email, '--json');
      if (exitCode === 0)
        summaries.push(...JSON.parse(stdout).sessions.map(({ summary }: { summary: object }) => summary));
    }
    const sum = (of: 'minutes' | 'badMinutes') => summaries.reduce((total, summary) => total + (summary?.[of] ?? 0), 0);
    expect({ minutes: quality.minutes, badMinutes: quality.badMinutes }).toEqual({
      minutes: sum('minutes'),
      badMinutes: sum('badMinutes'),
    });
  }
  expect(meetings.length).toBeGreaterThan(0);
  expect(await fixture.printed('person', email, '--day', '2026-11-20', '--quality')).toContain('BAD SHARE');
});
