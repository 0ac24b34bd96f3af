import { type Dataset, datasets } from '../../domain/dataset.ts';
import { ProductError } from '../../runtime/errors.ts';
import type { Item } from '../item.ts';
import { entities, sortKeys, tableKeys, timeToLiveAttribute } from '../schema.ts';

/** Longer than any queue keeps a message, and than the sweep looks back. */
const keptMs = 30 * 86_400_000;

/**
 * What stands in place of an item of a meeting that was forgotten: a message that comes after it ends, and the sweep does
 * not bring the meeting back. It names nothing but the meeting, and expires.
 */
export const encodeForgotten = (uuid: string, sk: string, now: number): Item => ({
  [tableKeys.partitionKey]: { S: uuid },
  [tableKeys.sortKey]: { S: sk },
  entity: { S: entities.forgotten },
  forgottenAt: { S: new Date(now).toISOString() },
  [timeToLiveAttribute]: { N: String(Math.floor((now + keptMs) / 1_000)) },
});

export const isForgotten = ({ entity }: Item): boolean => entity?.S === entities.forgotten;

/** Where a forgotten meeting has its marks. */
export const markedKeys = {
  meeting: sortKeys.meeting,
  captures: datasets.map((dataset: Dataset) => sortKeys.capture(dataset)),
} as const;

/** The capture is one of a meeting that was forgotten: there is nothing to do for it. */
export class MeetingForgottenError extends ProductError {
  override readonly name = 'MeetingForgottenError';
  override readonly retry = 'no';

  constructor(uuid: string) {
    super(`The meeting ${uuid} was forgotten.`);
  }
}
