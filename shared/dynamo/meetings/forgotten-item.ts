import { type Dataset, datasets } from '../../domain/dataset.ts';
import { ProductError } from '../../runtime/errors.ts';
import type { Item } from '../item.ts';
import { entities, sortKeys, tableKeys, timeToLiveAttribute } from '../schema.ts';

/** Longer than any queue keeps a message, and than the sweep looks back. */
const keptMs = 30 * 86_400_000;

/** A meeting that was forgotten, and the Zoom account that it stood under: of another one it is news. */
export type ForgottenKey = { readonly uuid: string; readonly account: string };

/**
 * What stands in place of an item of a meeting that was forgotten: a message of the same account that comes after it ends,
 * and the account's sweep does not bring the meeting back. It names nothing but the two, and expires.
 */
export const encodeForgotten = ({ uuid, account }: ForgottenKey, sk: string, now: number): Item => ({
  [tableKeys.partitionKey]: { S: uuid },
  [tableKeys.sortKey]: { S: sk },
  entity: { S: entities.forgotten },
  // No attribute of an index.
  forgottenOf: { S: account },
  forgottenAt: { S: new Date(now).toISOString() },
  [timeToLiveAttribute]: { N: String(Math.floor((now + keptMs) / 1_000)) },
});

export const isForgotten = ({ entity }: Item): boolean => entity?.S === entities.forgotten;

/** The account that the mark is of. */
export const accountOfMark = ({ forgottenOf }: Item): string => forgottenOf?.S ?? '';

/** Where a forgotten meeting has its marks. */
export const markedKeys = {
  meeting: sortKeys.meeting,
  captures: datasets.map((dataset: Dataset) => sortKeys.capture(dataset)),
} as const;

/** The capture is one of a meeting that was forgotten: there is nothing to do for it. */
export class MeetingForgottenError extends ProductError {
  override readonly name = 'MeetingForgottenError';
  override readonly retry = 'no';

  /** That it stood under. */
  readonly account: string;

  constructor({ uuid, account }: ForgottenKey) {
    super(`The meeting ${uuid} was forgotten.`);
    this.account = account;
  }
}
