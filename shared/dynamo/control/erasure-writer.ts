import { randomBytes } from 'node:crypto';
import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { createMarker } from '../../domain/erasure/marks.ts';
import { timeToLiveAttribute } from '../schema.ts';
import { erasureKeys } from './erasure-reader.ts';

/**
 * How long marks are kept. Zoom keeps reports for 15 months, so after this nothing brings a meeting's rows back.
 * @see https://support.zoom.com/hc/en/article?id=zm_kb&sysparm_article=KB0060632
 */
const keptDays = 500;

export type Erasure = {
  /** Names it, and says nothing of the person. */
  readonly receipt: string;
  /** ISO 8601. Rows of meetings that ended before are not stored again. */
  readonly erasedAt: string;
};

export type ErasureWriter = {
  /** Adds marks of these signs (see `signText`), of the person everywhere or, with a UUID, within that meeting. Twice changes nothing. */
  readonly mark: (erasure: Erasure, signs: readonly string[], uuid?: string) => Promise<void>;
};

/** Writes erasures to the `Control` table. Makes the key of the marks when there is none. */
export function createErasureWriter(client: DynamoDBClient, table: string): ErasureWriter {
  let marker: ReturnType<typeof createMarker> | undefined;
  const readMarker = async () => {
    const { Attributes } = await client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: erasureKeys.key,
        UpdateExpression: 'SET #key = if_not_exists(#key, :fresh)',
        ExpressionAttributeNames: { '#key': 'key' },
        ExpressionAttributeValues: { ':fresh': { S: randomBytes(32).toString('base64url') } },
        ReturnValues: 'ALL_NEW',
      }),
    );
    return createMarker(Attributes?.key?.S ?? '');
  };
  return {
    async mark({ receipt, erasedAt }, signs, uuid) {
      if (signs.length === 0) return;
      marker ??= await readMarker();
      const expiresAt = Math.floor(Date.parse(erasedAt) / 1000) + keptDays * 86_400;
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: erasureKeys.person(receipt, uuid),
          UpdateExpression: `SET erasedAt = :at, ${timeToLiveAttribute} = :expires ADD marks :marks`,
          ExpressionAttributeValues: {
            ':at': { S: erasedAt },
            ':expires': { N: String(expiresAt) },
            ':marks': { SS: [...new Set(signs.map(marker))] },
          },
        }),
      );
    },
  };
}
