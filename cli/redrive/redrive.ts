import type { Capture } from '../../shared/domain/capture.ts';
import type { CaptureMessage } from '../../shared/domain/capture-message.ts';
import { decodeMessage, MalformedMessageError } from '../../shared/queue/message-codec.ts';
import type { DeadLetter, DeadLetterQueue } from './dead-letter-queue.ts';
import { takenUpAgain } from './taken-up-again.ts';

export type RedriveDeps = {
  readonly deadLetters: DeadLetterQueue;
  /** To the queue that its consumer reads. */
  readonly send: (message: CaptureMessage) => Promise<void>;
  readonly load: (uuid: string) => Promise<Capture | undefined>;
  /** Epoch ms. */
  readonly now: () => number;
};

export type RedriveOptions = {
  /** This meeting's alone. */
  readonly uuid?: string | undefined;
  /** Sends and deletes nothing. */
  readonly dryRun: boolean;
};

export type Redriven =
  | {
      readonly kind: 'redriven';
      readonly messageId: string;
      /** As it was sent, or would be. */
      readonly message: CaptureMessage;
      readonly capture: Capture | undefined;
    }
  /** It stays in the dead-letter queue. */
  | { readonly kind: 'left'; readonly messageId: string; readonly uuid?: string; readonly fault: string };

const sentBefore = 'It asks for the same as one sent back just now: it failed again, or was there twice.';

/**
 * Empties a dead-letter queue into its queue, message by message: sent first and deleted then, so that a kill in between
 * doubles a message at most, which consumers tolerate. What stays is visible again when this ends, by an error too.
 * What asks for the same as a message sent before it stays: a capture that fails again at once would go round for ever.
 */
export async function* redrive(
  { deadLetters, send, load, now }: RedriveDeps,
  { uuid, dryRun }: RedriveOptions,
): AsyncGenerator<Redriven> {
  const asked = new Set<string>();
  const done = new Set<string>();
  const kept = new Map<string, DeadLetter>();

  const work = async (letter: DeadLetter): Promise<Redriven | undefined> => {
    const { messageId } = letter;
    if (done.has(messageId)) {
      // Deleted before, and received once more all the same.
      await deadLetters.remove(letter);
      return undefined;
    }
    const known = kept.has(messageId);
    // Kept until it is sent; of two receipts the later one counts.
    kept.set(messageId, letter);
    if (known) return undefined;
    const dead = readMessage(letter.body);
    if (dead instanceof MalformedMessageError) {
      return uuid === undefined ? { kind: 'left', messageId, fault: dead.message } : undefined;
    }
    if (uuid !== undefined && dead.uuid !== uuid) return undefined;
    const capture = await load(dead.uuid);
    const message = takenUpAgain(dead, capture, now());
    const asks = JSON.stringify([message.uuid, message.sequence, message.reason]);
    if (asked.has(asks)) return { kind: 'left', messageId, uuid: message.uuid, fault: sentBefore };
    asked.add(asks);
    if (!dryRun) {
      await send(message);
      await deadLetters.remove(letter);
      kept.delete(messageId);
      done.add(messageId);
    }
    return { kind: 'redriven', messageId, message, capture };
  };

  try {
    for (;;) {
      const letters = await deadLetters.receive();
      // Nothing but what it has met: the queue begins again.
      if (letters.every(({ messageId }) => kept.has(messageId))) {
        for (const letter of letters) kept.set(letter.messageId, letter);
        return;
      }
      const worked = await Promise.allSettled(letters.map(work));
      for (const result of worked) if (result.status === 'fulfilled' && result.value) yield result.value;
      const failed = worked.find((result) => result.status === 'rejected');
      if (failed) throw failed.reason;
    }
  } finally {
    await deadLetters.release([...kept.values()]);
  }
}

function readMessage(body: string): CaptureMessage | MalformedMessageError {
  try {
    return decodeMessage(body);
  } catch (error) {
    if (error instanceof MalformedMessageError) return error;
    throw error;
  }
}
