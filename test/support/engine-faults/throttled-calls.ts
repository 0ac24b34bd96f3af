import { errorAnswer, type Intercept } from '../../../local/emulator/engines/engine-call.ts';
import type { Chance } from './chance.ts';

/** The two ways in which DynamoDB says "too fast"; nothing was done then. */
const throttles = [
  ['com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException', 'The level of throughput was exceeded.'],
  ['com.amazonaws.dynamodb.v20120810#ThrottlingException', 'Throughput exceeds the current capacity.'],
] as const;

/** Refuses a share of the calls to DynamoDB before they are done. */
export function throttle(share: number, { random }: Pick<Chance, 'random'>): Intercept {
  return async ({ engine }, next) => {
    if (engine !== 'dynamodb' || random() >= share) return next();
    const [type, message] = throttles[random() < 0.5 ? 0 : 1];
    return errorAnswer(400, type, message);
  };
}
