import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createMarker, type Erased, erasedBy, nobodyErased } from '../../domain/erasure/marks.ts';
import type { Item } from '../item.ts';
import { queryItems } from '../query.ts';
import { erasurePartition } from './erasure-keys.ts';
import { readMarkKey } from './mark-key.ts';

/** The `Control` table. */
export type ErasureTable = { readonly client: DynamoDBClient; readonly table: string };

/** Who was erased after a meeting had ended. */
export type ErasureReader = (meeting: { readonly uuid: string; readonly endTime: string }) => Promise<Erased>;

/** Of each erasure so far, whether it has marked a sign everywhere; consistent. */
export async function readErasures(
  control: ErasureTable,
  storeSecret: () => Promise<string>,
): Promise<((sign: string) => boolean)[]> {
  const known = await erasureItems(control);
  const marker = createMarker(readMarkKey(known, await storeSecret()) ?? '');
  const marked = known.flatMap(({ marks }) => (marks?.SS ? [new Set(marks.SS)] : []));
  return marked.map((own) => (sign) => own.has(marker(sign)));
}

/**
 * Reads erasures from the `Control` table: one Query, a second one where there are any. Consistent.
 * @throws MarkKeyError from what it returns, when the marks are there and cannot be read
 */
export function createErasureReader(control: ErasureTable, storeSecret: () => Promise<string>): ErasureReader {
  return async ({ uuid, endTime }) => {
    // The secret is asked for while nobody is erased too, so that it is told at once when it cannot be read.
    const [known, secret] = await Promise.all([erasureItems(control), storeSecret()]);
    const key = readMarkKey(known, secret);
    if (key === undefined) return nobodyErased;
    const endedAt = Date.parse(endTime);
    const all = [...known, ...(await erasureItems(control, uuid))];
    const later = all.filter(({ erasedAt }) => Date.parse(erasedAt?.S ?? '') >= endedAt);
    return erasedBy(new Set(later.flatMap(({ marks }) => marks?.SS ?? [])), key, uuid);
  };
}

/** What is kept of erasures everywhere, or of those of one meeting. */
export function erasureItems({ client, table }: ErasureTable, uuid?: string): Promise<Item[]> {
  const input = {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :erasures',
    ExpressionAttributeValues: { ':erasures': { S: erasurePartition(uuid) } },
  };
  return Array.fromAsync(queryItems(client, input));
}
