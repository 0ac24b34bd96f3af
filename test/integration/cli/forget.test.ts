import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { newCapture } from '../../../shared/domain/capture/capture.ts';
import { datasets } from '../../../shared/domain/dataset.ts';
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

let seed = 50;
function someMeeting() {
  seed += 1;
  const endTime = new Date(fixture.now() - 3 * 3_600_000);
  const meeting = generateMeeting({ seed, participants: 4, minutes: 5, endTime, topic: 'A test' });
  fixture.simulator.addMeeting(meeting);
  return meeting;
}
const itemsOf = async (uuid: string) => {
  const { Items = [] } = await fixture.client.send(
    new QueryCommand({
      TableName: 'Captures',
      KeyConditionExpression: 'pk = :uuid',
      ExpressionAttributeValues: { ':uuid': { S: uuid } },
    }),
  );
  return Items;
};
const entitiesOf = async (uuid: string) => [...new Set((await itemsOf(uuid)).map(({ entity }) => entity?.S))];

/** Of an account that the stage does not have. */
async function parkedMeeting(account: string) {
  await fixture.addAccount(account);
  const meeting = someMeeting();
  const { uuid, kind, meetingId, endTime } = meeting;
  const ended = { account, kind, uuid, meetingId, endTime };
  const capture = newCapture(ended, 'qos', { nextPollAt: endTime, now: new Date(endTime) });
  const registered = { ...ended, endedAt: new Date(endTime).toISOString(), registeredAt: endTime };
  await fixture.store.register({ ...registered, reason: 'event' }, { ...capture, state: 'parked' });
  return meeting;
}

test('forget shows what would go, removes it once that is agreed, and no message or sweep brings it back', async () => {
  const meeting = someMeeting();
  const { uuid } = meeting;
  fixture.end(meeting);
  await fixture.drain({ atOnce: 10 });
  const rows = datasets.reduce((sum, dataset) => sum + fixture.served(uuid, dataset).length, 0);
  const plan = await fixture.cli('forget', uuid, '--dry-run');
  expect(plan).toMatchObject({ exitCode: 0, stderr: '' });
  expect(plan.stdout).toContain(`To forget: 1 meeting of account ${fixture.simulator.credentials.accountId},\n`);
  expect(plan.stdout).toContain(`3 captures (3 settled), ${rows} rows.\n  ${uuid}  2026-11-20 06:00Z  A test\n`);
  expect((await fixture.cli('forget', uuid)).exitCode).toBe(2);
  expect(await entitiesOf(uuid)).toContain('meeting');

  const { stdout, exitCode } = await fixture.cli('forget', uuid, '--yes');
  expect([exitCode, stdout.split('\n').at(-2)]).toEqual([0, '1 meeting forgotten.']);
  expect(await itemsOf(uuid)).toHaveLength(1 + datasets.length);
  expect(await entitiesOf(uuid)).toEqual(['forgotten']);
  expect((await fixture.cli('status', uuid)).exitCode).toBe(1);
  expect((await fixture.cli('meetings', '--day', '2026-11-20', '--json')).stdout).not.toContain(uuid);

  fixture.end(meeting);
  await fixture.drain({ atOnce: 10 });
  await sweep.tick();
  await fixture.drain({ atOnce: 10 });
  expect(fixture.crashes).toEqual([]);
  expect(sweep.lines.filter(({ fields }) => fields.uuid === uuid)).toEqual([]);
  expect(await entitiesOf(uuid)).toEqual(['forgotten']);

  // A person who names it wants it again.
  expect((await fixture.cli('capture', uuid)).exitCode).toBe(0);
  await fixture.drain({ atOnce: 10 });
  for (const dataset of datasets) expect(await fixture.stored(uuid, dataset)).toEqual(fixture.served(uuid, dataset));
});

test('forget leaves a meeting whose capture is at work, and says so', async () => {
  const { uuid, kind, meetingId, endTime } = someMeeting();
  const ended = { account: 'a', kind, uuid, meetingId, endTime };
  const capture = newCapture(ended, 'qos', { nextPollAt: endTime, now: new Date(endTime) });
  const until = new Date(fixture.now() + 60_000).toISOString();
  await fixture.store.register(
    { ...ended, endedAt: new Date(endTime).toISOString(), registeredAt: endTime, reason: 'event' },
    { ...capture, state: 'running', run: 1, lease: { owner: 'w', until } },
  );
  const left = await fixture.cli('forget', uuid, '--yes', '--json');
  expect(left.exitCode).toBe(1);
  expect(JSON.parse(left.stdout)).toMatchObject({ dryRun: false, forgotten: [], atWork: [uuid] });
  expect(left.stderr).toContain('1 meeting left: a capture is at work. Type the same again in ten minutes.');
  expect((await fixture.store.load(uuid, 'qos'))?.state).toBe('running');
  fixture.advance(10 * 60_000);
  expect(JSON.parse((await fixture.cli('forget', uuid, '--yes', '--json')).stdout).forgotten).toEqual([uuid]);
});

test('forget --account removes all meetings of an account that was never the stage, and none of one that is', async () => {
  const { accountId } = fixture.simulator.credentials;
  const refused = await fixture.cli('forget', '--account', accountId, '--yes');
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toContain('so they are rightly here');
  const meetings = [await parkedMeeting('typo'), await parkedMeeting('typo'), await parkedMeeting('typo')];
  const uuids = meetings.map(({ uuid }) => uuid);
  const other = await parkedMeeting('another typo');
  expect((await fixture.cli('status', '--account', 'typo')).stdout).toContain('Needs you: 3 captures of 3 meetings.');
  const { stdout } = await fixture.cli('forget', '--account', 'typo', '--yes');
  expect(stdout).toContain('3 captures (3 parked), 0 rows.\n');
  expect(stdout).toMatch(/\n3 meetings forgotten\.\n$/);
  expect((await fixture.cli('status', '--account', 'typo')).stdout).toContain('Needs you: nothing.');
  expect((await fixture.cli('forget', '--account', 'typo')).stderr).toBe('Nothing is stored of that account.\n');
  expect((await fixture.cli('status')).stdout).toContain('  account another typo\n');
  expect(await entitiesOf(other.uuid)).toEqual(['capture', 'meeting']);
  // Under the right account they are news: the sweep finds two of them, the event of one comes once more.
  const [told] = meetings;
  if (told) fixture.end(told);
  await fixture.advance(3_600_000);
  await sweep.tick();
  await fixture.drain({ atOnce: 10 });
  for (const uuid of uuids) {
    for (const dataset of datasets) expect(await fixture.stored(uuid, dataset)).toEqual(fixture.served(uuid, dataset));
    expect((await fixture.store.load(uuid, 'qos'))?.account).toBe(accountId);
  }
});

test.each([[[]], [['a==', '--account', 'b']]])('forget %j is wrong usage', async (args) => {
  expect(await fixture.cli('forget', ...args)).toMatchObject({ exitCode: 2, stdout: '', opened: [] });
});

test('forget of a UUID that nobody knows is a fault', async () => {
  expect((await fixture.cli('forget', '/abcdefghijklmnopqrstu==', '--yes')).exitCode).toBe(1);
});
