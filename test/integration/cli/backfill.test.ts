import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { startCliFixture } from './cli-fixture.ts';
import { startSweepFunction } from './sweep-function.ts';

const hour = 3_600_000;
let fixture: Awaited<ReturnType<typeof startCliFixture>>;
let sweep: ReturnType<typeof startSweepFunction>;

beforeAll(async () => {
  fixture = await startCliFixture({ timeScale: 0.001 });
  sweep = startSweepFunction(fixture);
  for (let seed = 1; seed <= 6; seed += 1) {
    const endTime = new Date(fixture.now() - (seed + 2) * 24 * hour);
    fixture.simulator.addMeeting(generateMeeting({ seed, participants: 12, minutes: 30, endTime }));
  }
});
afterAll(async () => {
  sweep.close();
  await fixture.close();
});

const work = async () => {
  await sweep.tick();
  await fixture.drain({ until: fixture.now() + 4 * 60_000, atOnce: 10 });
  fixture.advance(5 * 60_000);
};

test('backfill --dry-run shows the plan and starts nothing', async () => {
  const { exitCode, stdout, stderr } = await fixture.cli('backfill', '--from', '2026-11-01', '--dry-run');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  // 15 rows each: a page of participants and of the report, and two of QoS; a list for each of 20 days.
  expect(stdout).toMatch(
    /^main: 6 meetings ended: 6 to capture\.\n {2}It takes 44 calls to Zoom \(20 for lists\), 1 day within the budget, less than\n {2}\$0\.01 on AWS\.\n$/,
  );
  expect(await fixture.cli('backfill', 'status')).toMatchObject({ stdout: '', stderr: 'There is no backfill.\n' });
});

test('backfill plans by the budget and the datasets it is given', async () => {
  const { stdout } = await fixture.cli(
    'backfill',
    '--from',
    '2026-11-01',
    '--datasets',
    'report',
    '--budget',
    '5',
    '--dry-run',
    '--json',
  );
  expect(JSON.parse(stdout)).toMatchObject({
    plans: [{ account: 'main', meetings: 6, calls: 26, listCalls: 20, days: 6 }],
    backfills: [],
  });
});

test('backfill starts, tells how far it is, pauses, resumes, and is done', async () => {
  const before = fixture.simulator.calls.length;
  expect((await fixture.cli('backfill', '--from', '2026-11-01', '--budget', '1000')).stdout).toMatch(
    /6 to capture\.[\s\S]*\nStarted\. See `backfill status`\.\n$/,
  );
  expect((await fixture.cli('backfill', 'status')).stdout).toMatch(
    /^main: all queued, 2026-11-01 to 2026-11-20\n {2}captured 0 of 6 meetings \(0 %\); 6 queued, of them 6 to be polled; no day is\n {2}left\n {2}calls to Zoom: 20 of 1,000 today, 20 in all, lists and tries again among them\n$/,
  );
  expect((await fixture.cli('backfill', 'pause')).stdout).toMatch(/^main: paused, 2026-11-01 to 2026-11-20\n/);
  await work();
  for (const line of ['cancel --dry-run', 'resume --budget 5', '--dry-run cancel']) {
    const refused = await fixture.cli('backfill', ...line.split(' '));
    expect({ line, ...refused }).toMatchObject({ line, exitCode: 2, stdout: '', opened: [] });
  }
  expect((await fixture.cli('backfill', 'status', '--account', 'main', '--json')).stdout).toContain('"phase":"paused"');
  expect((await fixture.cli('backfill', 'resume')).exitCode).toBe(0);
  expect((await fixture.cli('backfill', 'status')).stdout).toMatch(
    /captured \d of 6 meetings \(\d+ %\); 6 queued[\s\S]*no day is[\s\S]*left\n {2}calls to Zoom: \d+ of 1,000 today, \d+ in all, lists and tries again among them\n$/,
  );
  for (let ticks = 0; ticks < 3; ticks += 1) await work();
  expect((await fixture.cli('backfill', 'status')).stdout).toMatch(
    /^main: done, 2026-11-01 to 2026-11-20\n {2}captured 6 of 6 meetings \(100 %\); 6 queued; no day is left\n/,
  );
  const { backfills } = JSON.parse((await fixture.cli('backfill', 'status', '--json')).stdout);
  // As many as were planned, and as Zoom has seen: the sweep lists two days at a time.
  const made = fixture.simulator.calls
    .slice(before)
    .filter(({ endpoint, query: { from, to } }) => endpoint !== 'oauth' && from === to);
  expect(made).toHaveLength(44);
  expect(backfills).toMatchObject([{ phase: 'done', captured: 6, daysLeft: 0, calls: 44, callsToday: 44 }]);
  expect((await fixture.cli('backfill', 'cancel')).stderr).toBe('main has no backfill to cancel.\n');
  expect((await fixture.cli('backfill', '--from', '2026-11-01')).stdout).toBe(
    'main: 6 meetings ended: 6 known.\n  Nothing is missing.\n',
  );
});

test.each(['status', 'pause', 'resume', 'cancel'])(
  'backfill %s --help shows the options that it has, and examples',
  async (name) => {
    const { exitCode, stdout } = await fixture.cli('backfill', name, '--help');
    expect(exitCode).toBe(0);
    const options = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, option]) => option);
    const global = ['--version', '--local', '--data-dir', '--stage', '--stack', '--table', '--region', '--tz'];
    expect(options).toEqual(['--account', '--json', '--help', ...global]);
    expect(stdout).toContain(`$ zoom-capture backfill ${name}`);
  },
);

test.each([
  [[], 'From which day?'],
  [['--from', '2026-05-20'], '--from can be 2026-05-21 at the earliest.'],
  [['--from', '2026-11-10', '--to', '2026-11-09'], 'is after --to'],
  [['--from', '2026-11-10', '--to', '2026-11-21'], 'has not begun'],
  [['--from', '2026-11-10', '--datasets', 'people'], 'It must be some of participants, qos, report'],
  [['--from', '2026-11-10', '--budget', '0'], 'It must be a whole number'],
])('backfill with %j is wrong usage', async (args, words) => {
  const { exitCode, stderr } = await fixture.cli('backfill', ...args);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(words);
});
