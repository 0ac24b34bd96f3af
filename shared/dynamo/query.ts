import { type DynamoDBClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { Item } from './exact-row.ts';

/** All items that a Query finds, page by page of at most 1 MB; holds one page. */
export async function* queryItems(client: DynamoDBClient, input: QueryCommandInput): AsyncGenerator<Item> {
  let start: Item | undefined;
  do {
    const answer = await client.send(new QueryCommand({ ...input, ...(start && { ExclusiveStartKey: start }) }));
    yield* answer.Items ?? [];
    start = answer.LastEvaluatedKey;
  } while (start);
}
