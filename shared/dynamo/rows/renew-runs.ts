import { ConditionalCheckFailedException, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { knownDatasets } from '../../domain/dataset.ts';
import { sortKeys } from '../schema.ts';

/**
 * Gives the captures of a meeting new runs, by which whoever keeps copies of its rows knows that they are others now. Not those
 * that a worker has: it would be fenced off, and what is copied meanwhile is copied again anyway. Twice does no harm.
 */
export async function renewRuns(
  uuid: string,
  { client, table }: { readonly client: DynamoDBClient; readonly table: string },
): Promise<void> {
  const renew = async (sk: string) => {
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: { pk: { S: uuid }, sk: { S: sk } },
          UpdateExpression: 'SET #run = #run + :one',
          ConditionExpression: 'attribute_exists(#run) AND attribute_not_exists(lease)',
          ExpressionAttributeNames: { '#run': 'run' },
          ExpressionAttributeValues: { ':one': { N: '1' } },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  };
  await Promise.all(knownDatasets.map((dataset) => renew(sortKeys.capture(dataset))));
}
