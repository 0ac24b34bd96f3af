import { type DynamoDBClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { isLive } from './expiry.ts';
import type { Item } from './item.ts';

export type QueryPage = {
  /** Those of the page that have not expired. */
  readonly items: readonly Item[];
  /** The key to go on from; absent when there is no more. */
  readonly lastKey?: Item;
};

/**
 * One Query: a page of at most 1 MB, or of `Limit` items, without what has expired by `now` (epoch ms). An index that
 * does not include `expiresAt` cannot tell: who reads one reads the meetings' own items.
 */
export async function queryPage(
  client: DynamoDBClient,
  input: QueryCommandInput,
  now: () => number = Date.now,
): Promise<QueryPage> {
  const { Items = [], LastEvaluatedKey } = await client.send(new QueryCommand(input));
  const at = now();
  const items = Items.filter((item) => isLive(item, at));
  return { items, ...(LastEvaluatedKey && { lastKey: LastEvaluatedKey }) };
}

/** All items that a Query finds, page by page of at most 1 MB, without what has expired; holds one page. */
export async function* queryItems(
  client: DynamoDBClient,
  input: QueryCommandInput,
  now: () => number = Date.now,
): AsyncGenerator<Item> {
  let start: Item | undefined;
  do {
    const { items, lastKey } = await queryPage(client, { ...input, ...(start && { ExclusiveStartKey: start }) }, now);
    yield* items;
    start = lastKey;
  } while (start);
}
