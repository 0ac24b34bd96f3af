import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Item } from './item.ts';

export type ConditionalUpdate = (
  input: Omit<UpdateItemCommandInput, 'TableName' | 'Key' | 'ReturnValues'>,
) => Promise<Item | undefined>;

/**
 * Updates of one item, each under a condition.
 * @returns the whole item as it is afterwards; undefined where the condition did not hold, and nothing was changed.
 */
export function createConditionalUpdate(client: DynamoDBClient, table: string, Key: Item): ConditionalUpdate {
  return async (input) => {
    try {
      const command = new UpdateItemCommand({ TableName: table, Key, ReturnValues: 'ALL_NEW', ...input });
      return (await client.send(command)).Attributes ?? {};
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  };
}
