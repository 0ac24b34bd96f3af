import { type Intercept, jsonAnswer } from '../../../local/emulator/engines/engine-call.ts';
import type { JsonRecord } from '../../../local/emulator/template/read-value.ts';
import type { Chance } from './chance.ts';
import { readRecord, recordsIn } from './json-record.ts';

/** SQS hands out this many messages a call at most. */
const mostMessages = 10;
/** Messages of a queue that may come once more. */
const remembered = 100;

/**
 * Standard queues deliver at least once: a message can come again while it is worked, and after it was deleted. With
 * each answer, this share of them, a message that was handed out before comes once more, with the same id and handle.
 * Deleting it a second time does no harm, on SQS neither.
 */
export function createRepeatedMessages(share: number, { random }: Pick<Chance, 'random'>): Intercept {
  const handedOut = new Map<string, readonly JsonRecord[]>();
  return async ({ engine, operation, body: asked }, next) => {
    const answer = await next();
    if (engine !== 'sqs' || operation !== 'ReceiveMessage' || answer.status !== 200) return answer;
    const queue = String(asked.QueueUrl);
    const body = readRecord(answer.body);
    const messages = recordsIn(body.Messages);
    const earlier = handedOut.get(queue) ?? [];
    handedOut.set(queue, [...earlier, ...messages].slice(-remembered));
    const again = random() < share ? earlier[Math.floor(random() * earlier.length)] : undefined;
    const room = messages.length < Math.min(mostMessages, Number(asked.MaxNumberOfMessages ?? 1));
    if (again === undefined || !room || messages.some(({ MessageId }) => MessageId === again.MessageId)) return answer;
    return jsonAnswer(200, { ...body, Messages: [...messages, again] });
  };
}

/** The same values in another order: Fisher and Yates. */
export function shuffle<Value>(values: readonly Value[], random: () => number): Value[] {
  const shuffled = [...values];
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const [a, b] = [shuffled[last], shuffled[other]];
    if (a !== undefined && b !== undefined) [shuffled[last], shuffled[other]] = [b, a];
  }
  return shuffled;
}

/** Hands a share of the batches out in another order; standard queues promise none. */
export function shuffleMessages(share: number, { random }: Pick<Chance, 'random'>): Intercept {
  return async ({ engine, operation }, next) => {
    const answer = await next();
    if (engine !== 'sqs' || operation !== 'ReceiveMessage' || answer.status !== 200 || random() >= share) return answer;
    const body = readRecord(answer.body);
    return jsonAnswer(200, { ...body, Messages: shuffle(recordsIn(body.Messages), random) });
  };
}
