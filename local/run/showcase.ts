import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeSite } from '../../page/site/write-site.ts';
import { type Dataset, datasets } from '../../shared/domain/dataset.ts';
import { canonicalText } from '../../shared/domain/row/content-hash.ts';
import { zoneNamed } from '../../shared/domain/zone/named-zone.ts';
import { createDynamoClient } from '../../shared/dynamo/dynamo-client.ts';
import { createMeetingReader } from '../../shared/dynamo/meetings/meeting-reader.ts';
import { type DatasetStatus, type MeetingStatus, meetingStatus } from '../../shared/dynamo/meetings/meeting-status.ts';
import { readRows } from '../../shared/dynamo/rows/row-reader.ts';
import type { Store } from '../../shared/dynamo/store.ts';
import { openMirror, type SqlAnswer } from '../../shared/lake/open-mirror.ts';
import { exportDays } from '../../shared/operations/export/export-days.ts';
import { ConfigurationError } from '../../shared/runtime/errors.ts';
import type { RunningStack } from '../emulator/run-stack.ts';
import type { SimulatedMeeting } from '../simulator/meeting.ts';
import { type Simulator, startSimulator } from '../simulator/simulator.ts';
import { sendEndedEvents } from '../simulator/webhook-events.ts';
import { addresses, runProduct } from './run-product.ts';

/** A planned wait of an hour takes 3.6 seconds. */
const timeScale = 0.001;
const patienceMs = 60_000;

/** What became of a meeting, and the datasets whose rows are not what Zoom's side serves. */
export type Captured = { readonly status: MeetingStatus; readonly differing: readonly Dataset[] };

export type Showcase = {
  /** Sends each meeting's signed event. @throws when the webhook does not take one. */
  readonly sendEvents: () => Promise<void>;
  /** Resolves when the meeting is captured and compared with what Zoom's side serves; tells of progress meanwhile. */
  readonly capture: (meeting: SimulatedMeeting, tell: (text: string) => void) => Promise<Captured>;
  /** Has what was captured written as files by day, and asks them in SQL; undefined where DuckDB is not installed. */
  readonly askFiles: (sql: string) => Promise<SqlAnswer | undefined>;
  /** Writes pages about what was captured into a folder. @returns the path of the page that leads to all others */
  readonly writePages: (dir: string) => Promise<string>;
  readonly close: () => Promise<void>;
};

/** The product's stack and a simulated Zoom with these meetings, both in memory on this machine. */
export async function openShowcase(
  meetings: readonly SimulatedMeeting[],
  { lake = false }: { readonly lake?: boolean } = {},
): Promise<Showcase> {
  const workDir = await mkdtemp(join(tmpdir(), 'zoom-capture-'));
  const simulator = await startSimulator({ meetings, latencyMs: { minMs: 20, maxMs: 60 } });
  const { webhookSecretToken, ...credentials } = simulator.credentials;
  const product = await runProduct({
    account: { ...credentials, webhookSecretTokens: [webhookSecretToken] },
    plan: 'business',
    zoomApiUrl: simulator.apiUrl,
    zoomOauthUrl: simulator.oauthUrl,
    timeScale,
    workDir,
    // Files that another program reads must be somewhere.
    ...(lake && { lake, dataDir: join(workDir, 'data') }),
  });
  const { webhook: webhookUrl, dynamodb: endpoint, table } = addresses(product);
  const reading = { accessKeyId: 'reader', secretAccessKey: 'reader' };
  const client = createDynamoClient({ endpoint, region: 'us-east-1', credentials: reading });
  const reader = createMeetingReader({ client, table });

  return {
    async sendEvents() {
      const sent = await sendEndedEvents(meetings, { webhookUrl, accounts: [simulator.credentials] });
      const refused = sent.find(({ status }) => status !== 204);
      if (refused) throw new Error(`The webhook answered ${refused.status} to the event of ${refused.uuid}.`);
    },
    async capture({ uuid, topic }, tell) {
      const read = async () => {
        const stored = await reader.find(uuid);
        return stored && meetingStatus(stored, Date.now());
      };
      const status = await watchMeeting(topic, { read, tell, patienceMs });
      return { status, differing: await differingDatasets(uuid, simulator, { client, table }) };
    },
    async askFiles(sql) {
      const files = lake ? await fillLake(product, join(workDir, 'data')) : join(workDir, 'export');
      if (!lake) await exportMeetings(meetings, files, { client, table });
      const mirror = await openMirror(files).catch((error: unknown) => {
        if (error instanceof ConfigurationError) return undefined;
        throw error;
      });
      try {
        return await mirror?.ask(sql);
      } finally {
        mirror?.close();
      }
    },
    async writePages(dir) {
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      const deps = { store: { client, table }, datasets, now: Date.now, zone: zoneNamed(timeZone) };
      return (await writeSite({ dir }, deps)).index;
    },
    async close() {
      await product.close({ graceMs: 0 });
      await simulator.close();
      client.destroy();
      await rm(workDir, { recursive: true, force: true });
    },
  };
}

/** By the function of the stack. @returns the folder that the bucket's objects are in */
async function fillLake({ outputs, functions, invoke }: RunningStack, dataDir: string): Promise<string> {
  const [functionId = ''] = Object.entries(functions).find(([, { name }]) => name === outputs.LakeFunction) ?? [];
  await invoke(functionId, {});
  return join(dataDir, 's3', 'buckets', outputs.LakeBucket ?? '', 'objects');
}

async function exportMeetings(meetings: readonly SimulatedMeeting[], dir: string, store: Store): Promise<void> {
  const days = [...new Set(meetings.map(({ endTime }) => new Date(endTime).toISOString().slice(0, 10)))].sort();
  const request = { days, tables: ['attendance'], format: 'parquet', dir } as const;
  await exportDays(request, { store, now: Date.now, tell: () => {} });
}

const pauseMs = 200;
/** Told no more often than this: a log of it is read too. */
const tellEveryMs = 1_000;

/** Every row that Zoom has is stored, or Zoom rightly has none. */
const isCaptured = ({ state }: DatasetStatus): boolean =>
  state === 'captured' || state === 'settled' || state === 'empty';

type Watching = {
  readonly read: () => Promise<MeetingStatus | undefined>;
  readonly tell: (text: string) => void;
  readonly patienceMs: number;
};

/**
 * Follows a meeting until each of its datasets is captured, telling of changes by its topic.
 * @throws when that takes longer than `patienceMs`, saying how far it came.
 */
async function watchMeeting(topic: string, { read, tell, patienceMs }: Watching): Promise<MeetingStatus> {
  const givesUpAt = Date.now() + patienceMs;
  let told = { text: '', at: 0 };
  for (;;) {
    const status = await read();
    const text = status ? progressText(status) : 'event sent';
    if (text !== told.text && Date.now() - told.at >= tellEveryMs) {
      told = { text, at: Date.now() };
      tell(`${topic}: ${text}`);
    }
    if (status && datasets.every((dataset) => isCaptured(status.datasets[dataset]))) return status;
    if (Date.now() > givesUpAt) {
      throw new Error(`${topic} is not captured after ${Math.round(patienceMs / 1000)} s: ${text}.`);
    }
    await sleep(pauseMs);
  }
}

const progressText = (status: MeetingStatus): string =>
  datasets.map((dataset) => `${dataset} ${datasetText(status.datasets[dataset])}`).join(' · ');

/** Such as `running 300/540`. */
export function datasetText({ state, rows, expectedRows }: DatasetStatus): string {
  if (state === 'empty') return 'empty, rightly';
  return rows === 0 && expectedRows === null ? state : `${state} ${rows}/${expectedRows ?? '?'}`;
}

/**
 * The datasets of a meeting whose stored rows are not exactly, field by field, the ones that Zoom's side serves.
 * Order does not matter; a row too many, too few or changed does.
 */
export async function differingDatasets(uuid: string, simulator: Simulator, deps: Store): Promise<Dataset[]> {
  const differing: Dataset[] = [];
  for (const dataset of datasets) {
    const stored: string[] = [];
    for await (const row of readRows(uuid, dataset, deps)) stored.push(canonicalText(row));
    const served = simulator.served(uuid, dataset).map(canonicalText);
    if (stored.sort().join('\n') !== served.sort().join('\n')) differing.push(dataset);
  }
  return differing;
}
