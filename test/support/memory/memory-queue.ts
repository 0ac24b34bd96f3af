import type { CaptureMessage } from '../../../shared/domain/capture/capture-message.ts';
import { type Dataset, knownDatasets } from '../../../shared/domain/dataset.ts';
import { delaySeconds } from '../../../shared/queue/capture-queue.ts';
import type { DeadLetterQueue } from '../../../shared/queue/dead-letter-queue.ts';
import { decodeMessage, encodeMessage } from '../../../shared/queue/message-codec.ts';
import { MemoryQueues, type QueuedMessage, type QueueFaults, type QueueSettings } from './memory-queues.ts';

/** Six times the function's time-out, as the stack sets it. */
export const visibilityMs = 12 * 60_000;
const maxReceiveCount = 5;
const dayMs = 24 * 3_600_000;
/** As `redrive` asks for. */
const redriveBatch = 10;
const redriveHiddenMs = 300_000;

export type MemoryQueueDeps = {
  readonly now: () => number;
  /** 0 to 1. */
  readonly random: () => number;
  readonly faults?: QueueFaults | undefined;
  /** Of each dataset's queue. @default 14 days, as the stack has it */
  readonly retentionMs?: number;
  /** Of each dead-letter queue. @default 14 days, as the stack has it */
  readonly deadRetentionMs?: number;
  /** Of a message; a later one is sent again and again. @default SQS's 15 minutes */
  readonly longestDelayMs?: number;
};

/** A message that is received, until it is removed or visible again. */
export type Delivery = {
  readonly id: string;
  readonly dataset: Dataset;
  readonly message: CaptureMessage;
  readonly receiptHandle: string;
  /** How often it was received, this time included. */
  readonly receives: number;
};

export type DatasetMessage = { readonly dataset: Dataset; readonly message: CaptureMessage };

const deadOf = (dataset: Dataset) => `${dataset}-dead`;
const isOf = (queue: string) => (dataset: Dataset) => queue === dataset || queue === deadOf(dataset);

/** The queues of one stage in a test's own time: one per dataset, each with its dead-letter queue. */
export function createMemoryQueue({
  now,
  random,
  faults,
  retentionMs = 14 * dayMs,
  deadRetentionMs = 14 * dayMs,
  longestDelayMs,
}: MemoryQueueDeps) {
  const settings = knownDatasets.flatMap((dataset): [string, QueueSettings][] => [
    [dataset, { visibilityMs, retentionMs, redrive: { deadLetterQueue: deadOf(dataset), maxReceiveCount } }],
    [deadOf(dataset), { visibilityMs, retentionMs: deadRetentionMs }],
  ]);
  const queues = new MemoryQueues({
    queues: Object.fromEntries(settings),
    now,
    random,
    faults,
    ...(longestDelayMs !== undefined && { longestDelayMs }),
  });
  const delayOf = (ms: number) =>
    longestDelayMs === undefined ? delaySeconds(ms) : Math.ceil(Math.min(longestDelayMs, Math.max(0, ms)) / 1_000);
  /** A message that is deferred again and again has the same body each time. */
  const decoded = new Map<string, CaptureMessage>();
  const decode = (body: string): CaptureMessage => {
    const message = decoded.get(body) ?? decodeMessage(body);
    decoded.set(body, message);
    return message;
  };
  const received: { readonly dataset: Dataset; readonly uuid: string; readonly at: number }[] = [];
  let sent = 0;
  let mostReceives = 0;

  const datasetMessage = ({ queue, body }: QueuedMessage): DatasetMessage => {
    const dataset = knownDatasets.find(isOf(queue));
    if (!dataset) throw new Error(`No dataset has the queue ${queue}.`);
    return { dataset, message: decode(body) };
  };

  return {
    /** The queues as SQS has them, for messages that are none, and for what else a test wants to do. */
    queues,
    /** Every delivery so far, in order. */
    received,
    /** The highest receive count so far: 1 as long as nothing crashed. */
    get mostReceives() {
      return mostReceives;
    },
    /** Messages sent to the datasets' queues so far, deferred ones among them. */
    get sent() {
      return sent;
    },
    /** In the datasets' queues now, hidden or not, duplicates included. */
    get messages(): readonly QueuedMessage[] {
      return knownDatasets.flatMap((dataset) => queues.messages(dataset));
    },
    /** As {@link messages}, decoded. */
    get waiting(): readonly DatasetMessage[] {
      return knownDatasets.flatMap((dataset) => queues.messages(dataset)).map(datasetMessage);
    },
    /** In the dead-letter queues now. */
    get dead(): readonly DatasetMessage[] {
      return knownDatasets.flatMap((dataset) => queues.messages(deadOf(dataset))).map(datasetMessage);
    },
    /** Messages that outlived their retention in any queue. */
    get expired(): readonly DatasetMessage[] {
      return queues.expired.map(datasetMessage);
    },
    /** Rounded up to a second and at most the longest delay, as the product sends it. */
    send(dataset: Dataset, message: CaptureMessage, delayMs = 0): void {
      sent += 1;
      queues.send(dataset, encodeMessage(message), delayOf(delayMs));
    },
    /** Sends a message to the dead-letter queue, where no message is counted as sent. */
    deadLetter(dataset: Dataset, message: CaptureMessage): void {
      queues.send(deadOf(dataset), encodeMessage(message));
    },
    /** The messages to be received next, at most `most` of any dataset, and when. */
    next(most: number): { readonly at: number; readonly due: readonly QueuedMessage[] } | undefined {
      const at = queues.nextAt(knownDatasets);
      return at === undefined ? undefined : { at, due: queues.visible(knownDatasets, at).slice(0, most) };
    },
    /** Undefined when it is hidden or gone by now, or went to the dead-letter queue for its many receives. */
    receive(queued: QueuedMessage): Delivery | undefined {
      const got = queues.receiveThis(queued);
      if (!got) return undefined;
      mostReceives = Math.max(mostReceives, got.receives);
      const { dataset, message } = datasetMessage(got);
      received.push({ dataset, uuid: message.uuid, at: now() });
      return { id: got.id, dataset, message, receiptHandle: got.receiptHandle, receives: got.receives };
    },
    /** By the handle of this delivery: without effect once the message was received again. */
    remove({ dataset, receiptHandle }: Pick<Delivery, 'dataset' | 'receiptHandle'>): void {
      queues.remove(dataset, receiptHandle);
    },
    /** What `redrive` reads and empties. */
    deadLetterQueue(dataset: Dataset): DeadLetterQueue {
      const queue = deadOf(dataset);
      return {
        async receive() {
          const letters = queues.receive(queue, redriveBatch, redriveHiddenMs);
          return letters.map(({ id, body, receiptHandle }) => ({ messageId: id, body, receiptHandle }));
        },
        async remove({ receiptHandle }) {
          queues.remove(queue, receiptHandle);
        },
        async release(letters) {
          for (const { receiptHandle } of letters) queues.changeVisibility(queue, receiptHandle, 0);
        },
      };
    },
    /** Empties all queues. */
    clear(): void {
      for (const dataset of knownDatasets) {
        queues.clear(dataset);
        queues.clear(deadOf(dataset));
      }
    },
  };
}

export type MemoryQueue = ReturnType<typeof createMemoryQueue>;
