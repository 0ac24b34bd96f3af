import { datasets } from '../../shared/domain/dataset.ts';
import { createCaptureStore } from '../../shared/dynamo/captures/capture-store.ts';
import { ourClientFor } from '../engines/sdk-client.ts';
import type { Backlog } from './backlog.ts';

/** @throws unless every capture of a backlog ended as settled */
export async function checkSettled({ dynamodbUrl, meetings }: Backlog): Promise<void> {
  const client = ourClientFor(dynamodbUrl);
  const store = createCaptureStore({ client, table: 'Captures', retentionDays: 0 });
  for (const { uuid } of meetings) {
    const captures = await Promise.all(datasets.map((dataset) => store.load(uuid, dataset)));
    const unsettled = captures.find((capture) => capture?.state !== 'settled');
    if (unsettled) throw new Error(`A capture ended as ${unsettled.state}.`);
  }
  client.destroy();
}
