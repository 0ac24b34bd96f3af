/** The obvious way, with a token of its own for as long as it runs. */
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { clientFor } from '../engines/sdk-client.ts';
import { captureDataset } from '../obvious/capture-dataset.ts';
import { obviousTable } from '../obvious/obvious-table.ts';
import { type Consume, type Surroundings, workOrders } from './orders.ts';

async function start({ dynamodbUrl, apiUrl, oauthUrl, credentials }: Surroundings): Promise<Consume> {
  const client = DynamoDBDocumentClient.from(clientFor(dynamodbUrl));
  const { accountId, clientId, clientSecret } = credentials;
  const response = await fetch(`${oauthUrl}?grant_type=account_credentials&account_id=${accountId}`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
  });
  if (!response.ok) throw new Error(`Zoom gave no access token: ${response.status}`);
  const { access_token: accessToken } = (await response.json()) as { access_token: string };
  const table = obviousTable.TableName;
  return async ({ meeting: { kind, uuid }, dataset }) => {
    await captureDataset({ apiUrl, accessToken, client, table, kind, uuid, dataset });
  };
}

await workOrders(start);
