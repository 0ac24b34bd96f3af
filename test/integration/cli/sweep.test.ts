import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { startCliBench } from './cli-bench.ts';
import { startSweepFunction } from './sweep-function.ts';

const hour = 3_600_000;
let bench: Awaited<ReturnType<typeof startCliBench>>;
let sweep: ReturnType<typeof startSweepFunction>;
let invocations = 0;

beforeAll(async () => {
  bench = await startCliBench();
  sweep = startSweepFunction(bench, { listPageSize: 2, onInvocation: () => (invocations += 1) });
  for (let seed = 1; seed <= 5; seed += 1) {
    const endTime = new Date(bench.now() - seed * 5 * hour);
    const meeting = generateMeeting({ seed, participants: 2, minutes: 3, endTime, topic: `Topic ${seed}` });
    bench.simulator.addMeeting(meeting);
    if (seed === 1) bench.end(meeting);
  }
  await bench.drain({ until: bench.now() + 60_000, atOnce: 10 });
});
beforeEach(() => {
  invocations = 0;
});
afterAll(async () => {
  sweep.close();
  await bench.close();
});

const uuidsIn = (stdout: string) =>
  JSON.parse(stdout).accounts.flatMap(({ missing }: { missing: { uuid: string }[] }) =>
    missing.map(({ uuid }) => uuid),
  );

describe('sweep', () => {
  test('--dry-run shows what is missing and queues nothing', async () => {
    const { exitCode, stdout, stderr } = await bench.cli('sweep', '--dry-run', '--json');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(uuidsIn(stdout)).toHaveLength(4);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ from: '2026-11-19', to: '2026-11-20', dryRun: true },
      accounts: [
        { account: 'main', source: 'history', tally: { listed: 5, known: 1, missed: 4, queued: 12, calls: 3 } },
      ],
    });
    expect(sweep.sum('MissedEvents')).toBe(0);
    expect((await bench.cli('sweep', '--dry-run', '--json')).stdout).toBe(stdout);
  });

  test('has what is missing captured, shows it as a table, and finds nothing then', async () => {
    const { stdout } = await bench.cli('sweep');
    expect(stdout).toMatch(
      /main: 5 meetings ended \(3 calls to Zoom's report of meetings\); 1 known, 4 missing: 12 captures queued\./,
    );
    expect(stdout).toMatch(/Topic 2 .* 2026-11-19 23:00Z {2}participants, qos, report/);
    expect(sweep.sum('MissedEvents')).toBe(4);
    await bench.drain({ atOnce: 10 });
    expect((await bench.cli('sweep')).stdout).toMatch(/5 known\. Nothing was missing\./);
    expect(sweep.sum('MissedEvents')).toBe(4);
  });

  test('asks month by month, on and on until all is looked at', async () => {
    const before = sweep.listCalls().length;
    const { stdout } = await bench.cli('sweep', '--from', '2026-06-01', '--to', '2026-11-20', '--json');
    expect(JSON.parse(stdout).accounts[0].tally).toMatchObject({ listed: 5, known: 5 });
    const windows = sweep
      .listCalls()
      .slice(before)
      .map(({ status, query }) => [status, query.from, query.to]);
    expect(windows.slice(0, 2)).toEqual([
      [200, '2026-06-01', '2026-06-28'],
      [200, '2026-06-29', '2026-07-26'],
    ]);
    expect(windows.every(([status]) => status === 200)).toBe(true);
  });

  test('says why an account could not be looked at, and ends with 1', async () => {
    bench.simulator.setFaults([{ kind: 'missing-scope' }]);
    const { exitCode, stdout, stderr } = await bench.cli('sweep');
    bench.simulator.setFaults([]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^main: not looked at\. Zoom answered HTTP 400, code 4711/);
    expect(stderr).toMatch(/^Not looked at: main\./);
  });

  test('of an account that is not there is wrong usage, said once', async () => {
    const { exitCode, stdout, stderr } = await bench.cli('sweep', '--account', 'nosuch');
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toBe('--account nosuch: There is no such Zoom account here: it can be main.\n');
  });

  test('that is held up by its schedule is a line of status, and a member of its JSON, until it comes through', async () => {
    expect((await bench.cli('status', '--json')).stdout).not.toContain('"sweeps"');
    bench.simulator.setFaults([{ kind: 'missing-scope' }]);
    await sweep.tick();
    bench.simulator.setFaults([]);
    const [heldUp, ...others] = JSON.parse((await bench.cli('status', '--json')).stdout).sweeps;
    const account = bench.simulator.credentials.accountId;
    expect(heldUp).toMatchObject({ account, message: expect.stringContaining('code 4711') });
    expect(others).toEqual([]);
    const { stdout } = await bench.cli('status');
    expect(stdout).toMatch(
      /\nSweep of \S+ is held up \(nothing was looked for yet, tried 2026-.*\): Zoom answered HTTP 400.*\n$/,
    );
    await bench.advance(hour);
    await sweep.tick();
    expect((await bench.cli('status')).stdout).not.toContain('held up');
  });

  test('says which accounts there are', async () => {
    expect((await bench.cli('sweep', '--account', 'other')).stderr).toMatch(
      /no such Zoom account here: it can be main\./,
    );
  });

  test.each([
    [['--from', '2026-05-20'], '--from can be 2026-05-21 at the earliest.'],
    [['--from', '2026-11-21'], 'has not begun'],
    [['--from', '2026-11-20', '--to', '2026-11-19'], 'is after --to'],
    [['--from', 'yesterday'], 'It must be a day'],
  ])('%j is wrong usage', async (args, words) => {
    const { exitCode, stderr } = await bench.cli('sweep', ...args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(words);
    expect(invocations).toBe(0);
  });
});
