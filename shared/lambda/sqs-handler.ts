import middy from '@middy/core';
import partialBatchFailure from '@middy/sqs-partial-batch-failure';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { errorFrom } from '../runtime/errors.ts';
import type { FunctionLog } from '../telemetry/log.ts';
import { withinTime } from './deadline.ts';

/** What a worker may know of its delivery. */
export type Delivery = {
  /** Milliseconds until Lambda ends the invocation. */
  readonly remainingMs: () => number;
  /** 1 the first time. */
  readonly receiveCount: number;
  readonly messageId: string;
};

export type Work<Message> = (message: Message, delivery: Delivery) => Promise<void>;

/** Kept free before the time-out, so that what is done can still be reported as done. */
const reserveMs = 1_000;

/**
 * The handler of a queue's consumer. All messages of a batch are worked at the same time, since working is waiting.
 * A message that is malformed, fails, or is not done a second before the time-out is received again by itself; the
 * rest of its batch is done. Logs failures without bodies.
 */
export function sqsHandler<Message>(
  work: Work<Message>,
  log: FunctionLog,
  decode: (body: string) => Message,
): middy.MiddyfiedHandler<SQSEvent, SQSBatchResponse> {
  return middy<SQSEvent>()
    .before(({ context }) => log.addContext(context))
    .use(partialBatchFailure({ logger: (reason, record) => logFailure(log, reason, record) }))
    .handler((event, context) =>
      Promise.allSettled(
        event.Records.map((record) => workRecord((delivery) => work(decode(record.body), delivery), record, context)),
      ),
    );
}

async function workRecord(
  workIt: (delivery: Delivery) => Promise<void>,
  record: SQSRecord,
  context: Context,
): Promise<void> {
  const { messageId } = record;
  const remainingMs = () => context.getRemainingTimeInMillis();
  const working = workIt({ remainingMs, receiveCount: receiveCountOf(record), messageId });
  await withinTime(working, remainingMs() - reserveMs);
}

function logFailure(log: FunctionLog, reason: unknown, record: SQSRecord): void {
  log.error('message failed', {
    error: errorFrom(reason),
    messageId: record.messageId,
    receiveCount: receiveCountOf(record),
  });
}

const receiveCountOf = (record: SQSRecord): number => Number(record.attributes.ApproximateReceiveCount) || 1;
