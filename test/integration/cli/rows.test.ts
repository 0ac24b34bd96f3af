import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { type Dataset, datasets, knownDatasets } from '../../../shared/domain/dataset.ts';
import { omit } from '../../../shared/domain/omit.ts';
import { canonicalText } from '../../../shared/domain/row/content-hash.ts';
import { parseExact } from '../../../shared/domain/row/exact-json.ts';
import { createRowStore } from '../../../shared/dynamo/rows/row-store.ts';
import { startCliFixture } from './cli-fixture.ts';

const endTime = '2026-11-20T08:58:00Z';
const meeting = generateMeeting({ seed: 5, participants: 40, minutes: 20, endTime, uuid: '-/+bcdefghijklmnopqrst==' });
let fixture: Awaited<ReturnType<typeof startCliFixture>>;
beforeAll(async () => {
  fixture = await startCliFixture();
  fixture.simulator.addMeeting(meeting);
  fixture.end(meeting);
  await fixture.drain({ atOnce: 3 });
});
afterAll(() => fixture.close());

const canonicalLines = (stdout: string) =>
  stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => canonicalText(parseExact(line)))
    .sort();

test.each(datasets)('rows of %s as JSON are exactly what Zoom returned, a line each', async (dataset) => {
  const { exitCode, stdout, stderr } = await fixture.cli('rows', meeting.uuid, dataset, '--json');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(canonicalLines(stdout)).toEqual(fixture.served(meeting.uuid, dataset));
});

test.each<[Dataset, RegExp]>([
  ['participants', /^USER NAME +EMAIL +JOIN TIME/],
  ['qos', /^USER NAME +JOIN TIME.* SAMPLES\n/],
  ['report', /^NAME +USER EMAIL +JOIN TIME.* STATUS\n/],
])('rows of %s for people are the main columns', async (dataset, titles) => {
  const { stdout } = await fixture.cli('rows', meeting.uuid, dataset);
  expect(stdout).toMatch(titles);
  expect(stdout.trimEnd().split('\n').length - 1).toBe(fixture.served(meeting.uuid, dataset).length);
});

test('rows keep a number that no double holds', async () => {
  const other = generateMeeting({ seed: 6, participants: 2, minutes: 5, endTime });
  fixture.simulator.addMeeting(other);
  fixture.end(other, ['report']);
  await fixture.drain();
  const rows = createRowStore({
    client: fixture.client,
    table: 'Captures',
    sleep: async () => {},
    random: Math.random,
  });
  const text = '{"name":"Ada","amount":12345678901234567890.25}';
  const row = Object(parseExact(text));
  await rows.write({ uuid: other.uuid, dataset: 'report', rows: [{ key: 'zz', row }], stamp: { run: 9, page: 1 } });
  const { stdout, stderr, exitCode } = await fixture.cli('rows', other.uuid, 'report', '--json');
  expect(stdout).toContain(text);
  // One row more than the capture counted: said, and told to programs by the exit code.
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^The store has 3 rows where the last poll counted 2: /);
});

test.each(['qos', 'report'] as const)(
  'rows of %s of a meeting of one person are none, and it says why',
  async (dataset) => {
    const alone = generateMeeting({ seed: 9, participants: 1, minutes: 5, endTime });
    fixture.simulator.addMeeting(alone);
    fixture.end(alone);
    await fixture.drain();
    const why = 'Zoom has none of a meeting that one person was in.';
    const rows = await fixture.cli('rows', alone.uuid, dataset, '--json');
    expect(rows).toMatchObject({ exitCode: 0, stdout: '', stderr: `There are no rows: ${why}\n` });
    expect((await fixture.cli('status', alone.uuid)).stdout).toContain(`${dataset}: Empty, rightly: ${why}\n`);
  },
);

test.each(['qos', 'status'])('%s of a meeting id says what lists its UUIDs', async (command) => {
  const { exitCode, stderr } = await fixture.cli(command, '83188823866');
  expect(exitCode).toBe(1);
  expect(stderr).toBe('83188823866 is a meeting id: `cli meeting 83188823866` lists its UUIDs.\n');
});

test('erase of a person with a blank name asks for an address or an id', async () => {
  const { exitCode, stderr } = await fixture.cli('erase', '--person', '');
  expect(exitCode).toBe(2);
  expect(stderr).toContain('It is blank: give an e-mail address or a Zoom user id.');
});

test('rows of a capture under way are those stored so far, said where programs do not read', async () => {
  const slow = generateMeeting({ seed: 7, participants: 60, minutes: 5, endTime });
  fixture.simulator.addMeeting(slow);
  fixture.end(slow, ['qos']);
  await fixture.drain();
  const capture = await fixture.store.load(slow.uuid, 'qos');
  if (!capture) throw new Error('There is no capture.');
  const progress = {
    segments: [],
    contentHash: '',
    halfReadyRows: 0,
    complete: false,
    prune: false,
    restarts: 0,
  };
  await fixture.store.save(
    {
      ...omit(capture, 'settledAt'),
      state: 'running',
      polls: 0,
      rows: 0,
      progress: { ...progress, type: 'past', pages: 1, rows: 10, expectedRows: 60 },
    },
    capture.run,
  );
  const { exitCode, stdout, stderr } = await fixture.cli('rows', slow.uuid, 'qos', '--json');
  expect(exitCode).toBe(0);
  expect(stdout).not.toBe('');
  expect(stderr).toBe('Not complete: the capture is running; these are the rows stored so far. `status` says more.\n');
  const status = await fixture.cli('status', slow.uuid, '--json');
  expect(status.stdout).toContain('"qos":{"state":"running","expectedRows":60,"rows":10,');
  const report = await fixture.cli('rows', slow.uuid, 'report', '--json');
  expect(report).toMatchObject({ exitCode: 0, stdout: '' });
  expect(report.stderr).toBe('No consumer has started it yet: there are no rows. `status` says more.\n');
});

test('rows of a meeting nobody knows are a fault', async () => {
  const { exitCode, stdout, stderr } = await fixture.cli('rows', 'q7%2F%2FL', 'qos', '--json');
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toMatch(/^The store has no meeting q7%2F%2FL: give it unescaped/);
});

test('rows of a dataset that there is not are wrong usage, before anything is opened', async () => {
  const { exitCode, stderr, opened } = await fixture.cli('rows', meeting.uuid, 'chat', '--json');
  expect({ exitCode, opened }).toEqual({ exitCode: 2, opened: [] });
  expect(stderr).toContain(`It must be one of ${knownDatasets.join(', ')}.`);
});
