import { setTimeout as sleep } from 'node:timers/promises';
import type { InvocationOutcome } from '../functions/invocation-outcome.ts';
import { decodeReceived, failedMessageIds, type ReceivedMessage, toSqsEvent } from './sqs-event.ts';

type QueuePollerOptions = {
  readonly queue: { readonly url: string; readonly arn: string };
  /** Calls SQS as the function; rejects when SQS refuses. */
  readonly sqs: (operation: string, body: Readonly<Record<string, unknown>>) => Promise<unknown>;
  readonly invoke: (event: unknown) => Promise<InvocationOutcome>;
  /** Awaited before each batch is received. */
  readonly giveWay: () => Promise<void>;
  readonly batchSize: number;
  /** Longest to wait for a full batch; 0 takes what is there. */
  readonly batchingWindowSeconds: number;
  /** Batches at work at the same time. */
  readonly concurrency: number;
  readonly reportsBatchItemFailures: boolean;
  readonly log: (line: string) => void;
};

export type QueuePoller = {
  /** Takes no more messages; resolves when the batches at work are done. */
  readonly stop: () => Promise<void>;
};

/** Short, since whoever ends a poll early still loses the message it gets. */
const waitTimeSeconds = 1;
const largestReceive = 10;
const pauseAfterFaultMs = 200;
const pauseInWindowMs = 20;
const deleteAttempts = 3;

/**
 * Does what an event source mapping of a queue does: receives batches, invokes the function, deletes what succeeded.
 * What failed stays and comes back when its visibility time-out is over.
 */
export function startQueuePoller(options: QueuePollerOptions): QueuePoller {
  const stopping = new AbortController();
  const polls = Array.from({ length: options.concurrency }, () => poll(options, stopping.signal));
  return {
    async stop() {
      stopping.abort();
      await Promise.all(polls);
    },
  };
}

async function poll(options: QueuePollerOptions, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    try {
      await options.giveWay();
      const batch = await receiveBatch(options, stopping);
      if (batch.length > 0) await workBatch(options, batch);
    } catch (error) {
      options.log(`cannot poll ${options.queue.url}: ${String(error)}`);
      await sleep(pauseAfterFaultMs);
    }
  }
}

async function receiveBatch(options: QueuePollerOptions, stopping: AbortSignal): Promise<readonly ReceivedMessage[]> {
  const { batchSize, batchingWindowSeconds } = options;
  const batch = [...(await receive(options, batchSize, waitTimeSeconds))];
  const windowEndsAt = Date.now() + batchingWindowSeconds * 1000;
  while (batch.length > 0 && batch.length < batchSize && Date.now() < windowEndsAt && !stopping.aborted) {
    const more = await receive(options, batchSize - batch.length, 0);
    batch.push(...more);
    if (more.length === 0) await sleep(pauseInWindowMs);
  }
  return batch;
}

async function receive(
  { queue, sqs }: QueuePollerOptions,
  count: number,
  waitSeconds: number,
): Promise<readonly ReceivedMessage[]> {
  const answer = await sqs('ReceiveMessage', {
    QueueUrl: queue.url,
    MaxNumberOfMessages: Math.min(count, largestReceive),
    WaitTimeSeconds: waitSeconds,
    MessageSystemAttributeNames: ['All'],
    MessageAttributeNames: ['All'],
  });
  return decodeReceived(answer);
}

async function workBatch(options: QueuePollerOptions, batch: readonly ReceivedMessage[]): Promise<void> {
  const outcome = await options.invoke(toSqsEvent(batch, options.queue.arn));
  if (outcome.kind === 'failed') return;
  const ids = batch.map(({ messageId }) => messageId);
  const failed = options.reportsBatchItemFailures ? failedMessageIds(JSON.parse(outcome.payload), ids) : new Set();
  const done = batch.filter(({ messageId }) => !failed.has(messageId));
  for (let from = 0; from < done.length; from += largestReceive) {
    await deleteMessages(options, done.slice(from, from + largestReceive));
  }
}

async function deleteMessages(
  { queue, sqs, log }: QueuePollerOptions,
  messages: readonly ReceivedMessage[],
): Promise<void> {
  const Entries = messages.map(({ receiptHandle }, index) => ({ Id: String(index), ReceiptHandle: receiptHandle }));
  for (let attempt = 1; attempt <= deleteAttempts; attempt++) {
    try {
      await sqs('DeleteMessageBatch', { QueueUrl: queue.url, Entries });
      return;
    } catch (error) {
      log(`cannot delete ${messages.length} messages (attempt ${attempt}): ${String(error)}`);
      await sleep(pauseAfterFaultMs);
    }
  }
}
