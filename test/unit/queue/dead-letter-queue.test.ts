import { SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { countDeadLetters, createDeadLetterQueue } from '../../../shared/queue/dead-letter-queue.ts';

const queueUrl = 'https://sqs.example.com/qos-dead';

/** SQS that gives this answer to everything, and what it was asked. */
function sqs(answer: object) {
  const client = new SQSClient({ region: 'eu-central-1' });
  const asked: [string | undefined, object][] = [];
  client.middlewareStack.add(
    (_next, { commandName }) =>
      async ({ input }) => {
        asked.push([commandName, input]);
        return { output: { $metadata: {}, ...answer }, response: {} };
      },
    { step: 'initialize' },
  );
  return { client, asked, queue: createDeadLetterQueue(client, queueUrl) };
}

test('dead letters are received ten at a time, hidden for five minutes, from all of the servers', async () => {
  const letter = { MessageId: 'a', Body: '{}', ReceiptHandle: 'r', Attributes: {} };
  const { queue, asked } = sqs({ Messages: [letter, {}] });
  expect(await queue.receive()).toEqual([
    { messageId: 'a', body: '{}', receiptHandle: 'r' },
    { messageId: '', body: '', receiptHandle: '' },
  ]);
  expect(asked).toEqual([
    [
      'ReceiveMessageCommand',
      { QueueUrl: queueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 300, WaitTimeSeconds: 1 },
    ],
  ]);
});

test('dead letters are none where SQS tells of none', async () => {
  expect(await sqs({}).queue.receive()).toEqual([]);
});

test('dead letters are removed by their receipt', async () => {
  const { queue, asked } = sqs({});
  await queue.remove({ messageId: 'a', body: '{}', receiptHandle: 'r' });
  expect(asked).toEqual([['DeleteMessageCommand', { QueueUrl: queueUrl, ReceiptHandle: 'r' }]]);
});

test.each([
  [0, []],
  [1, [1]],
  [10, [10]],
  [11, [10, 1]],
])('dead letters are shown again ten at a time: %i', async (count, sizes) => {
  const { queue, asked } = sqs({});
  const letters = Array.from({ length: count }, (_, n) => ({ messageId: `m${n}`, body: '', receiptHandle: `r${n}` }));
  await queue.release(letters);
  const entries = asked.map(([, input]) => ('Entries' in input && Array.isArray(input.Entries) ? input.Entries : []));
  expect(entries.map(({ length }) => length)).toEqual(sizes);
  expect(entries.flat()).toEqual(
    letters.map(({ receiptHandle }, n) => ({
      Id: String(n % 10),
      ReceiptHandle: receiptHandle,
      VisibilityTimeout: 0,
    })),
  );
  expect(asked.every(([name, input]) => name === 'ChangeMessageVisibilityBatchCommand' && 'QueueUrl' in input)).toBe(
    true,
  );
});

test('dead letters are counted with those that somebody has received', async () => {
  const { client, asked } = sqs({
    Attributes: { ApproximateNumberOfMessages: '7', ApproximateNumberOfMessagesNotVisible: '2' },
  });
  expect(await countDeadLetters(client, queueUrl)).toBe(9);
  expect(asked).toEqual([
    [
      'GetQueueAttributesCommand',
      {
        QueueUrl: queueUrl,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      },
    ],
  ]);
  expect(await countDeadLetters(sqs({}).client, queueUrl)).toBe(0);
});
