import { seal, unseal } from '../../domain/sealing.ts';
import { ProductError } from '../../runtime/errors.ts';
import type { Item } from '../item.ts';
import { erasureKeys } from './erasure-keys.ts';

const context = 'erasure marks';

/** The marks of erased persons cannot be read, so nothing may be stored that they might forbid. */
export class MarkKeyError extends ProductError {
  override readonly name = 'MarkKeyError';
  override readonly retry = 'later';
}

/** The attribute that holds the key of marks, for whoever has the stage's secret. */
export const sealedMarkKey = (key: string, storeSecret: string) => ({
  sealedKey: { S: seal(key, storeSecret, context) },
});

/**
 * What the marks are hashed with; undefined while nobody was erased. Versions that had no secret of the stage kept it open.
 * @throws MarkKeyError when the stage's secret is another one than it was sealed with
 */
export function readMarkKey(items: readonly Item[], storeSecret: string): string | undefined {
  const item = items.find(({ sk }) => sk?.S === erasureKeys.key.sk?.S);
  const sealed = item?.sealedKey?.S;
  if (sealed === undefined) return item?.key?.S;
  const key = unseal(sealed, storeSecret, context);
  if (key !== undefined) return key;
  throw new MarkKeyError(
    'The marks of erased persons are of another store secret than the one there is: put its former value back.',
  );
}
