import { type Capture, isFinal } from '../../domain/capture/capture.ts';
import type { CaptureMessage } from '../../domain/capture/capture-message.ts';
import type { DeadLetter, DeadLetterQueue } from '../../queue/dead-letter-queue.ts';
import { MalformedMessageError, messageOrFault } from '../../queue/message-codec.ts';

export type RedriveRequest = {
  /** This meeting's alone. */
  readonly uuid?: string | undefined;
  /** Sends and deletes nothing. */
  readonly dryRun: boolean;
};

export type RedriveDependencies = {
  readonly deadLetters: DeadLetterQueue;
  /** To the queue that its consumer reads. */
  readonly send: (message: CaptureMessage) => Promise<void>;
  readonly load: (uuid: string) => Promise<Capture | undefined>;
  /** Epoch ms. */
  readonly now: () => number;
};

export type RedriveOutcome =
  | {
      readonly kind: 'redriven';
      readonly messageId: string;
      /** As it was sent, or would be. */
      readonly message: CaptureMessage;
      readonly capture: Capture | undefined;
    }
  /** It stays in the dead-letter queue. */
  | { readonly kind: 'left'; readonly messageId: string; readonly uuid?: string; readonly fault: string };

/**
 * Empties a dead-letter queue into its queue, message by message: sent first and deleted then, so that a kill in between
 * doubles a message at most, which consumers tolerate. What stays is visible again when this ends, by an error too.
 * What asks for the same as a message sent before it stays: a capture that fails again at once would go round for ever.
 */
export async function* redrive(
  request: RedriveRequest,
  deps: RedriveDependencies,
): AsyncGenerator<RedriveOutcome, void, undefined> {
  const run: RedriveRun = { ...request, kept: new Map(), deleted: new Set(), asked: new Set() };
  try {
    for (;;) {
      const letters = await deps.deadLetters.receive();
      // Nothing but what it has met: the queue begins again.
      if (letters.every(({ messageId }) => run.kept.has(messageId))) {
        for (const letter of letters) run.kept.set(letter.messageId, letter);
        return;
      }
      const worked = await Promise.allSettled(letters.map((letter) => redriveLetter(letter, run, deps)));
      for (const result of worked) if (result.status === 'fulfilled' && result.value) yield result.value;
      const failed = worked.find((result) => result.status === 'rejected');
      if (failed) throw failed.reason;
    }
  } finally {
    await deps.deadLetters.release([...run.kept.values()]);
  }
}

/** A run, and what it has met so far. */
type RedriveRun = RedriveRequest & {
  /** Letters that stay, or are not sent yet, by message; of two receipts the later one. */
  readonly kept: Map<string, DeadLetter>;
  /** Messages that were sent and deleted. */
  readonly deleted: Set<string>;
  /** What the messages that were sent ask for. */
  readonly asked: Set<string>;
};

/** @returns undefined for what was met before, and for another meeting's */
async function redriveLetter(
  letter: DeadLetter,
  run: RedriveRun,
  { deadLetters, send, load, now }: RedriveDependencies,
): Promise<RedriveOutcome | undefined> {
  const { messageId } = letter;
  const { uuid, dryRun } = run;
  if (run.deleted.has(messageId)) {
    // Deleted before, and received once more all the same.
    await deadLetters.remove(letter);
    return undefined;
  }
  const isMetAgain = run.kept.has(messageId);
  run.kept.set(messageId, letter);
  if (isMetAgain) return undefined;
  const dead = messageOrFault(letter.body);
  if (dead instanceof MalformedMessageError) {
    return uuid === undefined ? { kind: 'left', messageId, fault: dead.message } : undefined;
  }
  if (uuid !== undefined && dead.uuid !== uuid) return undefined;
  const capture = await load(dead.uuid);
  const message = messageToRedrive(dead, capture, now());
  const asks = JSON.stringify([message.uuid, message.sequence, message.reason]);
  if (run.asked.has(asks)) return { kind: 'left', messageId, uuid: message.uuid, fault: sentBefore };
  run.asked.add(asks);
  if (!dryRun) {
    await send(message);
    await deadLetters.remove(letter);
    run.kept.delete(messageId);
    run.deleted.add(messageId);
  }
  return { kind: 'redriven', messageId, message, capture };
}

const sentBefore = 'It asks for the same as one sent back just now: it failed again, or was there twice.';

/**
 * What to send in place of a dead message. As it was, unless its capture has been given up: then it asks for one more poll,
 * as a person would, since a capture that is given up heeds no event. A capture that is done drops it. `now` in epoch ms.
 */
export function messageToRedrive(message: CaptureMessage, capture: Capture | undefined, now: number): CaptureMessage {
  if (!capture || !isFinal(capture.state) || capture.state === 'settled' || capture.state === 'empty') return message;
  return { ...message, reason: 'demand', sequence: capture.sequence, notBefore: new Date(now).toISOString() };
}
