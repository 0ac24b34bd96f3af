import { type Intercept, jsonAnswer } from '../../../local/emulator/engines/engine-call.ts';
import type { Chance } from './chance.ts';
import { readRecord, recordsIn } from './json-record.ts';

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
