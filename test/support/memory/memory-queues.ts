import { shuffle } from '../../../local/engine-faults/shuffled-messages.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const sqsLongestDelayMs = 900_000;
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
  /** @default SQS's 15 minutes */
  readonly longestDelayMs?: number;
};

/**
 * Standard queues of SQS in a test's own time: delays, visibility, receive counts, dead-letter queues, retention.
 *
 * A message is deleted by the handle of its last receive, also when its visibility has ended by then. An older handle
 * deletes nothing, and does not say so.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html
 */
export class MemoryQueues {
  /** What outlived its retention without being deleted: lost, where nothing else knows of it. */
  readonly expired: QueuedMessage[] = [];
  readonly #deps: MemoryQueuesDeps;
  /** The copies in each queue, by a number of their own, in the order in which they came. */
  readonly #contents: ReadonlyMap<string, Map<number, QueuedMessage>>;
  #sent = 0;
  #copies = 0;
  #receipts = 0;
  #duplicates = 0;

  constructor(deps: MemoryQueuesDeps) {
    this.#deps = deps;
    this.#contents = new Map(Object.keys(deps.queues).map((name) => [name, new Map()]));
  }

  /** @returns its id. @throws RangeError for a delay that SQS does not take */
  send(queue: string, body: string, delaySeconds = 0): string {
    const { now, random, faults = {}, longestDelayMs = sqsLongestDelayMs } = this.#deps;
    const longestSeconds = longestDelayMs / 1_000;
    if (!Number.isInteger(delaySeconds) || delaySeconds < 0 || delaySeconds > longestSeconds) {
      throw new RangeError(`SQS takes a delay of 0 to ${longestSeconds} whole seconds, not ${delaySeconds}.`);
    }
    this.#sent += 1;
    const lateMs = this.#happens(faults.delayed) ? random() * 5 * 60_000 : 0;
    const visibleAt = now() + delaySeconds * 1_000 + lateMs;
    const message = { id: `message-${this.#sent}`, queue, body, sentAt: now(), visibleAt, receives: 0 };
    this.#add(message);
    if (this.#duplicates < mostDuplicates && this.#happens(faults.duplicated)) {
      this.#duplicates += 1;
      this.#add({ ...message, visibleAt: visibleAt + (random() < 0.5 ? 0 : random() * 20 * 60_000) });
    }
    return message.id;
  }

  /** The instant at which a message of these queues can be received next, now or later; undefined when there is none. */
  nextAt(queues: readonly string[]): number | undefined {
    const now = this.#deps.now();
    let next: number | undefined;
    for (const queue of queues) {
      for (const message of this.messages(queue)) {
        const at = Math.max(now, message.visibleAt);
        if (at < this.#expiresAt(message) && (next === undefined || at < next)) next = at;
      }
    }
    return next;
  }

  /** Messages that can be received at an instant, the longest waiting first, or in any order where they are shuffled. */
  visible(queues: readonly string[], at: number = this.#deps.now()): readonly QueuedMessage[] {
    const due = queues
      .flatMap((queue) => this.messages(queue))
      .filter((message) => message.visibleAt <= at && at < this.#expiresAt(message))
      .sort((a, b) => a.visibleAt - b.visibleAt);
    return this.#deps.faults?.shuffled ? shuffle(due, this.#deps.random) : due;
  }

  /** Receives at most so many messages of a queue; those received too often go to the dead-letter queue instead. */
  receive(queue: string, most = 1, visibilityMs?: number): ReceivedMessage[] {
    const received: ReceivedMessage[] = [];
    for (const message of this.visible([queue])) {
      if (received.length === most) break;
      const one = this.receiveThis(message, visibilityMs);
      if (one) received.push(one);
    }
    return received;
  }

  /** Receives this copy; undefined when it is hidden or gone, or went to the dead-letter queue. */
  receiveThis(message: QueuedMessage, visibilityMs?: number): ReceivedMessage | undefined {
    const now = this.#deps.now();
    const copy = this.#copyOf(message.queue, (one) => one === message);
    if (copy === undefined || message.visibleAt > now) return undefined;
    const settings = this.#settingsOf(message.queue);
    const receives = message.receives + 1;
    if (settings.redrive && receives > settings.redrive.maxReceiveCount) {
      const { id, body, sentAt } = message;
      this.#contentsOf(message.queue).delete(copy);
      this.#add({ id, body, sentAt, receives, queue: settings.redrive.deadLetterQueue, visibleAt: now });
      return undefined;
    }
    this.#receipts += 1;
    const visibleAt = now + (visibilityMs ?? settings.visibilityMs);
    const received = { ...message, receives, visibleAt, receiptHandle: `receipt-${this.#receipts}` };
    this.#contentsOf(message.queue).set(copy, received);
    return received;
  }

  remove(queue: string, receiptHandle: string): void {
    const copy = this.#copyOf(queue, (message) => message.receiptHandle === receiptHandle);
    if (copy !== undefined) this.#contentsOf(queue).delete(copy);
  }

  /** Hides a message for so long from now; does nothing to one that is visible again or received by another. */
  changeVisibility(queue: string, receiptHandle: string, visibilityMs: number): void {
    const now = this.#deps.now();
    const isHidden = (message: QueuedMessage) => message.receiptHandle === receiptHandle && message.visibleAt > now;
    const copy = this.#copyOf(queue, isHidden);
    const message = copy === undefined ? undefined : this.#contentsOf(queue).get(copy);
    if (copy !== undefined && message) {
      this.#contentsOf(queue).set(copy, { ...message, visibleAt: now + visibilityMs });
    }
  }

  /** All messages of a queue, hidden or not, in the order in which they came. */
  messages(queue: string): readonly QueuedMessage[] {
    const contents = this.#contentsOf(queue);
    const now = this.#deps.now();
    for (const [copy, message] of contents) {
      if (this.#expiresAt(message) > now) continue;
      contents.delete(copy);
      this.expired.push(message);
    }
    return [...contents.values()];
  }

  clear(queue: string): void {
    this.#contentsOf(queue).clear();
  }

  #happens(share = 0): boolean {
    return share > 0 && this.#deps.random() < share;
  }

  #settingsOf(queue: string): QueueSettings {
    const settings = this.#deps.queues[queue];
    if (!settings) throw new Error(`There is no queue ${queue} in memory.`);
    return settings;
  }

  #contentsOf(queue: string): Map<number, QueuedMessage> {
    const contents = this.#contents.get(queue);
    if (!contents) throw new Error(`There is no queue ${queue} in memory.`);
    return contents;
  }

  #expiresAt({ queue, sentAt }: QueuedMessage): number {
    return sentAt + this.#settingsOf(queue).retentionMs;
  }

  #add(message: QueuedMessage): void {
    this.#copies += 1;
    this.#contentsOf(message.queue).set(this.#copies, message);
  }

  /** The number of the copy that this is true of, unless it has outlived its retention. */
  #copyOf(queue: string, isIt: (message: QueuedMessage) => boolean): number | undefined {
    const now = this.#deps.now();
    for (const [copy, message] of this.#contentsOf(queue)) {
      if (isIt(message)) return this.#expiresAt(message) > now ? copy : undefined;
    }
    return undefined;
  }
}
