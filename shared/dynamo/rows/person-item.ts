import type { Dataset } from '../../domain/dataset.ts';
import { listedPersonKey } from '../../domain/person-key.ts';
import type { Row } from '../../domain/row/row.ts';
import type { Item } from '../item.ts';
import { captureIndexes } from '../schema.ts';

/** DynamoDB's limit of an index's partition key, in bytes. */
const longestKeyBytes = 2_048;

/**
 * What a row's item bears for the index `by-person`; nothing for a guest without id and address. `endTime` is the meeting's, which stands in
 * for a join time that Zoom left blank.
 */
export function personAttributes(dataset: Dataset, row: Row, endTime: string | undefined): Item {
  const person = listedPersonKey(dataset, row);
  const joinedAt = isoOf(row.join_time) ?? isoOf(endTime);
  if (person === undefined || joinedAt === undefined) return {};
  if (!person.isWellFormed() || Buffer.byteLength(person) > longestKeyBytes) return {};
  const { partitionKey, sortKey } = captureIndexes.byPerson;
  return { [partitionKey]: { S: person }, [sortKey]: { S: joinedAt } };
}

function isoOf(time: unknown): string | undefined {
  const instant = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return Number.isNaN(instant) ? undefined : new Date(instant).toISOString();
}
