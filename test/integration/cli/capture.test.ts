import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SimulatedMeeting } from '../../../local/simulator/meeting.ts';
import { generateMeeting, type MeetingRecipe } from '../../../local/simulator/meetings.ts';
import { datasets } from '../../../shared/domain/dataset.ts';
import { decodeMessage } from '../../../shared/queue/message-codec.ts';
import { startCliBench } from './cli-bench.ts';
import { startSweepFunction } from './sweep-function.ts';

const meetingId = '93201235621';
const meetings = [1, 2].map((seed) =>
  generateMeeting({ seed, participants: 3, minutes: 5, meetingId, endTime: `2026-11-20T0${seed + 5}:00:00Z` }),
);
const [first, second] = meetings.map(({ uuid }) => uuid);
let bench: Awaited<ReturnType<typeof startCliBench>>;
let sweep: ReturnType<typeof startSweepFunction>;

beforeAll(async () => {
  bench = await startCliBench({ timeScale: 0.001 });
  sweep = startSweepFunction(bench);
  for (const meeting of meetings) {
    bench.simulator.addMeeting(meeting);
    bench.end(meeting, ['participants', 'report']);
  }
  await bench.drain({ atOnce: 10 });
});
afterAll(async () => {
  sweep.close();
  await bench.close();
});

/** Hands what the command has queued to the bench's consumers. */
async function work() {
  for (const dataset of ['participants', 'qos', 'report'] as const) {
    for (const body of await bench.queues.bodies(dataset)) bench.queue.send(dataset, decodeMessage(body));
  }
  await bench.drain({ atOnce: 10 });
}

describe('capture', () => {
  test('has every dataset of a settled meeting asked for once more', async () => {
    const before = bench.simulator.calls.length;
    const { exitCode, stdout } = await bench.cli('capture', first ?? '', '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).captures).toEqual([
      { uuid: first, dataset: 'participants', look: 2, before: 'settled' },
      { uuid: first, dataset: 'report', look: 2, before: 'settled' },
    ]);
    await work();
    expect(bench.simulator.calls.slice(before).filter(({ uuid }) => uuid === first)).toHaveLength(2);
    expect((await bench.store.load(first ?? '', 'report'))?.state).toBe('settled');
  });

  test('captures a dataset that it has never had', async () => {
    const { stdout } = await bench.cli('capture', first ?? '', '--datasets', 'qos');
    expect(stdout).toMatch(/^1 capture queued:\n[\s\S]* qos {6}unregistered\n$/);
    await work();
    expect((await bench.store.load(first ?? '', 'qos'))?.state).toBe('settled');
  });

  test('asks which instance of a meeting id is meant, or takes them all', async () => {
    const asked = await bench.cli('capture', meetingId);
    expect(asked.exitCode).toBe(2);
    expect(asked.stderr).toContain(`${meetingId} has 2 instances: give the UUID of one, or --all-instances.`);
    expect(asked.stderr).toContain(second);
    const { stdout } = await bench.cli('capture', meetingId, '--all-instances', '--datasets', 'report', '--json');
    expect(
      JSON.parse(stdout)
        .captures.map(({ uuid }: { uuid: string }) => uuid)
        .sort(),
    ).toEqual([first, second].sort());
  });

  test('says how to find a meeting id that the store has never heard of', async () => {
    const { exitCode, stderr } = await bench.cli('capture', '123');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /has no instance of 123: give the UUID of one, or .* `sweep --from 2026-11-20`; .*--type live/,
    );
  });

  test('asks for the participants of one with pastOne alone', async () => {
    const before = bench.simulator.calls.length;
    await bench.cli('capture', second ?? '', '--type', 'pastOne');
    await work();
    const asked = bench.simulator.calls.slice(before).filter(({ uuid }) => uuid === second);
    expect(asked.map(({ dataset, query }) => [dataset, query.type])).toContainEqual(['participants', 'pastOne']);
    expect(asked.some(({ query }) => query.type === 'past')).toBe(false);
  });

  test.each([
    [['--type', 'live', '--datasets', 'qos,report'], 'The report has no live type'],
    [['--type', 'live', '--all-instances'], 'One instance runs at a time'],
    [['--type', 'pastOne', '--datasets', 'participants,qos'], "Only the participants' list has the type pastOne"],
    [['--type', 'pastOne', '--kind', 'webinar'], 'Webinars have no type pastOne'],
    [['--type', 'future'], 'Allowed choices are past, pastOne, live'],
  ])('%j is wrong usage', async (args, words) => {
    const { exitCode, stderr } = await bench.cli('capture', first ?? '', ...args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(words);
  });
});

describe('capture of what the store has never heard of', () => {
  const noneEnded =
    'Zoom shows no ended meeting or webinar with this id; one that has just ended takes some minutes, for one that runs there is --type live.\n';
  let seeds = 10;
  const add = (recipe: Partial<MeetingRecipe> = {}) => {
    seeds += 1;
    const endTime = new Date(bench.now() - 2 * 86_400_000);
    const meeting = generateMeeting({ seed: seeds, participants: 3, minutes: 5, endTime, topic: 'Lost', ...recipe });
    bench.simulator.addMeeting(meeting);
    return meeting;
  };
  const reasonOf = async (uuid: string) =>
    (await sweep.open().sweep.meetings.findAll([uuid])).get(uuid)?.meeting ?? fail(uuid);
  const fail = (uuid: string): never => {
    throw new Error(`${uuid} is not registered.`);
  };
  async function expectExact({ uuid }: SimulatedMeeting) {
    for (const dataset of datasets) {
      expect((await bench.store.load(uuid, dataset))?.state, dataset).toMatch(/settled|empty/);
      expect(await bench.stored(uuid, dataset), dataset).toEqual(bench.served(uuid, dataset));
    }
  }

  test.each<[string, Partial<MeetingRecipe>, number]>([
    ['a meeting', {}, 1],
    ['a UUID with slashes', { uuid: '/ab//c+dRpK/8cV0n+ZyWg==' }, 1],
    ['a meeting of one participant', { participants: 1 }, 2],
    ['a webinar', { kind: 'webinar' }, 3],
  ])('registers %s as Zoom tells of it', async (_, recipe, calls) => {
    const meeting = add(recipe);
    const before = bench.simulator.calls.length;
    const { exitCode, stdout, stderr } = await bench.cli('capture', meeting.uuid, '--json');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(stdout).captures).toEqual(
      datasets.map((dataset) => ({ uuid: meeting.uuid, dataset, look: 1, before: 'unregistered' })),
    );
    expect(bench.simulator.calls.slice(before).filter(({ endpoint }) => endpoint !== 'oauth')).toHaveLength(calls);
    const { uuid, kind, meetingId, topic, endTime } = meeting;
    const endedAt = new Date(endTime).toISOString();
    expect(await reasonOf(uuid)).toMatchObject({ uuid, kind, meetingId, topic, endedAt, reason: 'demand' });
    await bench.drain({ atOnce: 10 });
    await expectExact(meeting);
    expect(sweep.sum('MissedEvents')).toBe(0);
  });

  test('takes the kind and the datasets that it is told', async () => {
    const meeting = add({ kind: 'webinar' });
    const before = bench.simulator.calls.length;
    const args = ['capture', meeting.uuid, '--kind', 'webinar', '--account', 'main', '--datasets', 'report'];
    expect((await bench.cli(...args)).stdout).toMatch(/^1 capture queued:\n[\s\S]* Lost .* report {3}unregistered\n$/);
    expect(bench.simulator.calls.slice(before)).toHaveLength(1);
    expect((await bench.cli('capture', meeting.uuid, '--account', 'other')).exitCode).toBe(0);
    const unknown = await bench.cli('capture', add().uuid, '--account', 'other');
    expect([unknown.exitCode, unknown.stderr]).toEqual([
      2,
      '--account other: There is no such Zoom account here: it can be main.\n',
    ]);
  });

  test('asks the report where the account has no dashboard', async () => {
    const meeting = add();
    bench.simulator.setFaults([{ kind: 'dashboard-off', match: { endpoint: 'metrics-meeting' } }]);
    expect((await bench.cli('capture', meeting.uuid)).exitCode).toBe(0);
    bench.simulator.setFaults([]);
    expect((await reasonOf(meeting.uuid)).endedAt).toBe(new Date(meeting.endTime).toISOString());
  });

  test('says that Zoom has none, and which scopes are missing', async () => {
    const { exitCode, stderr } = await bench.cli('capture', '4444AAAiAAAAAiAiAiiAii==');
    expect([exitCode, stderr]).toEqual([1, noneEnded]);
    bench.simulator.setFaults([{ kind: 'missing-scope' }]);
    const refused = await bench.cli('capture', '4444AAAiAAAAAiAiAiiAii==');
    bench.simulator.setFaults([]);
    expect(refused.stderr).toMatch(
      / --type live\. main: Zoom answered HTTP 400, code 4711: .*dashboard:read:meeting:admin/,
    );
  });

  test('of a meeting that runs takes a snapshot, which status shows as one, until it has ended', async () => {
    const meeting = add({ endTime: new Date(bench.now() + 3_600_000), minutes: 120, topic: 'Running' });
    const { uuid } = meeting;
    const early = await bench.cli('capture', uuid);
    expect([early.exitCode, early.stderr]).toEqual([1, noneEnded]);
    const { exitCode, stdout } = await bench.cli('capture', meeting.meetingId, '--type', 'live');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^A snapshot is taken .*\n[\s\S]* Running +participants\n[\s\S]* Running +qos\n$/);
    await bench.drain({ until: bench.now() + 60_000, atOnce: 10 });
    const shown = JSON.parse((await bench.cli('status', uuid, '--json')).stdout).meetings;
    expect(shown).toMatchObject([
      { uuid, live: true, datasets: { participants: { state: 'live', looks: 1 }, report: { state: 'unregistered' } } },
    ]);
    expect(shown[0].endTime).toBeUndefined();
    expect((await bench.cli('status', uuid)).stdout).toMatch(/live snapshot[\s\S]*participants {2}live \d+\//);
    expect((await bench.cli('status', '--json')).stdout).not.toContain(uuid);
    const rows = await bench.cli('rows', uuid, 'participants', '--json');
    expect(rows.stdout.trim().split('\n')).toHaveLength(shown[0].datasets.participants.rows);
    expect([rows.exitCode, rows.stderr]).toEqual([
      0,
      expect.stringMatching(/^A live snapshot, taken at .* while the meeting ran/),
    ]);

    await bench.advance(3_700_000);
    const { stdout: after } = await bench.cli('capture', uuid, '--json');
    expect(JSON.parse(after).captures).toHaveLength(3);
    await bench.drain({ atOnce: 10 });
    await expectExact(meeting);
    const [ended] = JSON.parse((await bench.cli('status', uuid, '--json')).stdout).meetings;
    expect(ended).toMatchObject({ endTime: meeting.endTime, datasets: { participants: { state: 'settled' } } });
    expect(ended.live).toBeUndefined();
  });
});
