import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateMeeting, sampleMeetings } from '../../../local/simulator/meetings.ts';
import { newCapture } from '../../../shared/domain/capture/capture.ts';
import { datasets, knownDatasets } from '../../../shared/domain/dataset.ts';
import { omit } from '../../../shared/domain/omit.ts';
import { meetingsOf, startCliFixture } from './cli-fixture.ts';

/** Without the large one, of which status says no more than of the others. */
const samples = sampleMeetings(new Date('2026-11-20T08:59:00Z')).filter(({ topic }) => !topic.startsWith('Town hall'));
let fixture: Awaited<ReturnType<typeof startCliFixture>>;
beforeAll(async () => {
  fixture = await startCliFixture();
  for (const meeting of samples) {
    fixture.simulator.addMeeting(meeting);
    fixture.end(meeting);
  }
  await fixture.drain({ atOnce: 10 });
});
afterAll(() => fixture.close());

test('status of captured meetings as JSON is one line with every meeting, its states and its counts', async () => {
  const { exitCode, stdout, stderr } = await fixture.cli('status', '--json');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  const meetings = meetingsOf(stdout);
  expect(meetings.map(({ uuid }) => uuid).sort()).toEqual(samples.map(({ uuid }) => uuid).sort());
  for (const sample of samples) {
    const served = (dataset: (typeof datasets)[number]) => fixture.served(sample.uuid, dataset).length;
    expect(meetings).toContainEqual(
      expect.objectContaining({
        uuid: sample.uuid,
        kind: sample.kind,
        topic: sample.topic,
        meetingId: sample.meetingId,
        datasets: Object.fromEntries(
          datasets.map((dataset) => [
            dataset,
            expect.objectContaining({
              state: expect.stringMatching(/^(settled|empty)$/),
              rows: served(dataset),
              expectedRows: served(dataset),
            }),
          ]),
        ),
      }),
    );
  }
});

test.each(samples.map(({ uuid, topic }) => [uuid, topic]))(
  'status of one UUID, %s, is that meeting alone',
  async (uuid, topic) => {
    const { exitCode, stdout } = await fixture.cli('status', uuid, '--json', '--local');
    expect(exitCode).toBe(0);
    expect(meetingsOf(stdout)).toEqual([expect.objectContaining({ uuid, topic })]);
    const people = await fixture.cli('status', uuid);
    expect(people.stdout).toContain(uuid);
    expect(people.stdout).toMatch(/participants +(settled|empty) \d+\/\d+ /);
  },
);

test('status of captured meetings is a table for people, below a word that nothing needs them and nothing waits', async () => {
  const { stdout } = await fixture.cli('status');
  expect(stdout).toMatch(
    /^Needs you: nothing\.\n\nWaiting: nothing\.\n\nENDED +UUID +STATE +TOPIC\n(2026-11-20 \S+ +\S+ +settled +.+\n)+$/,
  );
  expect(stdout.trimEnd().split('\n')).toHaveLength(samples.length + 5);
});

test('status of a UUID nobody knows is a fault, and prints nothing for programs', async () => {
  const { exitCode, stdout, stderr } = await fixture.cli('status', '/abcdefghijklmnopqrstu==', '--json');
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toBe(
    'The store has no meeting /abcdefghijklmnopqrstu==: check its spelling and what is read; `status` lists those it has.\n',
  );
});

const register = async (account: string, index: number) => {
  const endTime = new Date(Date.parse('2025-01-01T00:00:00Z') + index * 60_000).toISOString();
  const uuid = Buffer.from(String(index).padStart(16, '0')).toString('base64');
  const meeting = { account, kind: 'meeting', uuid, meetingId: '', endTime, topic: `Meeting ${index}` } as const;
  const capture = newCapture(meeting, 'qos', { nextPollAt: endTime, now: new Date(endTime) });
  await fixture.store.register({ ...meeting, endedAt: endTime, registeredAt: endTime, reason: 'event' }, capture);
  return uuid;
};

test('status merges accounts by the end of their meetings, newest first, beyond one batch', async () => {
  await fixture.addAccount('one');
  await fixture.addAccount('two');
  const uuids: string[] = [];
  for (let index = 0; index < 80; index += 1) uuids.unshift(await register(index % 3 ? 'one' : 'two', index));
  const both = await fixture.cli('status', '--json', '--account', 'one', '--account', 'two');
  expect(meetingsOf(both.stdout).map(({ uuid }) => uuid)).toEqual(uuids);
  const all = await fixture.cli('status', '--json');
  const ends = meetingsOf(all.stdout).map(({ endTime }) => Date.parse(String(endTime)));
  expect(ends).toHaveLength(80 + samples.length);
  expect(ends).toEqual([...ends].sort((a, b) => b - a));
});

test('status ends at the limit and says that there are more, where programs do not read', async () => {
  const { stdout, stderr, exitCode } = await fixture.cli('status', '--json', '--limit', '40', '--account', 'one');
  expect(meetingsOf(stdout)).toHaveLength(40);
  expect(stderr).toBe('There are more meetings than these 40: give a higher --limit to see them.\n');
  expect(exitCode).toBe(0);
  const exact = await fixture.cli('status', '--json', '--limit', '27', '--account', 'two');
  expect(meetingsOf(exact.stdout)).toHaveLength(27);
  expect(exact.stderr).toBe('');
});

test('status shows datasets that no consumer has started, and says what to do when they are long due', async () => {
  const uuid = await register('three', 100);
  const { stdout } = await fixture.cli('status', uuid, '--json');
  const none = { state: 'unregistered', expectedRows: null, rows: 0 };
  expect(meetingsOf(stdout)[0]?.datasets).toMatchObject({
    participants: { ...none, advice: expect.stringContaining('No consumer has started it') },
    qos: { state: 'waiting', rows: 0, advice: expect.stringContaining('has not moved') },
    report: none,
  });
});

test('status of an account without meetings is empty', async () => {
  const json = await fixture.cli('status', '--json', '--account', 'none');
  expect(json).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^\{"meetings":\[\],.*\}\n$/), stderr: '' });
  const people = await fixture.cli('status', '--account', 'none');
  expect(people).toMatchObject({
    exitCode: 0,
    stdout: 'Needs you: nothing.\n\nWaiting: nothing.\n',
    stderr: 'No meeting has been captured yet.\n',
  });
});

test('status of a capture that needs attention names the fault, what Zoom support asks for and what to do; its topic steers no terminal', async () => {
  const endTime = '2026-11-20T08:58:00Z';
  const meeting = generateMeeting({
    seed: 9,
    participants: 3,
    minutes: 5,
    endTime,
    topic: '\u001b[31mred\u202e\nline',
  });
  fixture.simulator.addMeeting(meeting);
  const known = { ...omit(meeting, ...knownDatasets), account: 'four' };
  const capture = newCapture(known, 'report', { nextPollAt: endTime, now: new Date(endTime) });
  const lastError = {
    at: endTime,
    name: 'ZoomFinalError',
    message: 'Too old.',
    code: 12702,
    trackingId: 'v=2.0;rid=X',
  };
  await fixture.addAccount('four');
  await fixture.store.register(
    { ...known, endedAt: endTime, registeredAt: endTime, reason: 'event' },
    { ...capture, state: 'failed', lastError },
  );
  const { stdout } = await fixture.cli('status', '--account', 'four');
  expect(stdout).toContain('\\u001b[31mred');
  expect(stdout).toContain(`  Too old. (code 12702) [tracking id v=2.0;rid=X]\n    ${meeting.uuid}\n`);
  expect(stdout).toContain('Zoom will not give it, now or later: there is nothing to do.');
  const json = await fixture.cli('status', meeting.uuid, '--json');
  expect(meetingsOf(json.stdout)[0]?.datasets).toMatchObject({ report: { state: 'failed', lastError } });
});
