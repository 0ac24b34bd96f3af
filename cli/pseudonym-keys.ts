import { shortestPseudonymKey } from '../shared/domain/privacy/disguise.ts';
import { UsageError } from './cli-error.ts';
import type { Rim } from './rim.ts';

/**
 * The keys that stages pseudonymize with, one for each Zoom account, out of `PSEUDONYM_KEY`; none when it is not set.
 * @throws {UsageError} when one is so short that no stage takes it: its pseudonyms would match nothing
 */
export function pseudonymKeys({ env }: Pick<Rim, 'env'>): readonly string[] {
  const keys = (env.PSEUDONYM_KEY ?? '')
    .split(',')
    .map((key) => key.trim())
    .filter(Boolean);
  if (keys.every(({ length }) => length >= shortestPseudonymKey)) return keys;
  throw new UsageError(
    `PSEUDONYM_KEY has a key that no stage takes: each has at least ${shortestPseudonymKey} characters. Set it to pseudonymKey ` +
      "out of the Zoom account's secret; of several accounts, with commas between.",
  );
}
