import { ConditionalCheckFailedException, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { ListedRow } from '../../domain/meeting/listed-row.ts';
import { sortKeys } from '../schema.ts';
import { encodeListed } from './meeting-item.ts';

export type ListedRows = {
  /** Puts the row on the item of a meeting, in the place of an older one. @returns whether there is such an item */
  readonly put: (uuid: string, listed: ListedRow) => Promise<boolean>;
};

/** Rows of Zoom's lists on the items of their meetings, in the `Captures` table. */
export function createListedRows(client: DynamoDBClient, table: string): ListedRows {
  return {
    async put(uuid, row) {
      const { listed, listedBy } = encodeListed(row);
      try {
        await client.send(
          new UpdateItemCommand({
            TableName: table,
            Key: { pk: { S: uuid }, sk: { S: sortKeys.meeting } },
            UpdateExpression: 'SET listed = :listed, listedBy = :by',
            // A meeting that was deleted in between does not come back as half an item.
            ConditionExpression: 'attribute_exists(pk)',
            ExpressionAttributeValues: { ':listed': listed, ':by': listedBy },
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
}
