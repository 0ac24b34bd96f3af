import { setTimeout as sleep } from 'node:timers/promises';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engines } from '../../../local/emulator/engines/start-engines.ts';
import { startEngines } from '../../../local/emulator/engines/start-engines.ts';
import { MemoryQueues } from '../../support/memory/memory-queues.ts';
import { type QueueUnderTest, queueScenarios } from './queue-calls.ts';

const names = [...queueScenarios.map(({ name }) => name), 'too-late'];
const maxReceiveCount = 2;

let engines: Engines;
let fauxqs: QueueUnderTest;
beforeAll(async () => {
  engines = await startEngines({ functionOf: () => undefined, instance: 'contract' });
  const definitions = names.flatMap((name) => {
    const deadLetterTargetArn = `arn:aws:sqs:us-east-1:000000000000:${name}-dead`;
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount });
    return [
      { name: `${name}-dead`, attributes: {} },
      { name, attributes: { RedrivePolicy } },
    ];
  });
  engines.ensureQueues(definitions);
  fauxqs = overHttp(engines.sqs.url);
});
afterAll(() => engines.close());

function overHttp(endpoint: string): QueueUnderTest {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'x' };
  const client = new SQSClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  const urlOf = (name: string) => `${endpoint}/000000000000/${name}`;
  return {
    async send(queue, MessageBody, DelaySeconds = 0) {
      await client.send(new SendMessageCommand({ QueueUrl: urlOf(queue), MessageBody, DelaySeconds }));
    },
    async receive(queue, MaxNumberOfMessages, VisibilityTimeout) {
      const input = { QueueUrl: urlOf(queue), MaxNumberOfMessages, VisibilityTimeout };
      const { Messages = [] } = await client.send(new ReceiveMessageCommand(input));
      return Messages.map(({ Body = '', ReceiptHandle = '' }) => ({ body: Body, handle: ReceiptHandle }));
    },
    async remove(queue, ReceiptHandle) {
      await client.send(new DeleteMessageCommand({ QueueUrl: urlOf(queue), ReceiptHandle }));
    },
    async changeVisibility(queue, ReceiptHandle, VisibilityTimeout) {
      await client.send(
        new ChangeMessageVisibilityCommand({ QueueUrl: urlOf(queue), ReceiptHandle, VisibilityTimeout }),
      );
    },
    wait: (ms) => sleep(ms),
  };
}

function inMemory(): QueueUnderTest {
  let now = 0;
  const settings = { visibilityMs: 30_000, retentionMs: 1e9 };
  const queues = new MemoryQueues({
    now: () => now,
    random: () => 0,
    queues: Object.fromEntries(
      names.flatMap((name) => [
        [name, { ...settings, redrive: { deadLetterQueue: `${name}-dead`, maxReceiveCount } }],
        [`${name}-dead`, settings],
      ]),
    ),
  });
  return {
    async send(queue, body, delaySeconds) {
      queues.send(queue, body, delaySeconds);
    },
    async receive(queue, most, visibilitySeconds) {
      const received = queues.receive(queue, most, visibilitySeconds * 1_000);
      return received.map(({ body, receiptHandle }) => ({ body, handle: receiptHandle }));
    },
    async remove(queue, handle) {
      queues.remove(queue, handle);
    },
    async changeVisibility(queue, handle, seconds) {
      queues.changeVisibility(queue, handle, seconds * 1_000);
    },
    async wait(ms) {
      now += ms;
    },
  };
}

describe.concurrent('the contract of queues', () => {
  test.each(queueScenarios)('in memory as in fauxqs, a queue $title', async ({ name, play }) => {
    expect(await play(fauxqs, name)).toEqual(await play(inMemory(), name));
  });

  test('fauxqs, unlike SQS and the queue in memory, takes a delay of more than 15 minutes', async () => {
    await expect(inMemory().send('too-late', 'a', 901)).rejects.toThrow(RangeError);
    await expect(fauxqs.send('too-late', 'a', 901)).resolves.toBeUndefined();
  });
});
