import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { newCapture } from '../../../shared/domain/capture.ts';
import { type CaptureMessage, firstLook } from '../../../shared/domain/capture-message.ts';
import { redrive } from '../../../shared/operations/redrive/redrive.ts';
import { createCaptureQueue } from '../../../shared/queue/capture-queue.ts';
import { createDeadLetterQueue } from '../../../shared/queue/dead-letter-queue.ts';
import { decodeMessage, encodeMessage } from '../../../shared/queue/message-codec.ts';
import { startCliBench } from './cli-bench.ts';
import { startQueues } from './queues.ts';

const endTime = '2026-11-20T08:58:00Z';
let bench: Awaited<ReturnType<typeof startCliBench>>;
beforeAll(async () => {
  bench = await startCliBench();
});
afterEach(() => bench.queues.purge('qos'));
afterAll(() => bench.close());

let seed = 0;
function someMeeting() {
  seed += 1;
  return generateMeeting({ seed, participants: 3, minutes: 5, endTime, topic: `Meeting ${seed}` });
}

function messageOf(meeting: ReturnType<typeof someMeeting>): CaptureMessage {
  const { kind, uuid, meetingId, topic } = meeting;
  const account = bench.simulator.credentials.accountId;
  return firstLook({ kind, uuid, meetingId, topic, endTime, account }, 'event', new Date(endTime));
}

const lastError = {
  at: endTime,
  name: 'ZoomUnknownError',
  message: 'Zoom answered in HTML.',
  code: 4999,
  trackingId: 'v=2.0;rid=WEB_1',
};

/** A meeting whose QoS was given up after a look, with its message in the dead-letter queue. */
async function failedMeeting() {
  const meeting = someMeeting();
  bench.simulator.addMeeting(meeting);
  const message = messageOf(meeting);
  const capture = { ...newCapture(message, 'qos', endTime, new Date(endTime)), state: 'failed' as const, lastError };
  const registered = { ...message, endedAt: endTime, registeredAt: endTime };
  await bench.store.register(registered, capture);
  const messageId = await bench.queues.bury('qos', encodeMessage(message));
  return { meeting, message, messageId };
}

describe('redrive', () => {
  test('sends the message of a failed capture back so that it is captured', async () => {
    const { meeting } = await failedMeeting();
    const { exitCode, stdout, stderr } = await bench.cli('redrive', 'qos', '--json');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ dataset: 'qos', dryRun: false, left: [] },
      redriven: [{ uuid: meeting.uuid, dataset: 'qos', look: 1, reason: 'demand', state: 'failed', lastError }],
    });
    expect(bench.queues.deadCounts('qos')).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    const [body = ''] = await bench.queues.bodies('qos');
    bench.queue.send('qos', decodeMessage(body));
    await bench.drain();
    expect((await bench.store.load(meeting.uuid, 'qos'))?.state).toBe('settled');
    expect(await bench.stored(meeting.uuid, 'qos')).toEqual(bench.served(meeting.uuid, 'qos'));
  });

  test('sends a message that no capture was given up for back as it was', async () => {
    const message = messageOf(someMeeting());
    await bench.queues.bury('qos', encodeMessage(message));
    expect((await bench.cli('redrive', 'qos')).stdout).toMatch(/^1 message sent back to the queue of qos:\nUUID .*\n/);
    expect((await bench.queues.bodies('qos')).map(decodeMessage)).toEqual([message]);
  });

  test('--dry-run shows what lies there with its last fault, and leaves it', async () => {
    const { meeting } = await failedMeeting();
    for (const _ of [1, 2]) {
      const { stdout, exitCode } = await bench.cli('redrive', 'qos', '--dry-run');
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/^1 message would be sent back to the queue of qos:\n/);
      expect(stdout).toContain(meeting.uuid);
      expect(stdout).toContain('failed  Zoom answered in HTML. (code 4999) [tracking id v=2.0;rid=WEB_1]');
      expect(bench.queues.deadCounts('qos')).toEqual({ visible: 1, inFlight: 0, delayed: 0 });
    }
    expect(bench.queues.counts('qos').visible).toBe(0);
  });

  test('--uuid takes that meeting alone, beyond one batch, and leaves the others visible', async () => {
    for (let index = 0; index < 24; index += 1) {
      await bench.queues.bury('qos', encodeMessage(messageOf(someMeeting())));
    }
    const { meeting } = await failedMeeting();
    await bench.queues.bury('qos', 'not a message');
    const { stdout } = await bench.cli('redrive', 'qos', '--uuid', meeting.uuid, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ redriven: [{ uuid: meeting.uuid }], left: [] });
    expect(bench.queues.deadCounts('qos')).toEqual({ visible: 25, inFlight: 0, delayed: 0 });
    const none = await bench.cli('redrive', 'qos', '--uuid', '-/+bcdefghijklmnopqrst==');
    expect(none.stderr).toBe('The dead-letter queue of qos has no message of that meeting.\n');
    const all = await bench.cli('redrive', 'qos', '--json');
    expect(JSON.parse(all.stdout).redriven).toHaveLength(24);
  });

  test('leaves and names what cannot be read, and none of its contents', async () => {
    const messageId = await bench.queues.bury('qos', '{"v":1,"uuid":"secret name"}');
    const { exitCode, stdout } = await bench.cli('redrive', 'qos');
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      `1 message left in the dead-letter queue:\n  ${messageId}  The message is not a capture's:`,
    );
    expect(stdout).not.toContain('secret name');
    expect(bench.queues.deadCounts('qos').visible).toBe(1);
  });

  test('of an empty queue says so', async () => {
    const { exitCode, stdout, stderr } = await bench.cli('redrive', 'participants');
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
    expect(stderr).toBe('The dead-letter queue of participants is empty.\n');
    const json = await bench.cli('redrive', 'report', '--json');
    expect(JSON.parse(json.stdout)).toEqual({ dataset: 'report', dryRun: false, redriven: [], left: [] });
  });
});

describe('redrive that meets trouble', () => {
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

  test('doubles a message at most when it dies between sending and deleting', async () => {
    let dead = true;
    const { queues, run } = await rig((call, next) => {
      if (dead && call.operation === 'DeleteMessage') throw new Error('killed');
      return next();
    });
    await queues.bury('qos', encodeMessage(messageOf(someMeeting())));
    await expect(run()).rejects.toThrow();
    expect(queues.counts('qos').visible).toBe(1);
    expect(queues.deadCounts('qos')).toEqual({ visible: 1, inFlight: 0, delayed: 0 });
    dead = false;
    expect(await run()).toHaveLength(1);
    expect(queues.counts('qos').visible).toBe(2);
    expect(queues.deadCounts('qos').visible).toBe(0);
  });

  test('loses nothing when the queue takes no message', async () => {
    let broken = true;
    const { queues, run } = await rig((call, next) => {
      if (broken && call.operation === 'SendMessage') throw new Error('no');
      return next();
    });
    broken = false;
    await queues.bury('qos', encodeMessage(messageOf(someMeeting())));
    broken = true;
    await expect(run()).rejects.toThrow();
    expect(queues.deadCounts('qos').visible).toBe(1);
  });

  test('ends although a capture fails again and again at once', async () => {
    const { queues, deps } = await rig();
    const message = messageOf(someMeeting());
    await queues.bury('qos', encodeMessage(message));
    const failing = {
      ...deps,
      send: async (again: CaptureMessage) => void (await queues.bury('qos', encodeMessage(again))),
    };
    const outcomes = await Array.fromAsync(redrive({ dryRun: false }, failing));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['redriven', 'left']);
    expect(queues.deadCounts('qos').visible).toBe(1);
  });
});
