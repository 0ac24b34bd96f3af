import { errorAnswer, type Intercept } from '../../../local/emulator/engines/engine-call.ts';
import type { Chance } from './chance.ts';

/**
 * Lets a share of the calls to DynamoDB be done and answers 500: what the client cannot tell from a call that was not
 * done, and makes again.
 */
export function loseAnswers(share: number, { random }: Pick<Chance, 'random'>): Intercept {
  return async ({ engine }, next) => {
    const answer = await next();
    if (engine !== 'dynamodb' || random() >= share) return answer;
    return errorAnswer(500, 'com.amazonaws.dynamodb.v20120810#InternalServerError', 'The answer was lost.');
  };
}
