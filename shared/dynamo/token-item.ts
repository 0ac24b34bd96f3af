import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { seal, unseal } from '../domain/sealing.ts';

export type StoredToken = {
  readonly value: string;
  /** Epoch ms. */
  readonly issuedAt: number;
  readonly expiresAt: number;
};

export type TokenItem = {
  /** A consistent read; undefined when there is none that we can open. */
  readonly read: () => Promise<StoredToken | undefined>;
  /** Whether this worker may ask Zoom for a token until `until` (epoch ms): one at a time may. */
  readonly lock: (now: number, until: number) => Promise<boolean>;
  /** Stores a token and gives the lock back; with no token, only gives it back. */
  readonly unlock: (token?: StoredToken) => Promise<void>;
};

export type TokenItemDeps = {
  readonly client: DynamoDBClient;
  /** The `Control` table. */
  readonly table: string;
  readonly accountId: string;
  readonly clientSecret: string;
};

/** The one access token of a Zoom account in the `Control` table, encrypted with a key made of the client secret. */
export function createTokenItem({ client, table, accountId, clientSecret }: TokenItemDeps): TokenItem {
  const Key = { pk: { S: `account#${accountId}` }, sk: { S: 'token' } };
  return {
    async read() {
      const { Item } = await client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
      const value = Item?.sealed?.S === undefined ? undefined : unseal(Item.sealed.S, clientSecret, accountId);
      if (value === undefined) return undefined;
      return { value, issuedAt: Number(Item?.issuedAt?.N), expiresAt: Number(Item?.validUntil?.N) };
    },
    async lock(now, until) {
      try {
        await client.send(
          new UpdateItemCommand({
            TableName: table,
            Key,
            UpdateExpression: 'SET lockedUntil = :until',
            ConditionExpression: 'attribute_not_exists(lockedUntil) OR lockedUntil <= :now',
            ExpressionAttributeValues: { ':until': { N: String(until) }, ':now': { N: String(now) } },
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
    async unlock(token) {
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key,
          ...(token
            ? {
                UpdateExpression:
                  'SET sealed = :sealed, issuedAt = :issuedAt, validUntil = :validUntil REMOVE lockedUntil',
                ExpressionAttributeValues: {
                  ':sealed': { S: seal(token.value, clientSecret, accountId) },
                  ':issuedAt': { N: String(token.issuedAt) },
                  ':validUntil': { N: String(token.expiresAt) },
                },
              }
            : { UpdateExpression: 'REMOVE lockedUntil' }),
        }),
      );
    },
  };
}
