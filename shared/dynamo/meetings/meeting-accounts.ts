import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Item } from '../item.ts';
import { queryItems } from '../query.ts';
import { accountsPartition, entities, tableKeys } from '../schema.ts';

/**
 * The item that makes a Zoom account known to readers: `by-account-day` can only be asked account by account. It stands
 * once per account and never expires; whoever puts a meeting puts it first, unless it is there.
 */
export function encodeAccount(accountId: string, registeredAt: string): Item {
  return {
    [tableKeys.partitionKey]: { S: accountsPartition },
    [tableKeys.sortKey]: { S: accountId },
    entity: { S: entities.account },
    registeredAt: { S: registeredAt },
  };
}

/** Ids of the Zoom accounts that have meetings in the table, in the order of their ids. One Query, consistent. */
export async function listAccounts(client: DynamoDBClient, table: string): Promise<string[]> {
  const accounts: string[] = [];
  const items = queryItems(client, {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :accounts',
    ExpressionAttributeValues: { ':accounts': { S: accountsPartition } },
  });
  for await (const { [tableKeys.sortKey]: id } of items) if (id?.S !== undefined) accounts.push(id.S);
  return accounts;
}
