import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { meetingItems } from '../../../bench/meeting-items.ts';
import type { SimulatedMeeting } from '../../../local/simulator/meeting.ts';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { batchWrite, putText } from '../../../shared/dynamo/batch-write.ts';
import { itemText } from '../../../shared/dynamo/item.ts';
import { startCliFixture } from './cli-fixture.ts';

const courseId = '95555555555';
const minute = 60_000;

type Stay = readonly [name: string, email: string, from: number, to: number];

/** An instance of the course of so many minutes, with these stays, by minutes. */
function instance(uuid: string, start: string, minutes: number, stays: readonly Stay[]): SimulatedMeeting {
  const at = (minuteOf: number) => new Date(Date.parse(start) + minuteOf * minute).toISOString();
  const generated = generateMeeting({
    seed: 3,
    participants: 1,
    minutes,
    meetingId: courseId,
    topic: 'Algebra',
    uuid,
    endTime: at(minutes),
  });
  const report = stays.map(([name, user_email, from, to], index) => {
    const times = { join_time: at(from), leave_time: at(to), duration: (to - from) * 60 };
    return { user_id: String(index), id: '', name, user_email, status: 'in_meeting', ...times };
  });
  return { ...generated, startTime: at(0), participants: [], report, qos: [] };
}

const prof: Stay = ['Prof', 'prof@example.com', 0, 60];
const ada = (from: number, to: number): Stay => ['Ada', 'ada@example.com', from, to];
const bob = (from: number, to: number): Stay => ['=Bob', 'bob@example.com', from, to];
const meetings = [
  // 23:30 in Zurich on the 5th: there the session is of that day, as in UTC; in Auckland it is the 6th.
  instance('one/+==', '2026-11-05T22:30:00Z', 60, [prof, ada(0, 60), bob(20, 60)]),
  instance('two', '2026-11-12T09:00:00Z', 30, [prof, ada(0, 30)]),
  instance('two-again', '2026-11-12T09:33:00Z', 30, [prof, ada(0, 30), ['Sam', '', 0, 30]]),
  instance('click', '2026-11-13T09:00:00Z', 5, [bob(0, 5)]),
  instance('three', '2026-11-19T09:00:00Z', 60, [prof, bob(12, 60), ['iPad', 'ada@example.com', 0, 58]]),
];

let fixture: Awaited<ReturnType<typeof startCliFixture>>;
let folder: string;
beforeAll(async () => {
  fixture = await startCliFixture();
  folder = await mkdtemp(join(tmpdir(), 'course-'));
  const account = fixture.simulator.credentials.accountId;
  for (const meeting of meetings) {
    const puts = [...meetingItems(meeting, { account })].map((item) => putText(itemText(item)));
    await batchWrite('Captures', puts, { client: fixture.client, sleep: async () => {}, random: () => 0 });
  }
  await writeFile(
    join(folder, 'roster.csv'),
    'Name;Email\nAda L.;ada@example.com\nBob;bob@example.com\nZoe;\nSam;sam1@example.com\nSam;sam2@example.com\n',
  );
});
afterAll(async () => {
  await fixture.close();
  await rm(folder, { recursive: true });
});

const roster = () => join(folder, 'roster.csv');
async function run(...args: string[]) {
  const { exitCode, stdout, stderr } = await fixture.cli('attendance', ...args);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  return { stdout, stderr };
}

test('a course is a table of persons and sessions, with what is no session beside it', async () => {
  const { stdout, stderr } = await run('955 5555 5555');
  expect(stdout).toMatch(/^NAME +PRESENT +LATE +EARLY +MINUTES +SHARE +2026-11-05 +2026-11-12 +2026-11-19\n/);
  expect(stdout).toMatch(/\nAda +3\/3 +- +- +178\.0 +98\.9% +100% +100% +97%\n/);
  expect(stdout).toMatch(/\n=Bob +1\/3 +1 +- +88\.0 +48\.9% +A 67% +A +L 80%\n/);
  expect(stderr).toContain('3 sessions, 180.0 minutes held.');
  expect(stderr).toMatch(/No session: 2026-11-13 09:00, click: =Bob met nobody\. --including counts it\./);
  expect((await run(courseId, '--including', 'click')).stderr).toContain('4 sessions');
});

test('a course over some days has the sessions of these days alone, by the days of the zone', async () => {
  const names = async (...args: string[]) =>
    JSON.parse((await run(courseId, '--json', ...args)).stdout).sessions.map(({ name }: { name: string }) => name);
  expect(await names('--from', '2026-11-06', '--to', '2026-11-12')).toEqual(['2026-11-12']);
  expect(await names('--from', '2026-11-06', '--to', '2026-11-12', '--tz', 'Pacific/Auckland')).toEqual([
    '2026-11-06',
    '2026-11-12',
  ]);
});

test('with a roster the absent are there, who is in doubt is named with the candidates, and others follow', async () => {
  const { stdout, stderr } = await run(courseId, '--roster', roster(), '--json');
  const { people, inDoubt } = JSON.parse(stdout);
  const shown = people.map(
    ({ name, onRoster, totals }: { name: string; onRoster?: true; totals: { present: number; absent: number } }) => [
      name,
      onRoster ?? false,
      totals.present,
      totals.absent,
    ],
  );
  expect(shown).toEqual([
    ['Ada L.', true, 3, 0],
    ['Bob', true, 1, 2],
    ['Zoe', true, 0, 3],
    ['Sam', true, 0, 3],
    ['Sam', true, 0, 3],
    ['Prof', false, 3, 0],
  ]);
  expect(inDoubt).toEqual([{ name: 'Sam', why: 'several have this name', candidates: ['Sam', 'Sam'] }]);
  expect(stderr).toContain(
    'In doubt: Sam (1 session) may be Sam sam1@example.com or Sam sam2@example.com: several have this name.',
  );
});

test('a course as CSV is a matrix of shares, or a line a person and session', async () => {
  const [titles, ...people] = parse((await run(courseId, '--csv')).stdout);
  expect(titles).toEqual([
    'name',
    'email',
    'user_id',
    'known_by',
    'sessions',
    'present',
    'absent',
    'late',
    'early',
    'minutes',
    'share',
    'minutes_with_others',
    '2026-11-05',
    '2026-11-12',
    '2026-11-19',
  ]);
  expect(people.find(([name]) => name === "'=Bob")?.slice(-3)).toEqual(['0.6667', '0', '0.8']);
  const [longTitles, ...lines] = parse((await run(courseId, '--csv', '--long')).stdout);
  expect(longTitles).toEqual([
    'session',
    'name',
    'email',
    'user_id',
    'known_by',
    'status',
    'share',
    'minutes',
    'minutes_with_others',
    'first_join',
    'last_leave',
  ]);
  expect(lines).toHaveLength(people.length * 3);
  expect(lines.find(([session, name]) => session === '2026-11-19' && name === "'=Bob")?.slice(5)).toEqual([
    'late',
    '0.8',
    '48',
    '48',
    '2026-11-19T09:12:00.000Z',
    '2026-11-19T10:00:00.000Z',
  ]);
});

test('presence alone has no time, share or minute in any form', async () => {
  for (const form of [[], ['--csv'], ['--json'], ['--long'], ['--csv', '--long']]) {
    const { stdout, stderr } = await run(courseId, '--presence-only', '--roster', roster(), ...form);
    expect(stdout).toMatch(/partly/);
    expect(`${stdout}${stderr}`).not.toMatch(/\d\d:\d\d|\d%|0\.\d|minutes held|"minutes|"share/i);
  }
});

test('a gradebook has those on the roster alone, as its importer wants them', async () => {
  const { stdout } = await run(courseId, '--roster', roster(), '--gradebook', 'canvas', '--points', '10');
  expect(parse(stdout)).toEqual([
    ['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section', 'Zoom attendance'],
    ['    Points Possible', '', '', '', '', '10'],
    ['Ada L.', '', '', 'ada@example.com', '', '10'],
    ['Bob', '', '', 'bob@example.com', '', '3.33'],
    ['Zoe', '', '', '', '', '0'],
    ['Sam', '', '', 'sam1@example.com', '', '0'],
    ['Sam', '', '', 'sam2@example.com', '', '0'],
  ]);
  const moodle = await run(
    courseId,
    '--roster',
    roster(),
    '--gradebook',
    'moodle',
    '--out',
    join(folder, 'moodle.csv'),
  );
  expect(moodle.stderr).toContain('Left out: Zoe: nothing to find them by.');
  expect(parse(await readFile(join(folder, 'moodle.csv'))).slice(0, 3)).toEqual([
    ['email', 'Zoom attendance'],
    ['ada@example.com', '100'],
    ['bob@example.com', '33.33'],
  ]);
  await run(courseId, '--roster', roster(), '--gradebook', 'moodle-attendance', '--out', join(folder, 'marks'));
  expect((await readdir(join(folder, 'marks'))).sort()).toEqual(['2026-11-05.csv', '2026-11-12.csv', '2026-11-19.csv']);
  expect(parse(await readFile(join(folder, 'marks', '2026-11-19.csv'))).slice(0, 3)).toEqual([
    ['email', 'status'],
    ['ada@example.com', 'P'],
    ['bob@example.com', 'L'],
  ]);
});

test('a terminal shows as many of the newest sessions as fit, and says how many do not', async () => {
  Object.assign(fixture.terminal, { isTTY: true, columns: 70 });
  try {
    const { stdout, stderr } = await run(courseId);
    expect(stdout).not.toContain('2026-11-05');
    expect(stdout).toContain('2026-11-19');
    expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(70);
    expect(stderr).toContain('--wide');
    expect((await run(courseId, '--wide')).stdout).toContain('2026-11-05');
  } finally {
    Object.assign(fixture.terminal, { isTTY: false, columns: 80 });
  }
});

test('several meeting ids, or a file of them, are one course', async () => {
  await writeFile(join(folder, 'algebra.txt'), `# Algebra\n955-5555-5555  # Tuesdays\n\n96666666666\n`);
  expect((await run('--course', join(folder, 'algebra.txt'))).stdout).toBe((await run(courseId, '96666666666')).stdout);
});

test.each([
  [[], 'Which course?'],
  [['one/+==', 'two'], 'one/+== is no meeting id'],
  [['one/+==', '--late', '5'], '--late is of a course'],
  [[courseId, '--gradebook', 'canvas'], 'give them with --roster'],
  [[courseId, '--gradebook', 'canvas', '--roster', 'x', '--title', 'Week (3)'], '--title would mislead Canvas'],
  [[courseId, '--gradebook', 'moodle-attendance', '--roster', 'x'], 'name a folder with --out'],
  [[courseId, '--threshold', '101'], 'from 0 to 100'],
] as const)('the arguments %j of attendance are wrong usage', async (args, reason) => {
  const { exitCode, stderr } = await fixture.cli('attendance', ...args);
  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining(reason) });
});

test('a course without a meeting on these days is a fault that says what to ask', async () => {
  const { exitCode, stderr } = await fixture.cli('attendance', courseId, '--day', '2026-01-01');
  expect({ exitCode, stderr }).toEqual({
    exitCode: 1,
    stderr: expect.stringContaining(`\`meeting ${courseId}\` lists`),
  });
});
