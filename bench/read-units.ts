import type { Item } from '../shared/dynamo/item.ts';
import { itemBytes } from '../test/unit/dynamo/item-bytes.ts';

/** One call that read. */
export type ReadCall = {
  readonly operation: 'query' | 'batch-get';
  readonly consistent: boolean;
  /** Whole, as they stand in the table or the index that was read. */
  readonly items: readonly Item[];
  /** Keys of a BatchGetItem that led to nothing. */
  readonly missing?: number;
};

const unitBytes = 4096;

/**
 * The read units that DynamoDB bills for a call. A Query's items are added up and then rounded to 4 KB; each item of a
 * BatchGetItem is rounded by itself, and a key that leads to nothing is billed like the smallest item. An eventually
 * consistent read costs half.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
export function readUnits({ operation, consistent, items, missing = 0 }: ReadCall): number {
  const sizes = items.map(itemBytes);
  const units =
    operation === 'query'
      ? roundedUp(sizes.reduce((sum, bytes) => sum + bytes, 0))
      : sizes.reduce((sum, bytes) => sum + roundedUp(bytes), 0) + missing;
  return consistent ? units : units / 2;
}

const roundedUp = (bytes: number): number => Math.max(1, Math.ceil(bytes / unitBytes));
