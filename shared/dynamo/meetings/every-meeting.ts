import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { beforeAnyExpiry } from '../expiry.ts';
import { queryItems } from '../query.ts';
import { captureIndexes } from '../schema.ts';
import { listAccounts } from './meeting-accounts.ts';

export type KnownMeeting = {
  readonly uuid: string;
  /** ISO 8601; of one that runs, the instant that was asked about. */
  readonly endTime: string;
};

/**
 * All meetings of all accounts that ended by an instant, expired ones too, after those that ran when a snapshot was taken: a
 * Query of `by-state`, and one of `by-account-day` per account. Eventually consistent.
 */
export async function* meetingsUntil(
  instant: string,
  client: DynamoDBClient,
  table: string,
): AsyncGenerator<KnownMeeting> {
  const uuidsOfLive = new Set<string>();
  const { byState, byAccountDay } = captureIndexes;
  const live = {
    TableName: table,
    IndexName: byState.name,
    KeyConditionExpression: '#state = :live',
    ExpressionAttributeNames: { '#state': byState.partitionKey },
    ExpressionAttributeValues: { ':live': { S: 'live' } },
  };
  for await (const { pk } of queryItems(client, live, beforeAnyExpiry)) {
    const uuid = pk?.S ?? '';
    if (!uuidsOfLive.has(uuid)) yield { uuid, endTime: instant };
    uuidsOfLive.add(uuid);
  }
  for (const account of await listAccounts(client, table)) {
    const ended = {
      TableName: table,
      IndexName: byAccountDay.name,
      KeyConditionExpression: '#account = :account AND #endedAt <= :instant',
      ExpressionAttributeNames: { '#account': byAccountDay.partitionKey, '#endedAt': byAccountDay.sortKey },
      ExpressionAttributeValues: { ':account': { S: account }, ':instant': { S: instant } },
    };
    for await (const { pk, endedAt } of queryItems(client, ended, beforeAnyExpiry)) {
      const uuid = pk?.S ?? '';
      if (!uuidsOfLive.has(uuid)) yield { uuid, endTime: endedAt?.S ?? '' };
    }
  }
}
