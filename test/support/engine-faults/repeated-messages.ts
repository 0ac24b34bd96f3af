import { type Intercept, jsonAnswer } from '../../../local/emulator/engines/engine-call.ts';
import type { Chance } from './chance.ts';
import { type JsonRecord, readRecord, recordsIn } from './json-record.ts';

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
