import { type Dataset, isDataset } from '../../domain/dataset.ts';
import { type PersonKey, personKey, personKeysOf } from '../../domain/person-key.ts';
import type { Row } from '../../domain/row/row.ts';
import { queryItems } from '../query.ts';
import { captureIndexes } from '../schema.ts';
import type { Store } from '../store.ts';
import { decodeRow } from './exact-row.ts';

export type PersonWanted = {
  /** An e-mail address in any case, or a Zoom user id. */
  readonly person: string;
  /** First and last instant of joining, ISO 8601; the `to` instant is included. */
  readonly from: string;
  readonly to: string;
};

/** One stay of a person, as far as the index shows it. */
export type PersonStay = {
  readonly uuid: string;
  readonly dataset: Dataset;
  /** The row's own item is `pk` = uuid with this `sk`. */
  readonly sk: string;
  /** Zoom's fields that the index has: times, status, room, duration, ids and addresses. */
  readonly row: Row;
};

/**
 * A person's stays in meetings, under every address and id that their rows tie together; by key, then by time of joining.
 *
 * Queries of the index `by-person`, one per key (an address and an id make two): about half a read unit per ten stays;
 * holds one page. Read eventually consistent; a guest without id and address is not listed.
 * @throws RangeError when an instant is none.
 */
export async function* readPerson(
  { person, from, to }: PersonWanted,
  { client, table, now }: Store,
): AsyncGenerator<PersonStay> {
  const [fromIso, toIso] = [instant(from), instant(to)];
  const { name, partitionKey, sortKey } = captureIndexes.byPerson;
  const keys = new Set<PersonKey>([personKey(person)]);
  // A set that grows while it is walked: each key can lead to more.
  for (const key of keys) {
    const input = {
      TableName: table,
      IndexName: name,
      KeyConditionExpression: '#person = :person AND #joined BETWEEN :from AND :to',
      ExpressionAttributeNames: { '#person': partitionKey, '#joined': sortKey },
      ExpressionAttributeValues: { ':person': { S: key }, ':from': { S: fromIso }, ':to': { S: toIso } },
    };
    const items = queryItems(client, input, now);
    for await (const item of items) {
      const row = decodeRow(item);
      for (const other of personKeysOf(row)) keys.add(other);
      const sk = item.sk?.S ?? '';
      const dataset = sk.slice(0, sk.indexOf('#'));
      if (isDataset(dataset)) yield { uuid: item.pk?.S ?? '', dataset, sk, row };
    }
  }
}

function instant(text: string): string {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new RangeError(`A time is written as 2026-11-20T10:00:00Z, not as ${text}.`);
  return new Date(at).toISOString();
}
