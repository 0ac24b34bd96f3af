import { setTimeout as sleep } from 'node:timers/promises';
import type { InvocationOutcome } from '../functions/invocation-outcome.ts';
import { failedMessageIds } from './failed-message-ids.ts';
import { decodeReceived, type ReceivedMessage, toSqsEvent } from './sqs-event.ts';

export type QueuePollerOptions = {
  readonly queue: { readonly url: string; readonly arn: string };
  /** Calls SQS as the function; rejects when SQS refuses. */
  readonly sqs: (operation: string, body: Readonly<Record<string, unknown>>) => Promise<unknown>;
  readonly invoke: (event: unknown) => Promise<InvocationOutcome>;
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
const deleteAttempts = 3;

/**
 * Does what an event source mapping of a queue does: receives batches, invokes the function, deletes what succeeded.
 * What failed stays and comes back when its visibility time-out is over.
 */
export function startQueuePoller(options: QueuePollerOptions): QueuePoller {
  const { queue, sqs, invoke, batchSize, log } = options;
  let stopped = false;

  async function receive(count: number, waitSeconds: number): Promise<readonly ReceivedMessage[]> {
    return decodeReceived(
      await sqs('ReceiveMessage', {
        QueueUrl: queue.url,
        MaxNumberOfMessages: Math.min(count, largestReceive),
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
    );
  }

  async function receiveBatch(): Promise<readonly ReceivedMessage[]> {
    const batch = [...(await receive(batchSize, waitTimeSeconds))];
    const windowEndsAt = Date.now() + options.batchingWindowSeconds * 1000;
    while (batch.length > 0 && batch.length < batchSize && Date.now() < windowEndsAt && !stopped) {
      const more = await receive(batchSize - batch.length, 0);
      batch.push(...more);
      if (more.length === 0) await sleep(20);
    }
    return batch;
  }

  async function work(batch: readonly ReceivedMessage[]): Promise<void> {
    const outcome = await invoke(toSqsEvent(batch, queue.arn));
    if (outcome.kind === 'failed') return;
    const ids = batch.map(({ messageId }) => messageId);
    const failed = options.reportsBatchItemFailures ? failedMessageIds(JSON.parse(outcome.payload), ids) : new Set();
    const done = batch.filter(({ messageId }) => !failed.has(messageId));
    for (let from = 0; from < done.length; from += largestReceive)
      await remove(done.slice(from, from + largestReceive));
  }

  async function remove(messages: readonly ReceivedMessage[]): Promise<void> {
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

  async function poll(): Promise<void> {
    while (!stopped) {
      try {
        const batch = await receiveBatch();
        if (batch.length > 0) await work(batch);
      } catch (error) {
        log(`cannot poll ${queue.url}: ${String(error)}`);
        await sleep(pauseAfterFaultMs);
      }
    }
  }

  const polls = Array.from({ length: options.concurrency }, poll);
  return {
    async stop() {
      stopped = true;
      await Promise.all(polls);
    },
  };
}
