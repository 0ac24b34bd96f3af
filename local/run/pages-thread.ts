import { parentPort, workerData } from 'node:worker_threads';
import { createLiveSite } from '../../page/site/live-site.ts';
import { datasets as usual } from '../../shared/domain/dataset.ts';
import { zoneNamed } from '../../shared/domain/zone/named-zone.ts';
import { createDynamoClient } from '../../shared/dynamo/dynamo-client.ts';
import type { PagesStart } from './live-pages.ts';
import { startPagesServer } from './pages-server.ts';

// The thread of live-pages.ts: shows the pages of a running stack, and tells its address.

const { dynamodbUrl: endpoint, table, timeZone, datasets = usual }: PagesStart = workerData;
const reading = { accessKeyId: 'reader', secretAccessKey: 'reader' };
const client = createDynamoClient({ endpoint, region: 'us-east-1', credentials: reading });
const site = createLiveSite({
  store: { client, table, datasets },
  datasets,
  now: Date.now,
  zone: zoneNamed(timeZone),
});
const { url } = await startPagesServer(site.page);
parentPort?.postMessage(url);
