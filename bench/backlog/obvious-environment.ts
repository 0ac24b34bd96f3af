import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Dataset } from '../../shared/domain/dataset.ts';
import { answerInTime, fetchInTime } from '../../test/integration/zoom/virtual-network.ts';
import { clientFor } from '../engines/sdk-client.ts';
import { fetchAccessToken } from '../obvious/access-token.ts';
import { captureDataset } from '../obvious/capture-dataset.ts';
import { obviousTable } from '../obvious/obvious-table.ts';
import type { Backlog } from './backlog.ts';
import type { Environment } from './drain.ts';
import { network } from './network.ts';

/**
 * Starts environments of the obvious way: each calls as soon as it can, and waits a second after a 429. They are given one token, in
 * their favour: with one of its own, each would end the others'.
 */
export async function obviousEnvironments({ time, random, simulator, dynamodbUrl }: Backlog) {
  const accessToken = await fetchAccessToken(simulator);
  const zoomFetch = fetchInTime(time, network.zoom(random));
  return (dataset: Dataset): Environment => {
    const client = clientFor(dynamodbUrl);
    answerInTime(client, time, network.dynamodb(random));
    const to = {
      apiUrl: simulator.apiUrl,
      accessToken,
      fetch: zoomFetch,
      sleep: time.sleep,
      client: DynamoDBDocumentClient.from(client),
      table: obviousTable.TableName,
    };
    return {
      work: async ({ kind, uuid }) => void (await captureDataset({ ...to, kind, uuid, dataset })),
      close: () => client.destroy(),
    };
  };
}
