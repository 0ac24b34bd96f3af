import { type CaptureMessage, withoutNames } from '../../domain/capture/capture-message.ts';
import { createTextSearch } from '../../domain/erasure/text-search.ts';
import type { DeadLetter, DeadLetterQueue } from '../../queue/dead-letter-queue.ts';
import { MalformedMessageError, messageOrFault } from '../../queue/message-codec.ts';

export type DeadLetters = {
  readonly letters: DeadLetterQueue;
  /** Into the same queue. */
  readonly send: (message: CaptureMessage) => Promise<void>;
};

/** Dead letters that topic and host were taken out of, and those that still hold something, since they are no capture's messages. */
export type ErasedLetters = { readonly blanked: number; readonly left: number };

/**
 * Takes topic and host out of dead letters that hold one of the texts. Only a first message has them, which nobody could work
 * until SQS gave it up: all others hold ids alone. What is left of it captures the meeting, whose row in Zoom's list brings
 * topic and host anew, as far as they may be stored. Sent before it is deleted: a kill in between doubles a message at most.
 */
export async function eraseFromDeadLetters(texts: readonly string[], queue: DeadLetters): Promise<ErasedLetters> {
  const search = createTextSearch(texts);
  const met = new Map<string, DeadLetter>();
  let [blanked, left] = [0, 0];
  try {
    for (;;) {
      const letters = await queue.letters.receive();
      const fresh = letters.filter(({ messageId }) => !met.has(messageId));
      for (const letter of letters) met.set(letter.messageId, letter);
      // Nothing but what it has met: the queue begins again.
      if (fresh.length === 0) return { blanked, left };
      for (const letter of fresh.filter(({ body }) => search.isIn(unescaped(body)))) {
        const message = messageOrFault(letter.body);
        const rest = message instanceof MalformedMessageError ? undefined : withoutNames(message);
        if (!rest || search.isIn(JSON.stringify(rest))) {
          left += 1;
          continue;
        }
        await queue.send(rest);
        await queue.letters.remove(letter);
        met.delete(letter.messageId);
        blanked += 1;
      }
    }
  } finally {
    await queue.letters.release([...met.values()]);
  }
}

/** Messages are written in ASCII: names with other letters stand there escaped. */
function unescaped(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body));
  } catch {
    return body;
  }
}
