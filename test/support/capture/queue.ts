import type { CaptureMessage } from '../../../shared/domain/capture/capture-message.ts';
import type { Dataset } from '../../../shared/domain/dataset.ts';
import { delaySeconds } from '../../../shared/queue/capture-queue.ts';
import { decodeMessage, encodeMessage } from '../../../shared/queue/message-codec.ts';
import { shuffle } from '../engine-faults/sqs-faults.ts';

/** Six times the function's time-out, as the stack sets it. */
const visibilityMs = 12 * 60_000;
const maxReceiveCount = 5;
/** A duplicate of a message that is deferred is a chain of its own for hours: with no end to them, they would breed. */
const mostDuplicates = 12;

/** What a standard queue may do. Shares are from 0 to 1. */
export type QueueFaults = {
  /** Messages that are delivered once more under the same id: at the same time, or up to 20 minutes later. */
  readonly duplicated?: number;
  /** Messages that come late, by up to 5 minutes. */
  readonly delayed?: number;
  readonly shuffled?: boolean;
};

/** One delivery to come. A duplicate is another delivery of the same message. */
export type Queued = {
  readonly id: string;
  readonly dataset: Dataset;
  readonly body: string;
  visibleAt: number;
  receives: number;
};

export type TestQueueDeps = {
  readonly now: () => number;
  readonly random: () => number;
  readonly faults?: QueueFaults | undefined;
};

/** SQS in a test's own time: at-least-once, delays, visibility and a dead-letter queue, and nothing by the wall clock. */
export function createTestQueue({ now, random, faults = {} }: TestQueueDeps) {
  const messages = new Set<Queued>();
  const dead: { readonly dataset: Dataset; readonly message: CaptureMessage }[] = [];
  const received: { readonly dataset: Dataset; readonly uuid: string; readonly at: number }[] = [];
  let sent = 0;
  let mostReceives = 0;
  let duplicates = 0;
  const happens = (share = 0) => share > 0 && random() < share;
  return {
    messages,
    dead,
    /** Every delivery so far, in order; when in epoch ms. */
    received,
    /** The highest receive count so far: 1 as long as nothing crashed. */
    get mostReceives() {
      return mostReceives;
    },
    /** Messages sent so far, deferred ones among them. */
    get sent() {
      return sent;
    },
    send(dataset: Dataset, message: CaptureMessage, delayMs = 0) {
      sent += 1;
      const late = happens(faults.delayed) ? random() * 5 * 60_000 : 0;
      const queued = { id: `message-${sent}`, dataset, body: encodeMessage(message), receives: 0 };
      const visibleAt = now() + delaySeconds(delayMs) * 1_000 + late;
      messages.add({ ...queued, visibleAt });
      if (duplicates >= mostDuplicates || !happens(faults.duplicated)) return;
      duplicates += 1;
      messages.add({ ...queued, visibleAt: visibleAt + (random() < 0.5 ? 0 : random() * 20 * 60_000) });
    },
    deadLetter(dataset: Dataset, message: CaptureMessage) {
      dead.push({ dataset, message });
    },
    /** The deliveries to come next, at most `most`, and when. */
    next(most: number): { readonly at: number; readonly due: readonly Queued[] } | undefined {
      const waiting = [...messages].sort((a, b) => a.visibleAt - b.visibleAt);
      const at = Math.max(now(), waiting[0]?.visibleAt ?? 0);
      if (waiting.length === 0) return undefined;
      const due = waiting.filter((m) => m.visibleAt <= at);
      return { at, due: (faults.shuffled ? shuffle(due, random) : due).slice(0, most) };
    },
    /** Receives a message: hidden until its visibility ends; dead once it was received too often. */
    receive(message: Queued): CaptureMessage | undefined {
      message.receives += 1;
      mostReceives = Math.max(mostReceives, message.receives);
      message.visibleAt = now() + visibilityMs;
      const decoded = decodeMessage(message.body);
      received.push({ dataset: message.dataset, uuid: decoded.uuid, at: now() });
      if (message.receives <= maxReceiveCount) return decoded;
      messages.delete(message);
      dead.push({ dataset: message.dataset, message: decoded });
      return undefined;
    },
    remove(message: Queued) {
      messages.delete(message);
    },
  };
}

export type TestQueue = ReturnType<typeof createTestQueue>;
