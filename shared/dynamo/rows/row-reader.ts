import { type Dataset, hasSamples } from '../../domain/dataset.ts';
import type { QualitySummary } from '../../domain/quality/summary.ts';
import type { Row } from '../../domain/row/row.ts';
import type { Item } from '../item.ts';
import { queryItems } from '../query.ts';
import { sampleItemCount, samplesNotKept } from '../samples/sample-items.ts';
import { samplePrefix, sortKeys } from '../schema.ts';
import type { Store } from '../store.ts';
import { decodeSummary } from './quality-item.ts';
import { rowFromItems } from './row-items.ts';

/** A row as it is stored. */
export type StoredRow = {
  /** Exactly the object that Zoom returned, but for samples that were not kept. */
  readonly row: Row;
  /** Of a session whose samples were not kept: how many there were, and what they came to. */
  readonly notKept?: { readonly samples: number; readonly summary?: QualitySummary };
};

/**
 * The rows of one dataset of one meeting, each exactly the object that Zoom returned, in the order of join time; sessions
 * whose samples were not kept come without them.
 * @throws as {@link readStoredRows}
 */
export async function* readRows(uuid: string, dataset: Dataset, deps: Store): AsyncGenerator<Row> {
  for await (const { row } of readStoredRows(uuid, dataset, deps)) yield row;
}

/**
 * The same, and of each session whether its samples were kept. Two Queries for a dataset with samples, one else; holds one
 * page of each. Reads what is stored: the capture item says whether that is all.
 * @throws DamagedSamplesError
 */
export async function* readStoredRows(uuid: string, dataset: Dataset, deps: Store): AsyncGenerator<StoredRow> {
  const prefix = sortKeys.row(dataset, '');
  if (!hasSamples(dataset)) {
    for await (const item of items(uuid, prefix, deps)) yield { row: rowFromItems(dataset, item, []) };
    return;
  }
  // Both prefixes sort by the same key, so one pass over each brings a session and its samples together.
  const samples = items(uuid, samplePrefix, deps);
  let sample = await samples.next();
  for await (const head of items(uuid, prefix, deps)) {
    const key = (head.sk?.S ?? '').slice(prefix.length);
    const own: Item[] = [];
    while (!sample.done && sessionKey(sample.value) <= key) {
      // Samples of an older run can outlast their session until the sweep: they belong to nobody.
      if (sessionKey(sample.value) === key && own.length < sampleItemCount(head)) own.push(sample.value);
      sample = await samples.next();
    }
    yield storedRow(dataset, head, own);
  }
}

function storedRow(dataset: Dataset, head: Item, own: readonly Item[]): StoredRow {
  const row = rowFromItems(dataset, head, own);
  const samples = samplesNotKept(head);
  if (samples === undefined) return { row };
  return { row, notKept: { samples, ...(head.summary && { summary: decodeSummary(head) }) } };
}

const items = (uuid: string, prefix: string, { client, table, now }: Store) => {
  const input = {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :uuid AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':uuid': { S: uuid }, ':prefix': { S: prefix } },
  };
  return queryItems(client, input, now);
};

/** `qos-samples#<session's key>#<chunk>` without its ends. */
const sessionKey = (item: Item): string => {
  const sk = item.sk?.S ?? '';
  return sk.slice(samplePrefix.length, sk.lastIndexOf('#'));
};
