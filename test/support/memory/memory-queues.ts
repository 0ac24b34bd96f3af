import { shuffle } from '../../../local/engine-faults/shuffled-messages.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const longestDelaySeconds = 900;
/** A duplicate of a message that is sent on and on is a chain of its own for hours: with no end to them, they would breed. */
const mostDuplicates = 12;

/** What a standard queue may do. Shares are from 0 to 1. */
export type QueueFaults = {
  /** Messages that are delivered once more under the same id: at the same time, or up to 20 minutes later. */
  readonly duplicated?: number;
  /** Messages that come late, by up to 5 minutes. */
  readonly delayed?: number;
  /** Messages that are due together come in any order. */
  readonly shuffled?: boolean;
};

export type QueueSettings = {
  /** How long a message is hidden from others once it is received. */
  readonly visibilityMs: number;
  /** How long a message is kept, from when it was first sent. */
  readonly retentionMs: number;
  /** Where a message goes that is received once more than so often. */
  readonly redrive?: { readonly deadLetterQueue: string; readonly maxReceiveCount: number };
};

/** One copy of a message in a queue; a duplicate is another copy under the same id. */
export type QueuedMessage = {
  readonly id: string;
  readonly queue: string;
  readonly body: string;
  /** Epoch ms, as all instants here. A dead-letter queue keeps the first one, so that its messages do not live longer. */
  readonly sentAt: number;
  readonly visibleAt: number;
  readonly receives: number;
  /** Of the last receive. */
  readonly receiptHandle?: string;
};

export type ReceivedMessage = QueuedMessage & { readonly receiptHandle: string };

export type MemoryQueuesDeps = {
  readonly queues: Readonly<Record<string, QueueSettings>>;
  readonly now: () => number;
  /** 0 to 1. */
  readonly random: () => number;
  /** Of messages that are sent; those that go to a dead-letter queue after their last receive come as they are. */
  readonly faults?: QueueFaults | undefined;
};

/**
 * Standard queues of SQS in a test's own time: delays, visibility, receive counts, dead-letter queues, retention.
 *
 * A message is deleted by the handle of its last receive, also when its visibility has ended by then. An older handle
 * deletes nothing, and neither is told. That is how SQS describes it; fauxqs deletes nothing either by a last handle
 * whose visibility has ended.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html
 */
export function createMemoryQueues({ queues, now, random, faults = {} }: MemoryQueuesDeps) {
  const contents = new Map<string, Map<number, QueuedMessage>>(Object.keys(queues).map((name) => [name, new Map()]));
  const expired: QueuedMessage[] = [];
  let lastId = 0;
  let lastCopy = 0;
  let lastReceipt = 0;
  let duplicates = 0;
  const happens = (share = 0) => share > 0 && random() < share;

  const settingsOf = (queue: string): QueueSettings => {
    const settings = queues[queue];
    if (!settings) throw new Error(`There is no queue ${queue} in memory.`);
    return settings;
  };
  const contentsOf = (queue: string) => contents.get(queue) ?? new Map<number, QueuedMessage>();
  const expiresAt = ({ queue, sentAt }: QueuedMessage) => sentAt + settingsOf(queue).retentionMs;

  const add = (message: QueuedMessage): void => {
    lastCopy += 1;
    contentsOf(message.queue).set(lastCopy, message);
  };

  /** What is there at an instant; what has outlived its retention is gone by then. */
  const entriesOf = (queue: string, at: number): [number, QueuedMessage][] => {
    settingsOf(queue);
    const all = contentsOf(queue);
    for (const [copy, message] of all) {
      if (expiresAt(message) > at) continue;
      all.delete(copy);
      expired.push(message);
    }
    return [...all];
  };

  const copyWith = (queue: string, receiptHandle: string) =>
    entriesOf(queue, now()).find(([, message]) => message.receiptHandle === receiptHandle);

  const receiveCopy = (copy: number, message: QueuedMessage, visibilityMs: number): ReceivedMessage | undefined => {
    const { redrive } = settingsOf(message.queue);
    const receives = message.receives + 1;
    if (redrive && receives > redrive.maxReceiveCount) {
      contentsOf(message.queue).delete(copy);
      const { id, body, sentAt } = message;
      add({ id, body, sentAt, receives, queue: redrive.deadLetterQueue, visibleAt: now() });
      return undefined;
    }
    lastReceipt += 1;
    const received = {
      ...message,
      receives,
      visibleAt: now() + visibilityMs,
      receiptHandle: `receipt-${lastReceipt}`,
    };
    contentsOf(message.queue).set(copy, received);
    return received;
  };

  return {
    /** What outlived its retention without being deleted: lost, where nothing else knows of it. */
    expired,

    /** @returns its id. @throws RangeError for a delay that SQS does not take */
    send(queue: string, body: string, delaySeconds = 0): string {
      if (!Number.isInteger(delaySeconds) || delaySeconds < 0 || delaySeconds > longestDelaySeconds) {
        throw new RangeError(`SQS takes a delay of 0 to ${longestDelaySeconds} whole seconds, not ${delaySeconds}.`);
      }
      settingsOf(queue);
      lastId += 1;
      const lateMs = happens(faults.delayed) ? random() * 5 * 60_000 : 0;
      const visibleAt = now() + delaySeconds * 1_000 + lateMs;
      const message = { id: `message-${lastId}`, queue, body, sentAt: now(), visibleAt, receives: 0 };
      add(message);
      if (duplicates < mostDuplicates && happens(faults.duplicated)) {
        duplicates += 1;
        add({ ...message, visibleAt: visibleAt + (random() < 0.5 ? 0 : random() * 20 * 60_000) });
      }
      return message.id;
    },

    /** The instant at which a message of these queues can be received next, now or later; undefined when there is none. */
    nextAt(names: readonly string[]): number | undefined {
      const waiting = names.flatMap((name) => entriesOf(name, now()).map(([, message]) => message));
      const coming = waiting.filter((message) => Math.max(now(), message.visibleAt) < expiresAt(message));
      return coming.length === 0 ? undefined : Math.max(now(), Math.min(...coming.map(({ visibleAt }) => visibleAt)));
    },

    /** Messages that can be received at an instant, the longest waiting first, or in any order where they are shuffled. */
    visible(names: readonly string[], at: number = now()): readonly QueuedMessage[] {
      const due = names
        .flatMap((name) => [...contentsOf(name).values()])
        .filter((message) => message.visibleAt <= at && at < expiresAt(message))
        .sort((a, b) => a.visibleAt - b.visibleAt);
      return faults.shuffled ? shuffle(due, random) : due;
    },

    /** Receives at most so many messages of a queue; those received too often go to the dead-letter queue instead. */
    receive(queue: string, most = 1, visibilityMs: number = settingsOf(queue).visibilityMs): ReceivedMessage[] {
      const at = now();
      const due = entriesOf(queue, at)
        .filter(([, { visibleAt }]) => visibleAt <= at)
        .sort(([, a], [, b]) => a.visibleAt - b.visibleAt);
      const ordered = faults.shuffled ? shuffle(due, random) : due;
      const received: ReceivedMessage[] = [];
      for (const [copy, message] of ordered) {
        if (received.length === most) break;
        const one = receiveCopy(copy, message, visibilityMs);
        if (one) received.push(one);
      }
      return received;
    },

    /** Receives this copy; undefined when it is hidden or gone, or went to the dead-letter queue. */
    receiveThis(message: QueuedMessage): ReceivedMessage | undefined {
      const found = entriesOf(message.queue, now()).find(([, one]) => one === message);
      if (!found || message.visibleAt > now()) return undefined;
      return receiveCopy(...found, settingsOf(message.queue).visibilityMs);
    },

    remove(queue: string, receiptHandle: string): void {
      const found = copyWith(queue, receiptHandle);
      if (found) contentsOf(queue).delete(found[0]);
    },

    /** Hides a message for so long from now; does nothing to one that is visible again or received by another. */
    changeVisibility(queue: string, receiptHandle: string, visibilityMs: number): void {
      const [copy, message] = copyWith(queue, receiptHandle) ?? [];
      if (copy === undefined || !message || message.visibleAt <= now()) return;
      contentsOf(queue).set(copy, { ...message, visibleAt: now() + visibilityMs });
    },

    /** All messages of a queue, hidden or not, in the order in which they came. */
    messages: (queue: string): readonly QueuedMessage[] => entriesOf(queue, now()).map(([, message]) => message),

    clear(queue: string): void {
      contentsOf(queue).clear();
    },
  };
}

export type MemoryQueues = ReturnType<typeof createMemoryQueues>;
