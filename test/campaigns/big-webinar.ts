import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startEngines } from '../../local/emulator/engines/start-engines.ts';
import { generateMeeting } from '../../local/simulator/meetings.ts';
import { countRows, type Rows, rowTexts } from '../../local/simulator/rows/row.ts';
import { startSimulator } from '../../local/simulator/simulator.ts';
import { type Dataset, datasets } from '../../shared/domain/dataset.ts';
import { canonicalText, createContentHasher, emptyContentHash } from '../../shared/domain/row/content-hash.ts';
import { parseExact } from '../../shared/domain/row/exact-json.ts';
import { readRows } from '../../shared/dynamo/rows/row-reader.ts';
import { tables } from '../support/capture/tables.ts';
import { storeSecretText } from '../support/store-secret.ts';
import type { ConsumerOrder, ConsumerReport } from './webinar-consumer.ts';
import { bundleConsumer, consumeWebinar, functionMemory, memoryOptions } from './webinar-process.ts';

/**
 * A webinar of 50,000 people, its first poll captured by a consumer process of its own: how many pages, how many
 * invocations, how much memory, and whether what is stored is what was served.
 *
 *     node test/campaigns/big-webinar.ts [--people 50000] [--minutes 3] [--dataset qos] [--heap 461] [--nursery 2]
 */
const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '50000' },
    minutes: { type: 'string', default: '3' },
    dataset: { type: 'string', multiple: true },
    heap: { type: 'string', default: String(functionMemory.heap) },
    nursery: { type: 'string', default: String(functionMemory.nursery) },
  },
});
const mostMegabytes = 200;
const wanted = datasets.filter((dataset) => values.dataset === undefined || values.dataset.includes(dataset));

const endTime = new Date(Date.now() - 3_600_000).toISOString();
const webinar = generateMeeting({
  seed: 1,
  kind: 'webinar',
  participants: Number(values.people),
  minutes: Number(values.minutes),
  endTime,
});
const unlimited = { calls: 1_000_000, callsPerDay: 1_000_000 };
const directory = await mkdtemp(join(tmpdir(), 'big-webinar-'));
const engines = await startEngines({ dataDir: directory, functionOf: () => undefined, instance: 'campaign' });
await engines.ensureTables(tables);
const simulator = await startSimulator({ meetings: [webinar], quota: unlimited, tokenLifetimeSeconds: 86_400 });
const client = new DynamoDBClient({
  endpoint: engines.dynamodb.url,
  region: 'us-east-1',
  credentials: { accessKeyId: 'reader', secretAccessKey: 'x' },
});

/** One for both sides. */
const addToContentHash = createContentHasher(storeSecretText, { uuid: webinar.uuid, dataset: '' });

function servedHash(rows: Rows): string {
  let hash = emptyContentHash;
  for (let at = 0; at < countRows(rows); at += 1_000) {
    const texts = rowTexts(rows, at, at + 1_000).map((text) => canonicalText(parseExact(text)));
    hash = addToContentHash(hash, texts);
  }
  return hash;
}

async function stored(dataset: Dataset): Promise<{ readonly rows: number; readonly hash: string }> {
  let [rows, hash] = [0, emptyContentHash];
  for await (const row of readRows(webinar.uuid, dataset, { client, table: 'Captures' })) {
    rows += 1;
    hash = addToContentHash(hash, [canonicalText(row)]);
  }
  return { rows, hash };
}

async function consume(dataset: Dataset, startAt: number): Promise<ConsumerReport> {
  const { apiUrl, oauthUrl, credentials } = simulator;
  const { kind, uuid, meetingId } = webinar;
  const order: ConsumerOrder = {
    startAt,
    dataset,
    dynamodbUrl: engines.dynamodb.url,
    apiUrl,
    oauthUrl,
    credentials,
    meeting: { account: credentials.accountId, kind, uuid, meetingId, endTime },
  };
  const memory = memoryOptions({ heap: Number(values.heap), nursery: Number(values.nursery) });
  return consumeWebinar(bundle, order, memory);
}

const bundle = await bundleConsumer(directory);
let allRight = true;
for (const [index, dataset] of wanted.entries()) {
  // Each in a day of its own: they share a rate budget, and the consumer's time runs ahead.
  const report = await consume(dataset, Date.now() + index * 86_400_000);
  const found = await stored(dataset);
  const exact = found.rows === countRows(webinar[dataset]) && found.hash === servedHash(webinar[dataset]);
  allRight &&= exact && report.peakMegabytes < mostMegabytes;
  console.log(JSON.stringify({ dataset, ...report, rows: found.rows, exact }));
}
client.destroy();
await simulator.close();
await engines.close();
await rm(directory, { recursive: true });
process.exitCode = allRight ? 0 : 1;
