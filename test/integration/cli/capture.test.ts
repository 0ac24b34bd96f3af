import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SimulatedMeeting } from '../../../local/simulator/meeting.ts';
import { generateMeeting, type MeetingRecipe } from '../../../local/simulator/meetings.ts';
import { newCapture } from '../../../shared/domain/capture/capture.ts';
import { datasets } from '../../../shared/domain/dataset.ts';
import { decodeMessage } from '../../../shared/queue/message-codec.ts';
import { startCliFixture } from './cli-fixture.ts';
import { startSweepFunction } from './sweep-function.ts';

const meetingId = '93201235621';
const meetings = [1, 2].map((seed) =>
  generateMeeting({ seed, participants: 3, minutes: 5, meetingId, endTime: `2026-11-20T0${seed + 5}:00:00Z` }),
);
const [first, second] = meetings.map(({ uuid }) => uuid);
let fixture: Awaited<ReturnType<typeof startCliFixture>>;
let sweep: ReturnType<typeof startSweepFunction>;

beforeAll(async () => {
  fixture = await startCliFixture({ timeScale: 0.001 });
  sweep = startSweepFunction(fixture);
  for (const meeting of meetings) {
    fixture.simulator.addMeeting(meeting);
    fixture.end(meeting, ['participants', 'report']);
  }
  await fixture.drain({ atOnce: 10 });
});
afterAll(async () => {
  sweep.close();
  await fixture.close();
});

/** Hands what the command has queued to the fixture's consumers. */
async function work() {
  for (const dataset of ['participants', 'qos', 'report'] as const) {
    for (const body of await fixture.queues.bodies(dataset)) fixture.queue.send(dataset, decodeMessage(body));
  }
  await fixture.drain({ atOnce: 10 });
}

test('capture has every dataset of a settled meeting asked for once more', async () => {
  const before = fixture.simulator.calls.length;
  const { exitCode, stdout } = await fixture.cli('capture', first ?? '', '--json');
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout).captures).toEqual([
    { uuid: first, dataset: 'participants', poll: 2, before: 'settled' },
    { uuid: first, dataset: 'report', poll: 2, before: 'settled' },
  ]);
  await work();
  expect(fixture.simulator.calls.slice(before).filter(({ uuid }) => uuid === first)).toHaveLength(2);
  expect((await fixture.store.load(first ?? '', 'report'))?.state).toBe('settled');
});

test('capture also takes a dataset that it has never had', async () => {
  const { stdout } = await fixture.cli('capture', first ?? '', '--datasets', 'qos');
  expect(stdout).toMatch(/^1 capture queued:\n[\s\S]* qos {6}unregistered\n$/);
  await work();
  expect((await fixture.store.load(first ?? '', 'qos'))?.state).toBe('settled');
});

test('capture asks which instance of a meeting id is meant, or takes them all', async () => {
  const asked = await fixture.cli('capture', meetingId);
  expect(asked.exitCode).toBe(2);
  expect(asked.stderr).toContain(`${meetingId} has 2 instances: give the UUID of one, or --all-instances.`);
  expect(asked.stderr).toContain(second);
  const { stdout } = await fixture.cli('capture', meetingId, '--all-instances', '--datasets', 'report', '--json');
  expect(
    JSON.parse(stdout)
      .captures.map(({ uuid }: { uuid: string }) => uuid)
      .sort(),
  ).toEqual([first, second].sort());
});

test('capture says how to find a meeting id that the store has never heard of', async () => {
  const { exitCode, stderr } = await fixture.cli('capture', '123');
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(
    /has no instance of 123: give the UUID of one, or .* `sweep --from 2026-11-20`; .*--type live/,
  );
});

test('capture with --type pastOne asks for the participants alone, of that type', async () => {
  const before = fixture.simulator.calls.length;
  await fixture.cli('capture', second ?? '', '--type', 'pastOne');
  await work();
  const asked = fixture.simulator.calls.slice(before).filter(({ uuid }) => uuid === second);
  expect(asked.map(({ dataset, query }) => [dataset, query.type])).toContainEqual(['participants', 'pastOne']);
  expect(asked.some(({ query }) => query.type === 'past')).toBe(false);
});

test.each([
  [['--type', 'live', '--datasets', 'qos,report'], 'The report has no live type'],
  [['--type', 'live', '--all-instances'], 'One instance runs at a time'],
  [['--type', 'pastOne', '--datasets', 'participants,qos'], "Only the participants' list has the type pastOne"],
  [['--type', 'pastOne', '--kind', 'webinar'], 'Webinars have no type pastOne'],
  [['--type', 'future'], 'Allowed choices are past, pastOne, live'],
])('capture with %j is wrong usage', async (args, words) => {
  const { exitCode, stderr } = await fixture.cli('capture', first ?? '', ...args);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(words);
});

const noneEnded =
  'Zoom shows no ended meeting or webinar with this id; one that has just ended takes some minutes, for one that runs there is --type live.\n';
let seeds = 10;
const add = (recipe: Partial<MeetingRecipe> = {}) => {
  seeds += 1;
  const endTime = new Date(fixture.now() - 2 * 86_400_000);
  const meeting = generateMeeting({ seed: seeds, participants: 3, minutes: 5, endTime, topic: 'Lost', ...recipe });
  fixture.simulator.addMeeting(meeting);
  return meeting;
};
const reasonOf = async (uuid: string) =>
  (await sweep.open().sweep.meetings.findAll([uuid])).get(uuid)?.meeting ?? fail(uuid);
const fail = (uuid: string): never => {
  throw new Error(`${uuid} is not registered.`);
};
async function expectExact({ uuid }: SimulatedMeeting) {
  for (const dataset of datasets) {
    expect((await fixture.store.load(uuid, dataset))?.state, dataset).toMatch(/settled|empty/);
    expect(await fixture.stored(uuid, dataset), dataset).toEqual(fixture.served(uuid, dataset));
  }
}

test.each<[string, Partial<MeetingRecipe>, number]>([
  ['a meeting', {}, 1],
  ['a UUID with slashes', { uuid: '/ab//c+dRpK/8cV0n+ZyWg==' }, 1],
  ['a meeting of one participant', { participants: 1 }, 2],
  ['a webinar', { kind: 'webinar' }, 3],
])('capture registers %s that the store has never heard of, as Zoom tells of it', async (_, recipe, calls) => {
  const meeting = add(recipe);
  const before = fixture.simulator.calls.length;
  const { exitCode, stdout, stderr } = await fixture.cli('capture', meeting.uuid, '--json');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(JSON.parse(stdout).captures).toEqual(
    datasets.map((dataset) => ({ uuid: meeting.uuid, dataset, poll: 1, before: 'unregistered' })),
  );
  expect(fixture.simulator.calls.slice(before).filter(({ endpoint }) => endpoint !== 'oauth')).toHaveLength(calls);
  const { uuid, kind, meetingId, topic, endTime } = meeting;
  const endedAt = new Date(endTime).toISOString();
  expect(await reasonOf(uuid)).toMatchObject({ uuid, kind, meetingId, topic, endedAt, reason: 'demand' });
  await fixture.drain({ atOnce: 10 });
  await expectExact(meeting);
  expect(sweep.sum('MissedEvents')).toBe(0);
});

test('capture of an unknown meeting takes the kind and the datasets that it is told', async () => {
  const meeting = add({ kind: 'webinar' });
  const before = fixture.simulator.calls.length;
  const args = ['capture', meeting.uuid, '--kind', 'webinar', '--account', 'main', '--datasets', 'report'];
  expect((await fixture.cli(...args)).stdout).toMatch(/^1 capture queued:\n[\s\S]* Lost .* report {3}unregistered\n$/);
  expect(fixture.simulator.calls.slice(before)).toHaveLength(1);
  expect((await fixture.cli('capture', meeting.uuid, '--account', 'other')).exitCode).toBe(0);
  const unknown = await fixture.cli('capture', add().uuid, '--account', 'other');
  expect([unknown.exitCode, unknown.stderr]).toEqual([
    2,
    '--account other: There is no such Zoom account here: it can be main.\n',
  ]);
});

test('capture of an unknown meeting asks the report where the account has no dashboard', async () => {
  const meeting = add();
  fixture.simulator.setFaults([{ kind: 'dashboard-off', match: { endpoint: 'metrics-meeting' } }]);
  expect((await fixture.cli('capture', meeting.uuid)).exitCode).toBe(0);
  fixture.simulator.setFaults([]);
  expect((await reasonOf(meeting.uuid)).endedAt).toBe(new Date(meeting.endTime).toISOString());
});

test('capture of an unknown meeting says that Zoom has none, and which scopes are missing', async () => {
  const { exitCode, stderr } = await fixture.cli('capture', '4444AAAiAAAAAiAiAiiAii==');
  expect([exitCode, stderr]).toEqual([1, noneEnded]);
  fixture.simulator.setFaults([{ kind: 'missing-scope' }]);
  const refused = await fixture.cli('capture', '4444AAAiAAAAAiAiAiiAii==');
  fixture.simulator.setFaults([]);
  expect(refused.stderr).toMatch(
    / --type live\. main: Zoom answered HTTP 400, code 4711: .*dashboard:read:meeting:admin/,
  );
});

test('capture of a meeting that runs takes a snapshot, which status shows as one, until it has ended', async () => {
  const meeting = add({ endTime: new Date(fixture.now() + 3_600_000), minutes: 120, topic: 'Running' });
  const { uuid } = meeting;
  const early = await fixture.cli('capture', uuid);
  expect([early.exitCode, early.stderr]).toEqual([1, noneEnded]);
  const { exitCode, stdout } = await fixture.cli('capture', meeting.meetingId, '--type', 'live');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^A snapshot is taken .*\n[\s\S]* Running +participants\n[\s\S]* Running +qos\n$/);
  await fixture.drain({ until: fixture.now() + 60_000, atOnce: 10 });
  const shown = JSON.parse((await fixture.cli('status', uuid, '--json')).stdout).meetings;
  expect(shown).toMatchObject([
    { uuid, live: true, datasets: { participants: { state: 'live', polls: 1 }, report: { state: 'unregistered' } } },
  ]);
  expect(shown[0].endTime).toBeUndefined();
  expect((await fixture.cli('status', uuid)).stdout).toMatch(/live snapshot[\s\S]*participants {2}live \d+\//);
  expect((await fixture.cli('status', '--json')).stdout).not.toContain(uuid);
  const rows = await fixture.cli('rows', uuid, 'participants', '--json');
  expect(rows.stdout.trim().split('\n')).toHaveLength(shown[0].datasets.participants.rows);
  expect([rows.exitCode, rows.stderr]).toEqual([
    0,
    expect.stringMatching(/^A live snapshot, taken at .* while the meeting ran/),
  ]);

  await fixture.advance(3_700_000);
  const { stdout: after } = await fixture.cli('capture', uuid, '--json');
  expect(JSON.parse(after).captures).toHaveLength(3);
  await fixture.drain({ atOnce: 10 });
  await expectExact(meeting);
  const [ended] = JSON.parse((await fixture.cli('status', uuid, '--json')).stdout).meetings;
  expect(ended).toMatchObject({ endTime: meeting.endTime, datasets: { participants: { state: 'settled' } } });
  expect(ended.live).toBeUndefined();
});

test('capture --parked says what is parked and why, and queues it once that is agreed', async () => {
  const parked = ['1', '2'].map(() => add());
  const { accountId: account } = fixture.simulator.credentials;
  const at = new Date(fixture.now()).toISOString();
  const tomorrow = new Date(fixture.now() + 86_400_000).toISOString();
  const lastError = { at, name: 'ZoomAccountError', message: 'A scope is missing.', code: 4711, status: 400 };
  for (const { uuid, kind, meetingId, endTime } of parked) {
    const ended = { account, kind, uuid, meetingId, endTime: new Date(endTime).toISOString() };
    const capture = newCapture(ended, 'qos', { nextPollAt: tomorrow, now: new Date(fixture.now()) });
    await fixture.store.register(
      { ...ended, endedAt: ended.endTime, registeredAt: at, reason: 'event' },
      { ...capture, state: 'parked', parked: 3, lastError },
    );
  }
  const refused = await fixture.cli('capture', '--parked', '--account', account);
  expect(refused.exitCode).toBe(2);
  expect(refused.stdout).toBe(
    `2 parked captures of 2 meetings, each to be polled now:\n  2 captures (qos) of account ${account}:\n    A scope is missing. (code 4711)\n`,
  );
  expect((await fixture.cli('capture', '--parked', '--account', 'other')).stderr).toBe('No capture is parked.\n');
  expect(await fixture.queues.bodies('qos')).toEqual([]);
  const { stdout } = await fixture.cli('capture', '--parked', '--yes', '--json');
  expect(JSON.parse(stdout)).toMatchObject({ queued: true, captures: [{ dataset: 'qos', before: 'parked' }, {}] });
  await work();
  for (const { uuid } of parked) expect((await fixture.store.load(uuid, 'qos'))?.state).toMatch(/settled|empty/);
  expect((await fixture.cli('capture', '--parked', '--yes')).stderr).toBe('No capture is parked.\n');
});

test.each([
  [[], 'Which meeting?'],
  [['abc==', '--parked'], 'leave the UUID out'],
  [['abc==', '--yes'], '--yes and --dry-run are for --parked'],
  [['--parked', '--type', 'live'], '--parked takes captures as they are'],
])('capture %j is wrong usage', async (args, words) => {
  const { exitCode, stderr } = await fixture.cli('capture', ...args);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(words);
});
