import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Capture } from '../../domain/capture/capture.ts';
import type { Dataset } from '../../domain/dataset.ts';
import { isForgotten } from '../meetings/forgotten-item.ts';
import { captureIndexes, sortKeys } from '../schema.ts';
import { decodeCapture } from './capture-item.ts';

type OverdueCapture = {
  readonly capture: Capture;
  /** ISO 8601, as index `by-state` has it; absent once the capture has left the index. */
  readonly dueAt?: string;
  /** Since the capture last moved. */
  readonly rescues: number;
};

export type OverdueCaptures = {
  /** A consistent read. */
  readonly load: (uuid: string, dataset: Dataset) => Promise<OverdueCapture | undefined>;
  /**
   * Has the index show a capture as due later, so that it is not rescued again before. Whoever works on it writes its own
   * time again. Does nothing once the capture has moved.
   */
  readonly postpone: (overdue: OverdueCapture, until: string) => Promise<void>;
};

/** Captures whose time is past, by their items in the `Captures` table. */
export function createOverdueCaptures(client: DynamoDBClient, table: string): OverdueCaptures {
  const { sortKey } = captureIndexes.byState;
  const keyOf = (uuid: string, dataset: Dataset) => ({ pk: { S: uuid }, sk: { S: sortKeys.capture(dataset) } });
  return {
    async load(uuid, dataset) {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: table, Key: keyOf(uuid, dataset), ConsistentRead: true }),
      );
      if (Item && isForgotten(Item)) return undefined;
      const dueAt = Item?.[sortKey]?.S;
      return (
        Item && {
          capture: decodeCapture(Item),
          ...(dueAt !== undefined && { dueAt }),
          rescues: Number(Item.rescues?.N ?? 0),
        }
      );
    },
    async postpone({ capture: { uuid, dataset }, dueAt }, until) {
      try {
        await client.send(
          new UpdateItemCommand({
            TableName: table,
            Key: keyOf(uuid, dataset),
            UpdateExpression: 'SET #dueAt = :until ADD rescues :one',
            ConditionExpression: '#dueAt = :dueAt',
            ExpressionAttributeNames: { '#dueAt': sortKey },
            ExpressionAttributeValues: { ':until': { S: until }, ':dueAt': { S: dueAt ?? '' }, ':one': { N: '1' } },
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
}
