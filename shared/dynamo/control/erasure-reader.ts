import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Erased, erasedBy, nobodyErased } from '../../domain/erasure/marks.ts';
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

/** Reads erasures from the `Control` table: one Query, a second one where there are any. Consistent. */
export function createErasureReader(client: DynamoDBClient, table: string): ErasureReader {
  const items = async (uuid?: string): Promise<Item[]> => {
    const input = {
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :erasures',
      ExpressionAttributeValues: { ':erasures': { S: partitionOf(uuid) } },
    };
    return Array.fromAsync(queryItems(client, input));
  };
  return async ({ uuid, endTime }) => {
    const known = await items();
    const key = known.find(({ sk }) => sk?.S === erasureKeys.key.sk.S)?.key?.S;
    if (key === undefined) return nobodyErased;
    const endedAt = Date.parse(endTime);
    const later = [...known, ...(await items(uuid))].filter(({ erasedAt }) => Date.parse(erasedAt?.S ?? '') >= endedAt);
    return erasedBy(new Set(later.flatMap(({ marks }) => marks?.SS ?? [])), key, uuid);
  };
}
