import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { newCapture } from '../../../shared/domain/capture/capture.ts';
import { type CaptureMessage, firstMessage } from '../../../shared/domain/capture/capture-message.ts';
import { type Dataset, knownDatasets } from '../../../shared/domain/dataset.ts';
import { redrive } from '../../../shared/operations/redrive/redrive.ts';
import { createCaptureQueue } from '../../../shared/queue/capture-queue.ts';
import { createDeadLetterQueue } from '../../../shared/queue/dead-letter-queue.ts';
import { decodeMessage, encodeMessage } from '../../../shared/queue/message-codec.ts';
import { startCliFixture } from './cli-fixture.ts';
import { startQueues } from './queues.ts';

const endTime = '2026-11-20T08:58:00Z';
let fixture: Awaited<ReturnType<typeof startCliFixture>>;
beforeAll(async () => {
  fixture = await startCliFixture();
});
afterEach(() => fixture.queues.purge('qos'));
afterAll(() => fixture.close());

let seed = 0;
function someMeeting() {
  seed += 1;
  return generateMeeting({ seed, participants: 3, minutes: 5, endTime, topic: `Meeting ${seed}` });
}

function messageOf(meeting: ReturnType<typeof someMeeting>): CaptureMessage {
  const { kind, uuid, meetingId, topic } = meeting;
  const account = fixture.simulator.credentials.accountId;
  return firstMessage({ kind, uuid, meetingId, topic, endTime, account }, 'event', new Date(endTime));
}

const lastError = {
  at: endTime,
  name: 'ZoomUnknownError',
  message: 'Zoom answered in HTML.',
  code: 4999,
  trackingId: 'v=2.0;rid=WEB_1',
};

/** A meeting whose QoS was given up after a poll, with its message in the dead-letter queue. */
async function failedMeeting() {
  const meeting = someMeeting();
  fixture.simulator.addMeeting(meeting);
  const message = messageOf(meeting);
  const capture = {
    ...newCapture(message, 'qos', { nextPollAt: endTime, now: new Date(endTime) }),
    state: 'failed' as const,
    lastError,
  };
  const registered = { ...message, endedAt: endTime, registeredAt: endTime };
  await fixture.store.register(registered, capture);
  const messageId = await fixture.queues.deadLetter('qos', encodeMessage(message));
  return { meeting, message, messageId };
}

test('redrive sends the message of a failed capture back so that it is captured', async () => {
  const { meeting } = await failedMeeting();
  const { exitCode, stdout, stderr } = await fixture.cli('redrive', 'qos', '--json');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(JSON.parse(stdout)).toMatchObject({
    dataset: 'qos',
    dryRun: false,
    left: [],
    redriven: [{ uuid: meeting.uuid, dataset: 'qos', sequence: 0, reason: 'demand', state: 'failed', lastError }],
  });
  expect(fixture.queues.deadCounts('qos')).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  const [body = ''] = await fixture.queues.bodies('qos');
  fixture.queue.send('qos', decodeMessage(body));
  await fixture.drain();
  expect((await fixture.store.load(meeting.uuid, 'qos'))?.state).toBe('settled');
  expect(await fixture.stored(meeting.uuid, 'qos')).toEqual(fixture.served(meeting.uuid, 'qos'));
});

test('redrive sends a message that no capture was given up for back as it was', async () => {
  const message = messageOf(someMeeting());
  await fixture.queues.deadLetter('qos', encodeMessage(message));
  expect((await fixture.cli('redrive', 'qos')).stdout).toMatch(
    /^1 message sent back to the queue of qos:\n {2}1 message, unregistered\n {4}\S+ {2}2026-11-20 08:58Z {2}Meeting \d+\n$/,
  );
  expect((await fixture.queues.bodies('qos')).map(decodeMessage)).toEqual([message]);
});

test('redrive --dry-run shows what lies there with its last fault, and leaves it', async () => {
  const { meeting } = await failedMeeting();
  for (const _ of [1, 2]) {
    const { stdout, exitCode } = await fixture.cli('redrive', 'qos', '--dry-run');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^1 message would be sent back to the queue of qos:\n/);
    expect(stdout).toContain(meeting.uuid);
    expect(stdout).toContain(
      '1 message, failed: Zoom answered in HTML. (code 4999) [tracking id\n  v=2.0;rid=WEB_1]\n',
    );
    expect(fixture.queues.deadCounts('qos')).toEqual({ visible: 1, inFlight: 0, delayed: 0 });
  }
  expect(fixture.queues.counts('qos').visible).toBe(0);
});

test('redrive --uuid takes that meeting alone, beyond one batch, and leaves the others visible', async () => {
  for (let index = 0; index < 24; index += 1) {
    await fixture.queues.deadLetter('qos', encodeMessage(messageOf(someMeeting())));
  }
  const { meeting } = await failedMeeting();
  await fixture.queues.deadLetter('qos', 'not a message');
  const { stdout } = await fixture.cli('redrive', 'qos', '--uuid', meeting.uuid, '--json');
  expect(JSON.parse(stdout)).toMatchObject({ redriven: [{ uuid: meeting.uuid }], left: [] });
  expect(fixture.queues.deadCounts('qos')).toEqual({ visible: 25, inFlight: 0, delayed: 0 });
  const none = await fixture.cli('redrive', 'qos', '--uuid', '-/+bcdefghijklmnopqrst==');
  expect(none.stderr).toBe('The dead-letter queue of qos has no message of that meeting.\n');
  const all = await fixture.cli('redrive', 'qos', '--json');
  expect(JSON.parse(all.stdout).redriven).toHaveLength(24);
});

test('redrive leaves, and names, what cannot be read, and none of its contents', async () => {
  const messageId = await fixture.queues.deadLetter('qos', '{"v":1,"uuid":"secret name"}');
  const { exitCode, stdout } = await fixture.cli('redrive', 'qos');
  expect(exitCode).toBe(0);
  expect(stdout).toContain(`1 message left in the dead-letter queue:\n  ${messageId}  The message is not a capture's:`);
  expect(stdout).not.toContain('secret name');
  expect(fixture.queues.deadCounts('qos').visible).toBe(1);
});

test('redrive of an empty dead-letter queue says so', async () => {
  const { exitCode, stdout, stderr } = await fixture.cli('redrive', 'participants');
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
  expect(stderr).toBe('The dead-letter queue of participants is empty.\n');
  const json = await fixture.cli('redrive', 'report', '--json');
  expect(JSON.parse(json.stdout)).toEqual({ dataset: 'report', dryRun: false, redriven: [], left: [] });
});

test('redrive --all says what lies in all queues, and sends nothing until that is agreed', async () => {
  const { meeting } = await failedMeeting();
  const other = messageOf(someMeeting());
  await fixture.queues.deadLetter('report', encodeMessage(other));
  const refused = await fixture.cli('redrive', '--all');
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain('Add --yes');
  expect(refused.stdout).toContain('1 message would be sent back to the queue of qos:\n');
  expect(refused.stdout).toContain('1 message would be sent back to the queue of report:\n');
  fixture.terminal.ask = async () => false;
  expect(await fixture.cli('redrive', '--all')).toMatchObject({ exitCode: 0, stderr: 'Nothing was done.\n' });
  expect([fixture.queues.deadCounts('qos').visible, fixture.queues.deadCounts('report').visible]).toEqual([1, 1]);
  fixture.terminal.ask = async () => true;
  expect((await fixture.cli('redrive', '--all')).stdout).toMatch(/\n2 messages sent back\.\n$/);
  fixture.terminal.ask = undefined;
  expect([fixture.queues.deadCounts('qos').visible, fixture.queues.deadCounts('report').visible]).toEqual([0, 0]);
  expect((await fixture.queues.bodies('qos')).map((body) => decodeMessage(body).uuid)).toEqual([meeting.uuid]);
  await fixture.queues.purge('report');
});

/** What is told of each queue, in their order: of one something, of all others that nothing was in them. */
const everyDataset = (told: { readonly dataset: Dataset; readonly [member: string]: unknown }) =>
  knownDatasets.map((dataset) => (dataset === told.dataset ? told : { dataset, redriven: [] }));

test('redrive --all with --yes and --json tells what was done with each queue', async () => {
  const { meeting } = await failedMeeting();
  const shown = JSON.parse((await fixture.cli('redrive', '--all', '--dry-run', '--json')).stdout);
  expect(shown).toMatchObject({
    dryRun: true,
    datasets: everyDataset({ dataset: 'qos', redriven: [{ uuid: meeting.uuid }] }),
  });
  expect(fixture.queues.deadCounts('qos').visible).toBe(1);
  const done = JSON.parse((await fixture.cli('redrive', '--all', '--yes', '--json')).stdout);
  expect(done).toMatchObject({
    dryRun: false,
    datasets: everyDataset({ dataset: 'qos', dryRun: false, redriven: [{ uuid: meeting.uuid }] }),
  });
  expect(fixture.queues.deadCounts('qos').visible).toBe(0);
  expect(await fixture.cli('redrive', '--all')).toMatchObject({
    exitCode: 0,
    stdout: '',
    stderr: 'All dead-letter queues are empty.\n',
  });
});

test.each([[['qos', '--all']], [[]]])('redrive %j names no queue, or two, and is wrong usage', async (args) => {
  expect(await fixture.cli('redrive', ...args)).toMatchObject({ exitCode: 2, stdout: '', opened: [] });
});

async function rig(intercept?: Parameters<typeof startQueues>[0]) {
  const queues = await startQueues(intercept);
  onTestFinished(() => queues.close());
  const { sqs, outputs } = queues;
  const queue = createCaptureQueue({ client: sqs, queueUrl: outputs.QosQueueUrl ?? '' });
  const deps = {
    deadLetters: createDeadLetterQueue(sqs, outputs.QosDeadLetterQueueUrl ?? ''),
    send: queue.send,
    load: async () => undefined,
    now: Date.now,
  };
  return { queues, deps, run: () => Array.fromAsync(redrive({ dryRun: false }, deps)) };
}

test('redrive doubles a message at most when it dies between sending and deleting', async () => {
  let dead = true;
  const { queues, run } = await rig((call, next) => {
    if (dead && call.operation === 'DeleteMessage') throw new Error('killed');
    return next();
  });
  await queues.deadLetter('qos', encodeMessage(messageOf(someMeeting())));
  await expect(run()).rejects.toThrow();
  expect(queues.counts('qos').visible).toBe(1);
  expect(queues.deadCounts('qos')).toEqual({ visible: 1, inFlight: 0, delayed: 0 });
  dead = false;
  expect(await run()).toHaveLength(1);
  expect(queues.counts('qos').visible).toBe(2);
  expect(queues.deadCounts('qos').visible).toBe(0);
});

test('redrive loses nothing when the queue takes no message', async () => {
  let broken = true;
  const { queues, run } = await rig((call, next) => {
    if (broken && call.operation === 'SendMessage') throw new Error('no');
    return next();
  });
  broken = false;
  await queues.deadLetter('qos', encodeMessage(messageOf(someMeeting())));
  broken = true;
  await expect(run()).rejects.toThrow();
  expect(queues.deadCounts('qos').visible).toBe(1);
});

test('redrive ends although a capture fails again and again at once', async () => {
  const { queues, deps } = await rig();
  const message = messageOf(someMeeting());
  await queues.deadLetter('qos', encodeMessage(message));
  const failing = {
    ...deps,
    send: async (again: CaptureMessage) => void (await queues.deadLetter('qos', encodeMessage(again))),
  };
  const outcomes = await Array.fromAsync(redrive({ dryRun: false }, failing));
  expect(outcomes.map(({ kind }) => kind)).toEqual(['redriven', 'left']);
  expect(queues.deadCounts('qos').visible).toBe(1);
});
