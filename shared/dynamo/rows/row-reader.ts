import { type Dataset, hasSamples } from '../../domain/dataset.ts';
import type { Row } from '../../domain/row.ts';
import type { Item } from '../item.ts';
import { queryItems } from '../query.ts';
import { samplePrefix, sortKeys } from '../schema.ts';
import type { Store } from '../store.ts';
import { rowFromItems, sampleItemCount } from './row-items.ts';

/**
 * The rows of one dataset of one meeting, each exactly the object that Zoom returned, in the order of join time.
 * Two Queries for a dataset with samples, one else; holds one page of each. Reads what is stored: the capture item says whether that is all.
 */
export async function* readRows(uuid: string, dataset: Dataset, deps: Store): AsyncGenerator<Row> {
  const prefix = sortKeys.row(dataset, '');
  if (!hasSamples(dataset)) {
    for await (const item of items(uuid, prefix, deps)) yield rowFromItems(dataset, item, []);
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
    yield rowFromItems(dataset, head, own);
  }
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
