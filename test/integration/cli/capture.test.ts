import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { decodeMessage } from '../../../shared/queue/message-codec.ts';
import { startCliBench } from './cli-bench.ts';

const meetingId = '93201235621';
const meetings = [1, 2].map((seed) =>
  generateMeeting({ seed, participants: 3, minutes: 5, meetingId, endTime: `2026-11-20T0${seed + 5}:00:00Z` }),
);
const [first, second] = meetings.map(({ uuid }) => uuid);
let bench: Awaited<ReturnType<typeof startCliBench>>;

beforeAll(async () => {
  bench = await startCliBench({ timeScale: 0.001 });
  for (const meeting of meetings) {
    bench.simulator.addMeeting(meeting);
    bench.end(meeting, ['participants', 'report']);
  }
  await bench.drain({ atOnce: 10 });
});
afterAll(() => bench.close());

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
      { uuid: first, dataset: 'participants', look: 3, before: 'settled' },
      { uuid: first, dataset: 'report', look: 3, before: 'settled' },
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

  test('says how to find what the store has never heard of', async () => {
    const { exitCode, stderr } = await bench.cli('capture', '/bM3k0pVTL2GdZ1rY7eXqA==');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/has no meeting \/bM3k0pVTL2GdZ1rY7eXqA==: .* `sweep --from 2026-11-20`\./);
    expect((await bench.cli('capture', '123')).exitCode).toBe(1);
  });
});
