import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { startCliFixture } from './cli-fixture.ts';
import { startSweepFunction } from './sweep-function.ts';

const hour = 3_600_000;
let fixture: Awaited<ReturnType<typeof startCliFixture>>;
let sweep: ReturnType<typeof startSweepFunction>;
let invocations = 0;

beforeAll(async () => {
  fixture = await startCliFixture();
  sweep = startSweepFunction(fixture, { listPageSize: 2, onInvocation: () => (invocations += 1) });
  for (let seed = 1; seed <= 5; seed += 1) {
    const endTime = new Date(fixture.now() - seed * 5 * hour);
    const meeting = generateMeeting({ seed, participants: 2, minutes: 3, endTime, topic: `Topic ${seed}` });
    fixture.simulator.addMeeting(meeting);
    if (seed === 1) fixture.end(meeting);
  }
  await fixture.drain({ until: fixture.now() + 60_000, atOnce: 10 });
});
beforeEach(() => {
  invocations = 0;
});
afterAll(async () => {
  sweep.close();
  await fixture.close();
});

const uuidsIn = (stdout: string) =>
  JSON.parse(stdout).accounts.flatMap(({ missing }: { missing: { uuid: string }[] }) =>
    missing.map(({ uuid }) => uuid),
  );

test('sweep --dry-run shows what is missing and queues nothing', async () => {
  const { exitCode, stdout, stderr } = await fixture.cli('sweep', '--dry-run', '--json');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(uuidsIn(stdout)).toHaveLength(4);
  expect(JSON.parse(stdout)).toMatchObject({
    from: '2026-11-19',
    to: '2026-11-20',
    dryRun: true,
    accounts: [{ account: 'main', source: 'history', tally: { listed: 5, known: 1, missed: 4, queued: 12, calls: 3 } }],
  });
  expect(sweep.sum('MissedEvents')).toBe(0);
  expect((await fixture.cli('sweep', '--dry-run', '--json')).stdout).toBe(stdout);
});

test('sweep has what is missing captured, shows it as a table, and finds nothing then', async () => {
  const { stdout } = await fixture.cli('sweep');
  expect(stdout).toMatch(
    /main: 5 meetings ended \(3 calls to Zoom's report of meetings\); 1 known, 4 missing: 12 captures queued\./,
  );
  expect(stdout).toMatch(/Topic 2 .* 2026-11-19 23:00Z {2}participants, qos, report/);
  expect(sweep.sum('MissedEvents')).toBe(4);
  await fixture.drain({ atOnce: 10 });
  expect((await fixture.cli('sweep')).stdout).toMatch(/5 known\. Nothing was missing\./);
  expect(sweep.sum('MissedEvents')).toBe(4);
});

test('sweep asks month by month, on and on until all is swept', async () => {
  const before = sweep.listCalls().length;
  const { stdout } = await fixture.cli('sweep', '--from', '2026-06-01', '--to', '2026-11-20', '--json');
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

test('sweep says why an account could not be swept, and ends with 1', async () => {
  fixture.simulator.setFaults([{ kind: 'missing-scope' }]);
  const { exitCode, stdout, stderr } = await fixture.cli('sweep');
  fixture.simulator.setFaults([]);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/^main: not swept\. Zoom answered HTTP 400, code 4711/);
  expect(stderr).toMatch(/^Not swept: main\./);
});

test('sweep of an account that is not there is wrong usage, said once', async () => {
  const { exitCode, stdout, stderr } = await fixture.cli('sweep', '--account', 'nosuch');
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toBe('--account nosuch: There is no such Zoom account here: it can be main.\n');
});

test('a sweep that is delayed on its schedule is a line of status, and a member of its JSON, until it comes through', async () => {
  expect((await fixture.cli('status', '--json')).stdout).not.toContain('"sweeps"');
  fixture.simulator.setFaults([{ kind: 'missing-scope' }]);
  await sweep.tick();
  fixture.simulator.setFaults([]);
  const [delayed, ...others] = JSON.parse((await fixture.cli('status', '--json')).stdout).sweeps;
  const account = fixture.simulator.credentials.accountId;
  expect(delayed).toMatchObject({ account, message: expect.stringContaining('code 4711') });
  expect(others).toEqual([]);
  const { stdout } = await fixture.cli('status');
  expect(stdout).toMatch(
    /^Needs you: 1 sweep\.\n\nSweep of \S+ is delayed \(nothing is swept yet, tried 2026-.*\):\n {2}Zoom answered HTTP 400/,
  );
  await fixture.advance(hour);
  await sweep.tick();
  expect((await fixture.cli('status')).stdout).not.toContain('is delayed');
});

test('sweep says which accounts there are', async () => {
  expect((await fixture.cli('sweep', '--account', 'other')).stderr).toMatch(
    /no such Zoom account here: it can be main\./,
  );
});

test.each([
  [['--from', '2026-05-20'], '--from can be 2026-05-21 at the earliest.'],
  [['--from', '2026-11-21'], 'has not begun'],
  [['--from', '2026-11-20', '--to', '2026-11-19'], 'is after --to'],
  [['--from', 'tomorrow'], 'It must be a day'],
])('sweep with %j is wrong usage', async (args, words) => {
  const { exitCode, stderr } = await fixture.cli('sweep', ...args);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(words);
  expect(invocations).toBe(0);
});
