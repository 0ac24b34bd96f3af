import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { createSweepCallCount } from '../../../shared/dynamo/control/rate/call-count.ts';
import { createRateItem } from '../../../shared/dynamo/control/rate/rate-item.ts';
import { startCliFixture } from './cli-fixture.ts';
import { startSweepFunction } from './sweep-function.ts';

let fixture: Awaited<ReturnType<typeof startCliFixture>>;
let sweep: ReturnType<typeof startSweepFunction>;
beforeAll(async () => {
  fixture = await startCliFixture({ timeScale: 0.001 });
  sweep = startSweepFunction(fixture);
});
afterAll(async () => {
  sweep.close();
  await fixture.close();
});

const limitsOf = async (...args: string[]) =>
  JSON.parse((await fixture.cli('limits', '--json', ...args)).stdout).limits;

test('limits counts the calls of the day by live captures, sweep and backfill, as Zoom has seen them', async () => {
  const endTime = new Date(fixture.now() - 3 * 3_600_000);
  const live = generateMeeting({ seed: 1, participants: 2, minutes: 5, endTime });
  const old = generateMeeting({
    seed: 2,
    participants: 2,
    minutes: 5,
    endTime: new Date(endTime.getTime() - 6 * 86_400_000),
  });
  for (const meeting of [live, old]) fixture.simulator.addMeeting(meeting);
  fixture.end(live);
  await fixture.drain({ atOnce: 10 });
  const calls = () => fixture.simulator.calls.filter(({ endpoint }) => endpoint !== 'oauth').length;
  const liveCalls = calls();
  await sweep.tick();
  const sweepCalls = calls() - liveCalls;
  await fixture.cli('backfill', '--from', '2026-11-14', '--to', '2026-11-14');
  const planned = await limitsOf();
  await fixture.drain({ atOnce: 10 });
  const [limits] = await limitsOf();
  expect(limits).toMatchObject({
    account: fixture.simulator.credentials.accountId,
    name: 'main',
    plan: 'business',
    day: '2026-11-20',
    callsPerDay: 60_000,
    backfillPerDay: 24_000,
  });
  expect(limits.stop).toBeUndefined();
  expect(limits.calls.live).toBe(liveCalls);
  // The plan of the backfill lists a day too, as a sweep by hand.
  expect(limits.calls.sweep).toBe(sweepCalls + 1);
  expect(limits.calls.backfill).toBe(calls() - liveCalls - sweepCalls - 1);
  expect(planned[0].calls.total).toBeLessThan(limits.calls.total);
  const { stdout } = await fixture.cli('limits', '--account', 'main');
  expect(stdout).toMatch(
    /^main \(\S+\), plan business\n {2}calls to Zoom on 2026-11-20 \(UTC\): \d+ of 60,000 \(0 %\); live \d+, sweep \d+,\n/,
  );
  expect(stdout).toMatch(/\n {2}no stop: calls go on\n$/);
});

test('limits shows a stop with since, until and the next probe, in status and capture too, and --resume ends it', async () => {
  const { accountId } = fixture.simulator.credentials;
  const control = { client: fixture.client, table: 'Control', accountId };
  const item = createRateItem(control);
  const state = await item.read();
  if (!state) throw new Error('There is no rate item.');
  const since = fixture.now();
  const [nextProbeAt, until] = [since + 5 * 60_000, since + 3_600_000];
  const stop = { cause: 'day-limit', since, until, nextProbeAt, probes: 1 } as const;
  await item.changeHealth({ health: { failing: [], stop } }, state);
  const { stdout } = await fixture.cli('limits', '--local');
  expect(stdout).toMatch(/stopped since 2026-11-20 [\d:]+Z: Zoom says that the day's calls are used up\./);
  expect(stdout).toContain(`    npm run --silent cli -- limits --resume --account ${accountId} --local\n`);
  expect((await limitsOf())[0].stop).toMatchObject({
    cause: 'day-limit',
    probes: 1,
    until: new Date(until).toISOString(),
  });
  expect((await fixture.cli('status')).stdout).toContain(`account ${accountId} is stopped since`);
  expect(JSON.parse((await fixture.cli('status', '--json')).stdout).stops).toMatchObject([{ account: accountId }]);
  const [uuid = ''] = JSON.parse((await fixture.cli('status', '--json')).stdout).meetings.map(
    (one: { uuid: string }) => one.uuid,
  );
  expect((await fixture.cli('capture', uuid)).stderr).toMatch(/^It waits: account \S+ is stopped since/);
  expect((await fixture.cli('limits', '--resume', '--account', accountId)).stdout).toContain(
    'It is lifted: calls go on.',
  );
  expect((await limitsOf())[0].stop).toBeUndefined();
  expect((await fixture.cli('limits', '--resume')).stderr).toBe('There was no stop to end.\n');
});

test('limits tells what the store has where the sweep function cannot be asked, and why names are missing', async () => {
  const { answer } = fixture.sweepFunction;
  fixture.sweepFunction.answer = async () => {
    throw new Error('It is stopped.');
  };
  const { stdout, stderr, exitCode } = await fixture.cli('limits');
  if (answer) fixture.sweepFunction.answer = answer;
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(new RegExp(`^${fixture.simulator.credentials.accountId}\\n {2}calls to Zoom`));
  expect(stderr).toMatch(/^Names and plans of the accounts are not known\. It is stopped\./);
  expect((await fixture.cli('limits', '--account', 'nosuch')).exitCode).toBe(2);
});

test('the count of calls of sweeps begins anew each day', async () => {
  let at = Date.parse('2026-11-20T23:59:00Z');
  const count = createSweepCallCount({ client: fixture.client, table: 'Control', accountId: 'b', now: () => at });
  await count.add();
  await count.add();
  at += 120_000;
  await count.add();
  expect([await count.ofDay('2026-11-20'), await count.ofDay('2026-11-21')]).toEqual([0, 1]);
});
