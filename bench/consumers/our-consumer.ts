/** The product's own capture code, in a time of its own, where the rate budget's waits take none, or in real time. */
import { setTimeout as realSleep } from 'node:timers/promises';
import type { CaptureDeps } from '../../shared/capture/capture-deps.ts';
import { createRedactions } from '../../shared/capture/redaction.ts';
import { runCapture } from '../../shared/capture/run-capture.ts';
import { type CaptureMessage, firstMessage } from '../../shared/domain/capture/capture-message.ts';
import { scaledWaits } from '../../shared/domain/capture/waits.ts';
import { type Dataset, datasets } from '../../shared/domain/dataset.ts';
import { createCaptureStore } from '../../shared/dynamo/captures/capture-store.ts';
import { createErasureReader } from '../../shared/dynamo/control/erasure-reader.ts';
import { createRowStore } from '../../shared/dynamo/rows/row-store.ts';
import { createDisguises } from '../../shared/lambda/privacy.ts';
import { createZoomClients } from '../../shared/lambda/zoom-clients.ts';
import { createVirtualClock } from '../../test/support/capture/virtual-clock.ts';
import { storeSecret } from '../../test/support/store-secret.ts';
import { ourClientFor } from '../engines/sdk-client.ts';
import { type Consume, type Surroundings, workOrders } from './orders.ts';

const timeoutMs = 120_000;

async function start({ dynamodbUrl, credentials, inRealTime, ...zoom }: Surroundings): Promise<Consume> {
  const real = { now: Date.now, sleep: (ms: number) => realSleep(ms), advance() {} };
  const { now, sleep, advance } = inRealTime ? real : createVirtualClock(Date.now());
  const clock = { now, sleep, random: Math.random };
  const client = ourClientFor(dynamodbUrl);
  const account = { ...credentials, name: 'main', datasets, plan: 'business' as const };
  const accounts = { get: async () => account };
  const captures = createCaptureStore({ client, table: 'Captures', retentionDays: 0 });
  let sent: CaptureMessage[] = [];
  const parts = {
    captures,
    rows: createRowStore({ client, table: 'Captures', ...clock }),
    captured: accounts.get,
    redactions: createRedactions({
      storeSecret,
      erasures: createErasureReader({ client, table: 'Control' }, storeSecret),
      disguises: createDisguises({}, accounts),
    }),
    send: async (message: CaptureMessage) => void sent.push(message),
    deadLetter: async () => {},
    waits: scaledWaits(1),
    now,
    log: { info() {}, warn() {}, error() {} },
    record() {},
  };
  // As each dataset has a function of its own.
  const known = new Map<Dataset, CaptureDeps>();
  const depsOf = (dataset: Dataset) => {
    const clients = createZoomClients({ ...zoom, client, table: 'Control', accounts, ...clock, fetch, record() {} });
    const deps = known.get(dataset) ?? { ...parts, zoom: clients };
    known.set(dataset, deps);
    return deps;
  };
  return async ({ meeting, dataset }) => {
    sent = [firstMessage({ ...meeting, account: account.accountId }, 'event', new Date(now()))];
    for (let message = sent.shift(); message && message.sequence === 0; message = sent.shift()) {
      const endsAt = now() + timeoutMs;
      const delivery = { messageId: `${meeting.uuid} ${endsAt}`, remainingMs: () => endsAt - now() };
      await runCapture(message, { dataset, delivery }, depsOf(dataset));
      advance(1_000);
    }
    const { polls } = (await captures.load(meeting.uuid, dataset)) ?? {};
    if (polls !== 1) throw new Error(`${dataset} was looked at ${polls} times.`);
  };
}

await workOrders(start);
