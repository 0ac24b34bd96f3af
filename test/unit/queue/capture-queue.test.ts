import type { SendMessageCommand } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import type { CaptureMessage } from '../../../shared/domain/capture/capture-message.ts';
import {
  createCaptureQueue,
  createCaptureQueues,
  delaySeconds,
  queueVariables,
} from '../../../shared/queue/capture-queue.ts';
import { decodeMessage } from '../../../shared/queue/message-codec.ts';

const message: CaptureMessage = {
  v: 1,
  account: 'north',
  kind: 'meeting',
  uuid: '/abc+d//EFG==',
  meetingId: '98765432101',
  endTime: '2026-03-04T11:59:00Z',
  reason: 'event',
  sequence: 0,
  notBefore: '2026-03-04T12:04:00.000Z',
};

test('a message is sent to its own queue, at once or after the delay', async () => {
  const sent: SendMessageCommand['input'][] = [];
  const client = { send: async ({ input }: SendMessageCommand) => void sent.push(input) };
  const queue = createCaptureQueue({ client, queueUrl: 'https://sqs.example.com/qos' });
  await queue.send(message);
  await queue.send(message, 60_000);
  expect(sent.map(({ QueueUrl, DelaySeconds }) => [QueueUrl, DelaySeconds])).toEqual([
    ['https://sqs.example.com/qos', 0],
    ['https://sqs.example.com/qos', 60],
  ]);
  expect(sent.map(({ MessageBody }) => decodeMessage(MessageBody ?? ''))).toEqual([message, message]);
});

test('the queues of a stage are found by the variables that name them', async () => {
  expect(queueVariables).toEqual(['PARTICIPANTS_QUEUE_URL', 'QOS_QUEUE_URL', 'REPORT_QUEUE_URL']);
  const sent: (string | undefined)[] = [];
  const client = { send: async ({ input }: SendMessageCommand) => void sent.push(input.QueueUrl) };
  const queueOf = createCaptureQueues(client, { QOS_QUEUE_URL: 'https://sqs.example.com/qos' });
  await queueOf('qos').send(message);
  expect(sent).toEqual(['https://sqs.example.com/qos']);
  expect(() => queueOf('report')).toThrow(
    'The stage has no queue for report: deploy it with an account that captures them.',
  );
});

test.each([
  [0, 0],
  [-5_000, 0],
  [1, 1],
  [1_000, 1],
  [1_001, 2],
  [900_000, 900],
  [900_001, 900],
  [86_400_000, 900],
])('a delay of %d ms is %d s for SQS: never early, never beyond its limit', (ms, seconds) => {
  expect(delaySeconds(ms)).toBe(seconds);
});
