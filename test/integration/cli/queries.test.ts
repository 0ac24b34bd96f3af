import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { meetingItems } from '../../../bench/meeting-items.ts';
import type { SimulatedMeeting } from '../../../local/simulator/meeting.ts';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { countRows, rowFields } from '../../../local/simulator/row.ts';
import { batchWrite } from '../../../shared/dynamo/batch-write.ts';
import { startCliBench } from './cli-bench.ts';

let bench: Awaited<ReturnType<typeof startCliBench>>;
const meetingId = '93201235621';
const first = generateMeeting({
  ...{ seed: 1, participants: 7, minutes: 30, meetingId, topic: 'Team sync' },
  uuid: '/bM3k0pVTL2GdZ1rY7eXqA==',
  endTime: '2026-11-20T08:30:00Z',
});
const restarted = generateMeeting({
  ...{ seed: 1, participants: 7, minutes: 12, meetingId, topic: 'Team sync' },
  uuid: 'q7//L+xTRpK/8cV0n+ZyWg==',
  endTime: '2026-11-20T08:44:00Z',
});
const hostile: SimulatedMeeting = {
  ...generateMeeting({
    seed: 9,
    participants: 1,
    minutes: 10,
    meetingId: '5',
    topic: '=1+1\u001b[2J\nx\u202e',
    uuid: 'hostile==',
    endTime: '2026-11-19T08:30:00Z',
  }),
  participants: [],
  report: [
    {
      user_id: '1',
      name: '@SUM(1)\u001b]0;x\u0007',
      user_email: '+eve@example.com',
      join_time: '2026-11-19T08:20:00Z',
      leave_time: '2026-11-19T08:30:00Z',
      status: 'in_meeting',
      id: '',
    },
  ],
  qos: [],
};

beforeAll(async () => {
  bench = await startCliBench();
  const account = bench.simulator.credentials.accountId;
  for (const meeting of [first, restarted, hostile]) {
    const puts = [...meetingItems(meeting, { account })].map((Item) => ({ PutRequest: { Item } }));
    await batchWrite('Captures', puts, { client: bench.client, sleep: async () => {}, random: () => 0 });
  }
});
afterAll(() => bench.close());

/** Controls of a terminal and marks of direction; lines end all the same. */
const harmful = /(?![\r\n])\p{Cc}|\p{Bidi_C}/u;

/** What a command prints when all goes well. */
async function printed(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await bench.cli(...args);
  if (exitCode !== 0) throw new Error(`${args.join(' ')}: ${stderr}`);
  return stdout;
}
const json = async (...args: string[]) => JSON.parse(await printed(...args, '--json'));
/** Lines of CSV, as lists of cells; for texts without quotes. */
const csv = async (...args: string[]) =>
  (await printed(...args, '--csv'))
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));

const member = () => {
  const rows = first.participants;
  const all = Array.from({ length: countRows(rows) }, (_, at) => rowFields('count' in rows ? rows.at(at) : {}));
  const found = all.find(({ id }) => id !== '');
  return { id: String(found?.id), email: String(found?.email), name: String(found?.user_name) };
};

describe('meetings', () => {
  test('of a day or a range are listed newest first, in all three forms', async () => {
    const table = await printed('meetings', '--day', '2026-11-20');
    expect(table).toMatch(/^ENDED +MINUTES +TOPIC.*\n2026-11-20 08:44Z +12 .*\n2026-11-20 08:30Z +30 .*\n$/);
    const { meetings } = await json('meetings', '--from', '2026-11-19', '--to', '2026-11-20');
    expect(meetings.map(({ uuid }: { uuid: string }) => uuid)).toEqual([restarted.uuid, first.uuid, 'hostile==']);
    expect(await csv('meetings', '--from', '2026-11-20')).toEqual([
      ['ended', 'minutes', 'topic', 'kind', 'meeting_id', 'uuid', 'started', 'host_id', 'account'],
      expect.arrayContaining(['12', restarted.uuid]),
      expect.arrayContaining(['30', first.uuid]),
    ]);
  });

  test('of another account, or of a day without any, are none, and it says what to do', async () => {
    for (const args of [
      ['--day', '2026-11-20', '--account', 'other'],
      ['--day', '2026-10-01'],
    ]) {
      const { exitCode, stdout, stderr } = await bench.cli('meetings', ...args);
      expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
      expect(stderr).toMatch(/^No meeting ended on 2026-1\d-\d\d \(UTC\): `status` lists/);
    }
    expect(await json('meetings', '--day', '2026-10-01')).toEqual({ meetings: [] });
  });

  test('have texts that steer no terminal and no spreadsheet', async () => {
    const table = await printed('meetings', '--day', '2026-11-19');
    const text = await printed('meetings', '--day', '2026-11-19', '--csv');
    for (const shown of [table, text]) expect(shown).not.toMatch(harmful);
    expect(text).toContain(",'=1+1");
    expect(text.trimEnd().split('\r\n')).toHaveLength(2);
    const people = await printed('attendance', 'hostile==', '--csv');
    expect(people).toContain("'@SUM(1)");
    expect(people).toContain("'+eve@example.com");
    expect(`${people}${await printed('attendance', 'hostile==')}`).not.toMatch(harmful);
    expect((await json('meetings', '--day', '2026-11-19')).meetings[0].topic).toBe(hostile.topic);
  });
});

describe('meeting', () => {
  test('lists the instances of a meeting id, however it is spaced', async () => {
    const table = await printed('meeting', '932 0123 5621');
    expect(table.trimEnd().split('\n')).toHaveLength(3);
    expect(await json('meeting', '932-0123-5621')).toEqual(await json('meeting', meetingId));
  });

  test('shows one UUID with its captures and how many people were there', async () => {
    const text = await printed('meeting', first.uuid);
    expect(text).toMatch(/^topic +Team sync\n.*\npeople +7\n\nDATASET .*\nparticipants +settled 10\/10/s);
    const { meetings } = await json('meeting', first.uuid);
    expect(meetings).toEqual([
      expect.objectContaining({
        uuid: first.uuid,
        people: 7,
        datasets: expect.objectContaining({ qos: expect.anything() }),
      }),
    ]);
    expect((await csv('meeting', first.uuid)).map((cells) => cells.at(-1))).toEqual(['people', '7']);
  });

  test.each(['123456789', 'nowhere=='])('says what to do where there is no %s', async (which) => {
    const { exitCode, stdout, stderr } = await bench.cli('meeting', which);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/^The store has no meeting .*: .*`/);
  });
});

describe('attendance', () => {
  test('has each person once, a restart included unless it is left out', async () => {
    const whole = await json('attendance', first.uuid);
    expect(whole).toMatchObject({ uuids: [first.uuid, restarted.uuid], lengthSeconds: 42 * 60, complete: true });
    const host = whole.people.find(({ email }: { email?: string }) => email === member().email);
    expect(host).toMatchObject({ userId: member().id, rejoins: expect.any(Number) });
    const alone = await json('attendance', first.uuid, '--this-uuid');
    expect(alone).toMatchObject({ uuids: [first.uuid], lengthSeconds: 30 * 60 });
    expect(alone.people).toHaveLength(7);
    expect(host.attendedMinutes).toBeGreaterThan(
      alone.people.find(({ email }: { email?: string }) => email === host.email).attendedMinutes,
    );
  });

  test('for people has a line each, and says in the end how long the meeting lasted', async () => {
    const { stdout, stderr } = await bench.cli('attendance', first.uuid, '--this-uuid');
    expect(stdout.trimEnd().split('\n')).toHaveLength(8);
    expect(stderr).toBe('7 people; the meeting lasted 30.0 minutes.\n');
    expect(await csv('attendance', first.uuid, '--this-uuid')).toHaveLength(8);
  });

  test('of what is not complete says so', async () => {
    const slow = generateMeeting({ seed: 4, participants: 4, minutes: 5, endTime: '2026-11-20T08:50:00Z' });
    bench.simulator.addMeeting(slow);
    bench.end(slow, ['participants']);
    await bench.drain();
    const { stderr, stdout } = await bench.cli('attendance', slow.uuid, '--json');
    expect(stderr).toBe(
      `${slow.uuid}, report: No consumer has taken it up yet: there are no rows. \`status\` says more.\n`,
    );
    expect(JSON.parse(stdout).complete).toBe(false);
  });
});

describe('person', () => {
  test('is found by address in any letter case and by id, with the minutes of each meeting', async () => {
    const { id, email } = member();
    const days = ['--from', '2026-11-20', '--to', '2026-11-20'];
    const { meetings } = await json('person', id, ...days);
    expect(meetings).toHaveLength(1);
    for (const spelling of [email, email.toUpperCase()]) {
      expect((await json('person', spelling, ...days)).meetings).toEqual(meetings);
    }
    const { people } = await json('attendance', first.uuid);
    const attended = people.find(({ userId }: { userId?: string }) => userId === id);
    expect(meetings[0].attendedMinutes).toBeCloseTo(attended.attendedMinutes, 6);
    const { stdout, stderr } = await bench.cli('person', email, '--day', '2026-11-20');
    expect(stdout).toContain('Team sync');
    expect(stderr).toMatch(/^1 meeting, \d+\.\d minutes\.\n$/);
  });

  test('can have an id that begins with a dash', async () => {
    const { exitCode, stderr } = await bench.cli('person', '--day', '2026-11-20', '--', '-yCxTTTTSiw02QgCAp8uQz');
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^-yCxTTTTSiw02QgCAp8uQz joined no meeting/);
  });

  test('that is not found leads to other spellings', async () => {
    const { exitCode, stderr } = await bench.cli('person', 'nobody@example.com', '--day', '2026-11-20');
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^nobody@example.com joined no meeting on 2026-11-20 \(UTC\): check the spelling/);
  });
});

describe('quality and qos', () => {
  test('the worst sessions of a day come worst first, as many as wanted and not the short ones', async () => {
    const { sessions } = await json('quality', '--day', '2026-11-20', '--worst', '4', '--least-minutes', '6');
    expect(sessions).toHaveLength(4);
    const shares = sessions.map(({ badShare }: { badShare: number }) => badShare);
    expect(shares).toEqual(shares.toSorted((one: number, other: number) => other - one));
    expect(sessions.every(({ minutes }: { minutes: number }) => minutes >= 6)).toBe(true);
    const table = await printed('quality', '--day', '2026-11-20', '--worst', '1');
    expect(table).toMatch(/^BAD SHARE +BAD MINUTES .*\n100\.0% .*Team sync .*\n$/);
    const { stderr } = await bench.cli('quality', '--day', '2026-11-01');
    expect(stderr).toMatch(/^No session of 5 minutes or more with a bad minute on 2026-11-01 \(UTC\): `meetings --day/);
  });

  test('the sessions of a meeting have a line a stream; those of a participant one a minute beside', async () => {
    const [titles, ...lines] = await csv('qos', first.uuid);
    expect(titles).toEqual(
      expect.arrayContaining(['stream', 'bad_share', 'latency_avg_ms', 'latency_p95_ms', 'loss_max_percent']),
    );
    expect(lines.length).toBeGreaterThan(9);
    const { sessions } = await json('qos', first.uuid);
    expect(sessions).toHaveLength(countRows(first.qos));
    expect(sessions[0].user_qos).toBeUndefined();
    const { name, email, id } = member();
    const { sessions: own } = await json('qos', first.uuid, '--participant', email.toUpperCase());
    expect(own.length).toBeGreaterThan(0);
    expect(own[0].user_qos.length).toBeGreaterThan(0);
    for (const spelling of [name.toUpperCase(), id]) {
      expect((await json('qos', first.uuid, '--participant', spelling)).sessions).toEqual(own);
    }
    const [only] = (await json('qos', first.uuid, '--participant', own[0].user_id)).sessions;
    expect(only).toEqual(own[0]);
    const minutes = await csv('qos', first.uuid, '--participant', own[0].user_id);
    expect(minutes[0]).toEqual(expect.arrayContaining(['minute', 'stream', 'bad', 'latency_ms']));
    expect(minutes.length - 1).toBeGreaterThanOrEqual(own[0].user_qos.length);
    expect(await printed('qos', first.uuid, '--participant', email)).toMatch(/BAD SHARE.*\n\nNAME.* MINUTE /s);
  });

  test('a participant that was not there is answered with those who were', async () => {
    const { exitCode, stderr } = await bench.cli('qos', first.uuid, '--participant', 'nobody');
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`is of nobody: it has `);
    expect(stderr).toContain(member().name);
  });
});

test.each([
  [['meetings'], 'Which days? Give --day 2026-11-20, or --from'],
  [['meetings', '--day', '20.11.2026'], 'It must be a day such as 2026-11-20, in UTC. See --help.'],
  [['meetings', '--day', '2026-11-20', '--to', '2026-11-21'], '--day is one day, --from and --to are several'],
  [['meetings', '--from', '2026-11-21', '--to', '2026-11-20'], '--from 2026-11-21 is after --to'],
  [['meetings', '--day', '2026-11-20', '--json', '--csv'], "'--json' cannot be used with option '--csv'"],
  [['quality'], 'Which day? Give --day 2026-11-20 (UTC).'],
  [['quality', '--day', '2026-11-20', '--worst', '0'], 'It must be a whole number, 1 or more.'],
  [['person'], "Missing required argument 'email or id'."],
  [['person', '', '--day', '2026-11-20'], 'It is blank: give an e-mail address or a Zoom user id.'],
  [['qos'], "Missing required argument 'uuid'."],
])('%j is wrong usage, and says what is right', async (args, sentence) => {
  const { exitCode, stdout, stderr } = await bench.cli(...args);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(sentence);
});

test.each(['meetings', 'meeting', 'attendance', 'person', 'quality', 'qos'])(
  '%s --help has examples, and says UTC',
  async (command) => {
    const help = await printed(command, '--help');
    expect(help).toContain('UTC');
    expect(help).toMatch(/\n {2}\$ npm run --silent cli -- .*--local/);
  },
);
