import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { sqsClient } from '../../support/emulator/aws-clients.ts';
import { drainedQueue, type SmallStack, startSmall } from '../../support/emulator/small-stack.ts';

const bodies = (event: unknown) =>
  (event as { Records: { body: string; attributes: { ApproximateReceiveCount: string } }[] }).Records.map(
    ({ body }) => body,
  );
const worked = ({ invocations }: SmallStack) => invocations.flatMap(({ event }) => bodies(event)).toSorted();

const urlOf = (stack: SmallStack, logicalId: string) => stack.queues[logicalId]?.url ?? '';

async function send(stack: SmallStack, ...messages: string[]): Promise<void> {
  const Entries = messages.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
  await sqsClient(stack.sqsUrl).send(new SendMessageBatchCommand({ QueueUrl: urlOf(stack, 'Queue'), Entries }));
}

async function receiveDead(stack: SmallStack): Promise<(string | undefined)[]> {
  const QueueUrl = urlOf(stack, 'Dead');
  const command = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 2 });
  const { Messages = [] } = await sqsClient(stack.sqsUrl).send(command);
  return Messages.map(({ Body }) => Body).toSorted();
}

describe('messages of a queue with an event source mapping', () => {
  test('messages of a queue with an event source mapping come in batches and in the shape of Lambda’s event, and are gone when they are done', async () => {
    // Long enough for a busy machine to start a worker: a message is not to come again meanwhile.
    const stack = await startSmall(
      { Resources: drainedQueue({ queue: { VisibilityTimeout: 30 } }) },
      { worker: 'export const handler = async () => ({ batchItemFailures: [] });' },
    );
    await send(stack, ...Array.from({ length: 10 }, (_, index) => `m${index}`));
    await stack.idle();
    expect(worked(stack)).toEqual(Array.from({ length: 10 }, (_, index) => `m${index}`));
    expect(stack.invocations.length).toBeLessThan(10);
    expect(stack.invocations[0]?.event).toMatchObject({
      Records: [
        {
          messageId: expect.any(String),
          receiptHandle: expect.any(String),
          body: 'm0',
          md5OfBody: expect.stringMatching(/^[0-9a-f]{32}$/),
          attributes: { ApproximateReceiveCount: '1', SentTimestamp: expect.any(String) },
          messageAttributes: {},
          eventSource: 'aws:sqs',
          eventSourceARN: stack.queues.Queue?.arn,
          awsRegion: 'us-east-1',
        },
        ...Array(bodies(stack.invocations[0]?.event).length - 1).fill({}),
      ],
    });
  });

  test('messages of a queue with an event source mapping start work long before a poll of a second is over', async () => {
    const stack = await startSmall(
      { Resources: drainedQueue({}) },
      { worker: 'export const handler = async () => {};' },
    );
    const sqs = sqsClient(stack.sqsUrl);
    const latenciesMs: number[] = [];
    for (let n = 0; n < 6; n++) {
      await new Promise((resolve) => setTimeout(resolve, 130));
      const { length } = stack.invocations;
      const sentAt = Date.now();
      await sqs.send(new SendMessageCommand({ QueueUrl: urlOf(stack, 'Queue'), MessageBody: String(n) }));
      await stack.idle();
      latenciesMs.push((stack.invocations[length]?.startedAt ?? 0) - sentAt);
    }
    // The median, since the machine may be busy for a moment.
    expect(latenciesMs.toSorted((a, b) => a - b)[3]).toBeLessThan(500);
  });

  test('messages that are reported as failed come back alone, and end in the dead-letter queue', async () => {
    const worker = `export const handler = async ({ Records }) => ({ batchItemFailures: Records
      .filter(({ body }) => body.startsWith('bad'))
      .map(({ messageId }) => ({ itemIdentifier: messageId })) });`;
    const stack = await startSmall({ Resources: drainedQueue({}) }, { worker });
    await send(stack, 'good1', 'bad', 'good2');
    await stack.idle();
    expect(worked(stack)).toEqual(['bad', 'bad', 'good1', 'good2']);
    expect(await receiveDead(stack)).toEqual(['bad']);
  });

  test('messages of a queue with an event source mapping come back as a whole batch when the function fails, whatever the way', async () => {
    const failures = {
      'the handler throws': `throw new Error('no')`,
      'the response is not understood': `return { batchItemFailures: [{ id: 'x' }] }`,
      'the instance ends itself': 'process.exit(0)',
      'an error is caught by nobody': `setTimeout(() => { throw new Error('late') }); await new Promise(() => {})`,
      'it takes too long': 'await new Promise((resolve) => setTimeout(resolve, 60_000))',
      'it never lets go of the processor': 'for (;;);',
    };
    const work = async ([why, statement]: [string, string]) => {
      const worker = `export const handler = async () => { ${statement} };`;
      const stack = await startSmall({ Resources: drainedQueue({ queue: { VisibilityTimeout: 2 } }) }, { worker });
      await send(stack, 'a', 'b');
      await stack.idle();
      return [why, { worked: worked(stack), dead: await receiveDead(stack) }];
    };
    const results = await Promise.all(Object.entries(failures).map(work));
    const expected = { worked: ['a', 'a', 'b', 'b'], dead: ['a', 'b'] };
    expect(Object.fromEntries(results)).toEqual(
      Object.fromEntries(Object.keys(failures).map((why) => [why, expected])),
    );
  });

  test('messages of a queue with an event source mapping are all done when a function that does not report failures returns anything', async () => {
    const stack = await startSmall(
      { Resources: drainedQueue({ source: { FunctionResponseTypes: [] } }) },
      { worker: `export const handler = async () => ({ batchItemFailures: [{ itemIdentifier: 'x' }] });` },
    );
    await send(stack, 'a');
    await stack.idle();
    expect(worked(stack)).toEqual(['a']);
  });

  test('messages of a queue with an event source mapping wait for a full batch as long as the batching window', async () => {
    const stack = await startSmall(
      {
        Resources: drainedQueue({
          queue: { VisibilityTimeout: 30 },
          source: { BatchSize: 20, MaximumBatchingWindowInSeconds: 1 },
        }),
      },
      { worker: 'export const handler = async () => {};' },
    );
    const ten = Array.from({ length: 10 }, (_, index) => `m${index}`);
    await send(stack, ...ten);
    await send(stack, ...ten);
    await stack.idle();
    expect(stack.invocations.length).toBeLessThanOrEqual(5);
    expect(worked(stack)).toHaveLength(20);
  });

  test('messages of a queue with an event source mapping are worked by no more instances at a time than the mapping allows', async () => {
    const stack = await startSmall(
      { Resources: drainedQueue({ source: { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } } }) },
      { worker: 'export const handler = () => new Promise((resolve) => setTimeout(resolve, 200));' },
    );
    await send(stack, 'a', 'b', 'c', 'd');
    await stack.idle();
    const overlaps = stack.invocations.map(
      ({ startedAt }) =>
        stack.invocations.filter((other) => other.startedAt <= startedAt && other.endedAt > startedAt).length,
    );
    expect(Math.max(...overlaps)).toBe(2);
  });

  test('messages of a queue with an event source mapping stay when the mapping is switched off', async () => {
    const stack = await startSmall(
      { Resources: drainedQueue({ source: { Enabled: false } }) },
      { worker: 'export const handler = async () => {};' },
    );
    await send(stack, 'a');
    const command = new GetQueueAttributesCommand({ QueueUrl: urlOf(stack, 'Queue'), AttributeNames: ['All'] });
    const { Attributes } = await sqsClient(stack.sqsUrl).send(command);
    expect(Attributes).toMatchObject({ ApproximateNumberOfMessages: '1', VisibilityTimeout: '1' });
    expect(stack.invocations).toEqual([]);
  });
});

test('a function sends to the queue it works for, and idle waits for delayed messages', async () => {
  const worker = `
    import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
    const sqs = new SQSClient();
    export const handler = async ({ Records }) => {
      for (const { body } of Records) {
        if (body === 'last') continue;
        await sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: 'last', DelaySeconds: 1 }));
      }
    };`;
  const variables = { Variables: { QUEUE_URL: { Ref: 'Queue' } } };
  const stack = await startSmall(
    { Resources: drainedQueue({ queue: { VisibilityTimeout: 30 }, worker: { Timeout: 20, Environment: variables } }) },
    { worker },
  );
  const QueueUrl = urlOf(stack, 'Queue');
  await sqsClient(stack.sqsUrl).send(new SendMessageCommand({ QueueUrl, MessageBody: 'first' }));
  await stack.idle();
  const [first, last] = stack.invocations;
  expect(worked(stack)).toEqual(['first', 'last']);
  expect((last?.startedAt ?? 0) - (first?.startedAt ?? 0)).toBeGreaterThanOrEqual(990);
});
