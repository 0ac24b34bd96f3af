import { afterAll, beforeAll, expect, test } from 'vitest';
import { countRows } from '../../../local/simulator/rows/row.ts';
import { first, member, restarted, startQueryFixture } from './query-fixture.ts';

let fixture: Awaited<ReturnType<typeof startQueryFixture>>;
beforeAll(async () => {
  fixture = await startQueryFixture();
});
afterAll(() => fixture.close());

test('quality lists the sessions of a day worst first, as many as wanted and not the short ones', async () => {
  const { sessions } = await fixture.json('quality', '--day', '2026-11-20', '--worst', '4', '--least-minutes', '6');
  expect(sessions).toHaveLength(4);
  const shares = sessions.map(({ badShare }: { badShare: number }) => badShare);
  expect(shares).toEqual(shares.toSorted((one: number, other: number) => other - one));
  expect(sessions.every(({ minutes }: { minutes: number }) => minutes >= 6)).toBe(true);
  const table = await fixture.printed('quality', '--day', '2026-11-20', '--worst', '1');
  expect(table).toMatch(/^BAD SHARE +BAD MINUTES .*\n100\.0% .*Team sync .*\n$/);
  const { stderr } = await fixture.cli('quality', '--day', '2026-11-01');
  expect(stderr).toMatch(/^No session of 5 minutes or more with a bad minute on 2026-11-01 \(UTC\): `meetings --day/);
});

test('the worst sessions of several days say why, by our limits and by Zoom itself', async () => {
  const { sessions } = await fixture.json('quality', '--from', '2026-11-19', '--to', '2026-11-20', '--worst', '3');
  expect(sessions).toHaveLength(3);
  expect(sessions[0].why).toMatch(/^[a-z]+ (in|out)put (loss|latency|jitter) [\d.]+(%| ms); .*Zoom: /);
  expect(await fixture.printed('quality', '--last', '1w')).toMatch(/ WHY .*\n.*Zoom: /);
});

test('quality by network has every session once, and compares with as many days before', async () => {
  const all = [
    ...(await fixture.json('qos', first.uuid)).sessions,
    ...(await fixture.json('qos', restarted.uuid)).sessions,
  ];
  const measured = all.filter(({ summary }: { summary?: object }) => summary !== undefined);
  const answer = await fixture.json('quality', '--day', '2026-11-20', '--by', 'network', '--compare');
  expect(answer).toMatchObject({
    by: 'network',
    from: '2026-11-20',
    to: '2026-11-20',
    timeZone: 'UTC',
    sessions: measured.length,
    comparedWith: { from: '2026-11-19', to: '2026-11-19' },
  });
  const sum = (of: (group: { sessions: number; minutes: number; badMinutes: number }) => number) =>
    answer.groups.reduce((total: number, group: Parameters<typeof of>[0]) => total + of(group), 0);
  const summed = (of: (summary: { minutes: number; badMinutes: number }) => number) =>
    measured.reduce((total, { summary }) => total + of(summary), 0);
  expect(sum(({ sessions }) => sessions)).toBe(measured.length);
  expect(sum(({ minutes }) => minutes)).toBe(summed(({ minutes }) => minutes));
  expect(sum(({ badMinutes }) => badMinutes)).toBe(summed(({ badMinutes }) => badMinutes));
  const table = await fixture.printed(
    'quality',
    '--day',
    '2026-11-20',
    '--by',
    'network',
    '--compare',
    '--medium',
    'audio',
  );
  expect(table).toMatch(/^NETWORK +SESSIONS +MINUTES +BAD SHARE +BEFORE +CHANGE .*\n.* new /);
  const earlier = await fixture.json('quality', '--day', '2026-11-21', '--by', 'network', '--compare');
  expect(earlier.groups).toEqual([]);
});

test('qos lists the sessions of a meeting with a line a stream; those of a participant with one a minute beside', async () => {
  const [titles, ...lines] = await fixture.csv('qos', first.uuid);
  expect(titles).toEqual(
    expect.arrayContaining(['stream', 'bad_share', 'latency_avg_ms', 'latency_p95_ms', 'loss_max_percent']),
  );
  expect(lines.length).toBeGreaterThan(9);
  const { sessions } = await fixture.json('qos', first.uuid);
  expect(sessions).toHaveLength(countRows(first.qos));
  expect(sessions[0].user_qos).toBeUndefined();
  const { name, email, id } = member();
  const { sessions: own } = await fixture.json('qos', first.uuid, '--participant', email.toUpperCase());
  expect(own.length).toBeGreaterThan(0);
  expect(own[0].user_qos.length).toBeGreaterThan(0);
  for (const spelling of [name.toUpperCase(), id]) {
    expect((await fixture.json('qos', first.uuid, '--participant', spelling)).sessions).toEqual(own);
  }
  const [only] = (await fixture.json('qos', first.uuid, '--participant', own[0].user_id)).sessions;
  expect(only).toEqual(own[0]);
  const minutes = await fixture.csv('qos', first.uuid, '--participant', own[0].user_id);
  expect(minutes[0]).toEqual(expect.arrayContaining(['minute', 'stream', 'bad', 'latency_ms']));
  expect(minutes.length - 1).toBeGreaterThanOrEqual(own[0].user_qos.length);
  expect(await fixture.printed('qos', first.uuid, '--participant', email)).toMatch(/BAD SHARE.*\n\nNAME.* MINUTE /s);
});

test('qos of a participant that was not there is answered with those who were', async () => {
  const { exitCode, stderr } = await fixture.cli('qos', first.uuid, '--participant', 'nobody');
  expect(exitCode).toBe(1);
  expect(stderr).toContain(`is of nobody: it has `);
  expect(stderr).toContain(member().name);
});

test.each([
  [['meetings'], 'Which days? Give --day 2026-11-20, --from'],
  [['meetings', '--day', '20.11.2026'], 'It must be a day such as 2026-11-20, or today'],
  [['meetings', '--day', '2026-11-20', '--to', '2026-11-21'], '--day is one day, --from and --to are several'],
  [['meetings', '--from', '2026-11-21', '--to', '2026-11-20'], '--from 2026-11-21 is after --to'],
  [['meetings', '--day', '2026-11-20', '--json', '--csv'], "'--json' cannot be used with option '--csv'"],
  [['quality'], 'Which days? Give --day 2026-11-20'],
  [['quality', '--day', 'today', '--compare'], '--compare goes with --by'],
  [['quality', '--day', 'today', '--medium', 'audio'], '--medium goes with --by'],
  [['quality', '--day', '2026-11-20', '--worst', '0'], 'It must be a whole number, 1 or more.'],
  [['person'], "Missing required argument 'email or id'."],
  [['person', '', '--day', '2026-11-20'], 'It is blank: give an e-mail address or a Zoom user id.'],
  [['qos'], "Missing required argument 'meeting'."],
])('the command %j is wrong usage, and says what is right', async (args, sentence) => {
  const { exitCode, stdout, stderr } = await fixture.cli(...args);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(sentence);
});

test.each(['meetings', 'meeting', 'attendance', 'person', 'quality', 'qos'])(
  '%s --help has examples, and says UTC',
  async (command) => {
    const help = await fixture.printed(command, '--help');
    expect(help).toContain('UTC');
    expect(help).toMatch(/\n {2}\$ zoom-capture .*--local/);
  },
);
