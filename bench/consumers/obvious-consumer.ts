/** The obvious way, with a token of its own for as long as it runs. */
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { clientFor } from '../engines/sdk-client.ts';
import { fetchAccessToken } from '../obvious/access-token.ts';
import { captureDataset } from '../obvious/capture-dataset.ts';
import { obviousTable } from '../obvious/obvious-table.ts';
import { type Consume, type Surroundings, workOrders } from './orders.ts';

async function start({ dynamodbUrl, apiUrl, oauthUrl, credentials }: Surroundings): Promise<Consume> {
  const client = DynamoDBDocumentClient.from(clientFor(dynamodbUrl));
  const accessToken = await fetchAccessToken({ oauthUrl, credentials });
  const table = obviousTable.TableName;
  return async ({ meeting: { kind, uuid }, dataset }) => {
    await captureDataset({ apiUrl, accessToken, client, table, kind, uuid, dataset, fetch, sleep });
  };
}

await workOrders(start);
