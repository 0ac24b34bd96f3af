import { randomUUID } from 'node:crypto';
import type { CaptureMessage } from '../../shared/domain/capture-message.ts';
import type { Dataset } from '../../shared/domain/dataset.ts';
import { delaySeconds } from '../../shared/queue/capture-queue.ts';
import { decodeMessage, encodeMessage } from '../../shared/queue/message-codec.ts';

/** Six times the function's time-out, as the stack sets it. */
export const visibilityMs = 12 * 60_000;
const maxReceiveCount = 5;

export type Queued = {
  readonly id: string;
  readonly dataset: Dataset;
  body: string;
  visibleAt: number;
  receives: number;
};

/** SQS in a test's own time: at-least-once, delays, visibility and a dead-letter queue, and nothing by the wall clock. */
export function createTestQueue(now: () => number) {
  const messages = new Map<string, Queued>();
  const dead: { readonly dataset: Dataset; readonly message: CaptureMessage }[] = [];
  return {
    messages,
    dead,
    send(dataset: Dataset, message: CaptureMessage, delayMs = 0) {
      const id = randomUUID();
      const visibleAt = now() + delaySeconds(delayMs) * 1_000;
      messages.set(id, { id, dataset, body: encodeMessage(message), visibleAt, receives: 0 });
    },
    bury(dataset: Dataset, message: CaptureMessage) {
      dead.push({ dataset, message });
    },
    /** The messages to be received next, at most `most`, and when. */
    next(most: number): { readonly at: number; readonly due: readonly Queued[] } | undefined {
      const waiting = [...messages.values()].sort((a, b) => a.visibleAt - b.visibleAt);
      const at = Math.max(now(), waiting[0]?.visibleAt ?? 0);
      return waiting.length > 0 ? { at, due: waiting.filter((m) => m.visibleAt <= at).slice(0, most) } : undefined;
    },
    /** Receives a message: hidden until its visibility ends; dead once it was received too often. */
    receive(message: Queued): CaptureMessage | undefined {
      message.receives += 1;
      message.visibleAt = now() + visibilityMs;
      const decoded = decodeMessage(message.body);
      if (message.receives <= maxReceiveCount) return decoded;
      messages.delete(message.id);
      dead.push({ dataset: message.dataset, message: decoded });
      return undefined;
    },
    remove(message: Queued) {
      messages.delete(message.id);
    },
  };
}
