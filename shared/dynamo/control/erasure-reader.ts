import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createMarker, type Erased, erasedBy, nobodyErased } from '../../domain/erasure/marks.ts';
import type { Item } from '../item.ts';
import { queryItems } from '../query.ts';
import { tableKeys } from '../schema.ts';

/**
 * Where the `Control` table keeps what was erased:
 *
 *     pk = erasures          sk = key              key: what the marks are hashed with
 *                            sk = person#<receipt> erasedAt, marks: of the person everywhere
 *     pk = erasures#<uuid>   sk = person#<receipt> erasedAt, marks: of the person within this meeting
 */
export const erasureKeys = {
  key: { [tableKeys.partitionKey]: { S: 'erasures' }, [tableKeys.sortKey]: { S: 'key' } },
  person: (receipt: string, uuid?: string): Item => ({
    [tableKeys.partitionKey]: { S: partitionOf(uuid) },
    [tableKeys.sortKey]: { S: `person#${receipt}` },
  }),
} as const;

const partitionOf = (uuid?: string) => (uuid === undefined ? 'erasures' : `erasures#${uuid}`);

/** Who was erased after a meeting had ended. */
export type ErasureReader = (meeting: { readonly uuid: string; readonly endTime: string }) => Promise<Erased>;

/** Of each erasure so far, whether it has marked a sign everywhere; consistent. */
export async function readErasures(client: DynamoDBClient, table: string): Promise<((sign: string) => boolean)[]> {
  const known = await erasureItems(client, table);
  const marker = createMarker(markKeyOf(known) ?? '');
  return known
    .flatMap(({ marks }) => (marks?.SS ? [new Set(marks.SS)] : []))
    .map((own) => (sign) => own.has(marker(sign)));
}

/** Reads erasures from the `Control` table: one Query, a second one where there are any. Consistent. */
export function createErasureReader(client: DynamoDBClient, table: string): ErasureReader {
  return async ({ uuid, endTime }) => {
    const known = await erasureItems(client, table);
    const key = markKeyOf(known);
    if (key === undefined) return nobodyErased;
    const endedAt = Date.parse(endTime);
    const later = [...known, ...(await erasureItems(client, table, uuid))].filter(
      ({ erasedAt }) => Date.parse(erasedAt?.S ?? '') >= endedAt,
    );
    return erasedBy(new Set(later.flatMap(({ marks }) => marks?.SS ?? [])), key, uuid);
  };
}

function erasureItems(client: DynamoDBClient, table: string, uuid?: string): Promise<Item[]> {
  const input = {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :erasures',
    ExpressionAttributeValues: { ':erasures': { S: partitionOf(uuid) } },
  };
  return Array.fromAsync(queryItems(client, input));
}

const markKeyOf = (items: readonly Item[]): string | undefined =>
  items.find(({ sk }) => sk?.S === erasureKeys.key.sk.S)?.key?.S;
