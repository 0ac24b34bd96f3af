import type { Item } from '../item.ts';
import { tableKeys } from '../schema.ts';

/**
 * Where the `Control` table keeps what was erased:
 *
 *     pk = erasures          sk = key              sealedKey: what the marks are hashed with, for the stage's secret
 *                            sk = person#<receipt> erasedAt, marks: of the person everywhere
 *     pk = erasures#<uuid>   sk = person#<mark>     erasedAt, marks: of the person within this meeting
 */
export const erasureKeys = {
  key: { [tableKeys.partitionKey]: { S: 'erasures' }, [tableKeys.sortKey]: { S: 'key' } } as Item,
  person: (name: string, uuid?: string): Item => ({
    [tableKeys.partitionKey]: { S: erasurePartition(uuid) },
    [tableKeys.sortKey]: { S: `${personPrefix}${name}` },
  }),
} as const;

export const personPrefix = 'person#';

export const erasurePartition = (uuid?: string): string => (uuid === undefined ? 'erasures' : `erasures#${uuid}`);
