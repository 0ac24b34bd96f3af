import type { AttributeValue } from '@aws-sdk/client-dynamodb';

type Item = Readonly<Record<string, AttributeValue>>;

/** Bytes that DynamoDB counts for an item. @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
export const itemBytes = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0);

export const writeUnits = (item: Item): number => Math.max(1, Math.ceil(itemBytes(item) / 1_024));

function valueBytes({ S, N, L, M, B }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S);
  if (N !== undefined) return 1 + Math.ceil(N.replace(/[-.]/g, '').length / 2);
  if (B) return B.length;
  if (L) return 3 + L.reduce((sum, value) => sum + 1 + valueBytes(value), 0);
  if (M) return 3 + Object.keys(M).length + itemBytes(M);
  return 1;
}
