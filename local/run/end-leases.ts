import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { createDynamoClient } from '../../shared/dynamo/dynamo-client.ts';
import { queryItems } from '../../shared/dynamo/query.ts';
import { captureIndexes } from '../../shared/dynamo/schema.ts';

/** States whose captures a worker may have, as index `by-state` names them. */
const leasedStates = ['running', 'live'];

/**
 * Ends the leases that workers of a dead run held: none of them can wake any more. Without this their captures would wait for
 * some two minutes. They stay crashed ones, whose rows are not trusted.
 */
export async function endLeases({ dynamodbUrl, table }: { readonly dynamodbUrl: string; readonly table: string }) {
  const credentials = { accessKeyId: 'start', secretAccessKey: 'local' };
  const client = createDynamoClient({ endpoint: dynamodbUrl, region: 'us-east-1', credentials });
  const { name, partitionKey } = captureIndexes.byState;
  try {
    for (const state of leasedStates) {
      const running = queryItems(client, {
        TableName: table,
        IndexName: name,
        KeyConditionExpression: '#state = :state',
        ExpressionAttributeNames: { '#state': partitionKey },
        ExpressionAttributeValues: { ':state': { S: state } },
      });
      for await (const { pk, sk } of running) {
        if (!pk || !sk) continue;
        const ended = new UpdateItemCommand({
          TableName: table,
          Key: { pk, sk },
          UpdateExpression: 'SET #lease.#until = :now',
          ConditionExpression: 'attribute_exists(#lease)',
          ExpressionAttributeNames: { '#lease': 'lease', '#until': 'until' },
          ExpressionAttributeValues: { ':now': { S: new Date().toISOString() } },
        });
        await client.send(ended).catch(ignoreWithoutLease);
      }
    }
  } finally {
    client.destroy();
  }
}

function ignoreWithoutLease(error: unknown): void {
  if (!(error instanceof Error && error.name === 'ConditionalCheckFailedException')) throw error;
}
