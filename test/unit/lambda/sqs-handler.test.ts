import { expect, test } from 'vitest';
import { type CaptureMessage, firstMessage } from '../../../shared/domain/capture/capture-message.ts';
import { type Delivery, sqsHandler, type Work } from '../../../shared/lambda/sqs-handler.ts';
import { decodeMessage, encodeMessage, MalformedMessageError } from '../../../shared/queue/message-codec.ts';
import { batch, context, createMemoryLog } from './lambda-fixture.ts';

const body = (uuid: string) =>
  encodeMessage(
    firstMessage(
      { account: 'north', kind: 'meeting', uuid, meetingId: '1', topic: 'Geheim', endTime: '2026-03-04T11:59:00Z' },
      'event',
      new Date('2026-03-04T12:04:00Z'),
    ),
  );

test('a batch that is done leaves nothing to be received again', async () => {
  const worked: [string, Delivery][] = [];
  const work: Work<CaptureMessage> = async ({ uuid }, delivery) => void worked.push([uuid, delivery]);
  const handler = sqsHandler(work, createMemoryLog().log, decodeMessage);
  const event = batch({ one: body('a'), two: body('b') }, 3);
  expect(await handler(event, context(30_000))).toEqual({ batchItemFailures: [] });
  expect(
    worked.map(([uuid, { messageId, receiveCount, remainingMs }]) => [uuid, messageId, receiveCount, remainingMs()]),
  ).toEqual([
    ['a', 'one', 3, 30_000],
    ['b', 'two', 3, 30_000],
  ]);
});

test('a message that is malformed or fails is received again alone', async () => {
  const { log, lines } = createMemoryLog();
  const work: Work<CaptureMessage> = async ({ uuid }) => {
    if (uuid === 'bad') throw new Error('no luck');
  };
  const event = batch({ one: body('a'), two: '{"topic":"Geheim"}', three: body('bad'), four: body('b') }, 2);
  expect(await sqsHandler(work, log, decodeMessage)(event, context())).toEqual({
    batchItemFailures: [{ itemIdentifier: 'two' }, { itemIdentifier: 'three' }],
  });
  expect(lines).toEqual([
    {
      level: 'error',
      message: 'message failed',
      fields: { error: expect.any(MalformedMessageError), messageId: 'two', receiveCount: 2 },
    },
    {
      level: 'error',
      message: 'message failed',
      fields: { error: new Error('no luck'), messageId: 'three', receiveCount: 2 },
    },
  ]);
  expect(lines.map(({ fields }) => `${JSON.stringify(fields)}${fields.error}`).join()).not.toContain('Geheim');
});

test('the messages of a batch are worked at the same time', async () => {
  const { promise: allStarted, resolve } = Promise.withResolvers<void>();
  let started = 0;
  const work: Work<CaptureMessage> = async () => {
    if (++started === 10) resolve();
    await allStarted;
  };
  const event = batch(Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`m${index}`, body(`u${index}`)])));
  expect(await sqsHandler(work, createMemoryLog().log, decodeMessage)(event, context())).toEqual({
    batchItemFailures: [],
  });
});

test('a message that is not done a second before the time-out is received again alone', async () => {
  const { log, lines } = createMemoryLog();
  const work: Work<CaptureMessage> = ({ uuid }) => (uuid === 'stuck' ? new Promise(() => {}) : Promise.resolve());
  const event = batch({ one: body('a'), two: body('stuck') });
  expect(await sqsHandler(work, log, decodeMessage)(event, context(1_020))).toEqual({
    batchItemFailures: [{ itemIdentifier: 'two' }],
  });
  expect(lines[0]?.fields.error?.name).toBe('OutOfTimeError');
});

test('work that throws at once, or throws no error, fails its own message only', async () => {
  const work: Work<CaptureMessage> = ({ uuid }) => {
    if (uuid === 'bad') throw 'Geheim';
    return Promise.resolve();
  };
  const { log, lines } = createMemoryLog();
  const event = batch({ one: body('bad'), two: body('a') });
  expect(await sqsHandler(work, log, decodeMessage)(event, context())).toEqual({
    batchItemFailures: [{ itemIdentifier: 'one' }],
  });
  expect(lines[0]?.fields.error?.message).toBe('Thrown: string');
});
