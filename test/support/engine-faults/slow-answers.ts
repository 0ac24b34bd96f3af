import type { Intercept } from '../../../local/emulator/engines/engine-call.ts';
import type { Chance } from './chance.ts';

/** Answers a share of the calls to DynamoDB late: they are done at once. */
export function slowAnswers(
  { share, delayMs }: { readonly share: number; readonly delayMs: number },
  { random, sleep }: Pick<Chance, 'random' | 'sleep'>,
): Intercept {
  return async ({ engine }, next) => {
    const answer = await next();
    if (engine === 'dynamodb' && random() < share) await sleep(delayMs);
    return answer;
  };
}
