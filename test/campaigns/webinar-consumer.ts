import { ourClientFor } from '../../bench/engines/sdk-client.ts';
import type { SimulatedAccount } from '../../local/simulator/zoom/account.ts';
import { createRedactions } from '../../shared/capture/redaction.ts';
import { runCapture } from '../../shared/capture/run-capture.ts';
import { type CaptureMessage, firstMessage } from '../../shared/domain/capture/capture-message.ts';
import { scaledWaits } from '../../shared/domain/capture/waits.ts';
import type { Dataset } from '../../shared/domain/dataset.ts';
import type { EndedMeeting } from '../../shared/domain/meeting/ended-meeting.ts';
import { createCaptureStore } from '../../shared/dynamo/captures/capture-store.ts';
import { createErasureReader } from '../../shared/dynamo/control/erasure-reader.ts';
import { createRowStore } from '../../shared/dynamo/rows/row-store.ts';
import { createDisguises } from '../../shared/lambda/privacy.ts';
import { createZoomClients } from '../../shared/lambda/zoom-clients.ts';
import { createVirtualClock } from '../support/capture/virtual-clock.ts';
import { storeSecret } from '../support/store-secret.ts';

export type ConsumerOrder = {
  /** Epoch ms; the consumer's time begins there and runs ahead. */
  readonly startAt: number;
  readonly dataset: Dataset;
  readonly dynamodbUrl: string;
  readonly apiUrl: string;
  readonly oauthUrl: string;
  readonly credentials: SimulatedAccount;
  readonly meeting: EndedMeeting;
};

export type ConsumerReport = {
  readonly state: string | undefined;
  readonly pages: number;
  readonly invocations: number;
  /** Of the process, and of what is alive or not yet collected in it: JavaScript's heap, buffers beside it. */
  readonly peakMegabytes: number;
  readonly peakHeapMegabytes: number;
  readonly peakExternalMegabytes: number;
  readonly seconds: number;
};

const timeoutMs = 120_000;
/** About what Zoom takes for a large page. */
const zoomCallMs = 400;

/** A consumer in a process of its own, from the first message to the end of the first poll. */
async function consume({
  startAt,
  dataset,
  dynamodbUrl,
  credentials,
  meeting,
  ...zoom
}: ConsumerOrder): Promise<ConsumerReport> {
  const startedAt = Date.now();
  const { now, sleep, advance } = createVirtualClock(startAt);
  const clock = { now, sleep, random: Math.random };
  const client = ourClientFor(dynamodbUrl);
  const peak = { heap: 0, external: 0 };
  const sample = () => {
    const { heapUsed, external } = process.memoryUsage();
    peak.heap = Math.max(peak.heap, heapUsed);
    peak.external = Math.max(peak.external, external);
  };
  const account = {
    name: 'main',
    datasets: [dataset],
    ...credentials,
    plan: 'business' as const,
  };
  const queue: CaptureMessage[] = [firstMessage(meeting, 'event', new Date(now()))];
  const captures = createCaptureStore({ client, table: 'Captures', retentionDays: 0 });
  const deps = {
    captures,
    rows: createRowStore({ client, table: 'Captures', ...clock }),
    zoom: createZoomClients({
      ...zoom,
      client,
      table: 'Control',
      accounts: { get: async () => account },
      ...clock,
      fetch: async (input, init) => {
        sample();
        await sleep(zoomCallMs);
        return fetch(input, init);
      },
      record() {},
    }),
    captured: async () => account,
    redactions: createRedactions({
      storeSecret,
      erasures: createErasureReader({ client, table: 'Control' }, storeSecret),
      disguises: createDisguises({}, { get: async () => account }),
    }),
    send: async (message: CaptureMessage) => void queue.push(message),
    deadLetter: async () => {},
    waits: scaledWaits(1),
    now,
    log: { info() {}, warn() {}, error() {} },
    record() {},
  };
  let invocations = 0;
  const load = () => captures.load(meeting.uuid, dataset);
  for (let message = queue.shift(); message && message.sequence === 0; message = queue.shift()) {
    invocations += 1;
    const endsAt = now() + timeoutMs;
    const delivery = { messageId: `m${invocations}`, remainingMs: () => endsAt - now() };
    await runCapture(message, { dataset, delivery }, deps);
    advance(1_000);
  }
  const { state, pages = 0 } = (await load()) ?? {};
  const megabytes = (bytes: number) => Math.round(bytes / 2 ** 20);
  return {
    state,
    pages,
    invocations,
    seconds: Math.round((Date.now() - startedAt) / 1_000),
    peakMegabytes: megabytes(process.resourceUsage().maxRSS * 1_024),
    peakHeapMegabytes: megabytes(peak.heap),
    peakExternalMegabytes: megabytes(peak.external),
  };
}

process.once('message', async (order: ConsumerOrder) => {
  process.send?.(await consume(order));
});
