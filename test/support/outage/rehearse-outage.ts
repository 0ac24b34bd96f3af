import { seededRandom } from '../../../local/simulator/rows/random.ts';
import { runCapture } from '../../../shared/capture/run-capture.ts';
import { readings } from '../../../shared/datasets/datasets.ts';
import { hasBroughtRows } from '../../../shared/domain/capture/capture.ts';
import { firstMessage } from '../../../shared/domain/capture/capture-message.ts';
import { type Dataset, datasets } from '../../../shared/domain/dataset.ts';
import { tables as tableDefinitions } from '../capture/tables.ts';
import { versionOf } from '../histories/history.ts';
import { accountId, ModelWorker } from '../histories/model-worker.ts';
import { ModelZoom } from '../histories/model-zoom.ts';
import { readStored } from '../histories/oracle.ts';
import { VirtualTime } from '../histories/virtual-time.ts';
import { createMemoryQueue, type Delivery } from '../memory/memory-queue.ts';
import { createMemoryDynamo } from '../memory/memory-table.ts';

const minute = 60_000;
const batchSize = 10;
const functionTimeoutMs = 120_000;

/** How Zoom, or what stands before it, answers while it is out. */
export const outages = {
  '503': async () => new Response('upstream', { status: 503 }),
  reset: async () => {
    throw Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(), { code: 'ECONNRESET' }) });
  },
  'HTML 403': async () => new Response('<html>', { status: 403, headers: { 'content-type': 'text/html' } }),
  'time-out': async (sleep) => {
    await sleep(25_000);
    throw new DOMException('The operation was aborted due to timeout', 'TimeoutError');
  },
  'daily limit': async () => {
    const headers = { 'content-type': 'application/json', 'retry-after': '-2' };
    const body = { code: 429, message: 'You have reached the maximum daily rate limit for this API.' };
    return new Response(JSON.stringify(body), { status: 429, headers });
  },
} as const satisfies Readonly<Record<string, (sleep: (ms: number) => Promise<void>) => Promise<Response>>>;

export type Outage = keyof typeof outages;

export type OutagePlan = {
  readonly outage: Outage;
  readonly minutes: number;
  /** Captures of meetings, three a meeting. */
  readonly captures: number;
  /** Minutes of the outage over which they become due; 0 for all at once, a minute after it began. */
  readonly dueOverMinutes: number;
  readonly seed?: number;
};

/** What an outage came to. */
export type Rehearsed = {
  /** Calls for pages and for tokens while Zoom was out. */
  readonly callsDuring: number;
  /** Calls for pages in each minute from the outage's begin on. */
  readonly callsByMinute: readonly number[];
  readonly failed: number;
  readonly deadLetters: number;
  /** Captures that have brought rows by the end. */
  readonly complete: number;
  /** From the outage's end to the last capture, in minutes; undefined where some have none. */
  readonly minutesToComplete: number | undefined;
  /** Times that a message was received while Zoom was out. */
  readonly receives: number;
  readonly writesDuring: number;
};

/** Captures that become due while Zoom is out, in virtual time, worked by as many workers as the stack allows. */
export async function rehearseOutage({
  outage,
  minutes,
  captures,
  dueOverMinutes,
  seed = 1,
}: OutagePlan): Promise<Rehearsed> {
  const beginsAt = Date.parse('2026-11-20T09:00:00Z');
  const endsAt = beginsAt + minutes * minute;
  const time = new VirtualTime(beginsAt);
  const random = seededRandom(seed);
  const { now, sleep } = time;
  const tables = createMemoryDynamo({ tables: tableDefinitions, now });
  const queue = createMemoryQueue({ now, random });
  const count = Math.ceil(captures / datasets.length);
  const uuids = Array.from({ length: count }, (_, at) => `meeting-${at}==`);
  const versions = [versionOf(0, { people: [1, 2, 3, 4], edits: [0] })];
  const endOf = (at: number) =>
    beginsAt - 5 * minute + (dueOverMinutes === 0 ? minute : (at * dueOverMinutes * minute) / count);
  const zoom = new ModelZoom({
    meetings: uuids.map((uuid) => ({ uuid, listedAs: 'meeting', readyAfterMs: 0, versions, pageSize: 300 })),
    endedAt: beginsAt - 5 * minute,
    spells: [],
    now,
    sleep,
    callMs: 300,
  });
  let callsDuring = 0;
  let writesDuring = 0;
  let receives = 0;
  const callsByMinute: number[] = [];
  const isOut = () => now() < endsAt;
  const zoomFetch: typeof fetch = async (input, init) => {
    const isToken = String(input).includes('/oauth/');
    if (isOut() && !(isToken && outage === 'daily limit')) callsDuring += 1;
    const at = Math.floor((now() - beginsAt) / minute);
    if (!isToken) callsByMinute[at] = (callsByMinute[at] ?? 0) + 1;
    if (!isOut()) return zoom.fetch(input, init);
    if (outage === 'daily limit' && isToken) return zoom.fetch(input, init);
    await sleep(300);
    return outages[outage](sleep);
  };
  const silent = { info() {}, warn() {}, error() {} };
  const aWorker = () =>
    new ModelWorker({
      time,
      aheadMs: 0,
      tables,
      queue,
      zoomFetch,
      random,
      retentionDays: 0,
      effects: {
        next(effect) {
          if (isOut() && /^(Put|Update|BatchWrite)/.test(effect)) writesDuring += 1;
          return undefined;
        },
      },
      log: silent,
    });
  const free = new Map<Dataset, ModelWorker[]>(
    datasets.map((dataset) => [dataset, Array.from({ length: readings[dataset].concurrency }, aWorker)]),
  );
  for (const [at, uuid] of uuids.entries()) {
    for (const dataset of datasets) {
      const endTime = new Date(endOf(at)).toISOString();
      const meeting = { account: accountId, kind: 'meeting', uuid, meetingId: `${at}`, topic: 'x', endTime } as const;
      const notBefore = new Date(endOf(at) + 5 * minute);
      queue.send(dataset, firstMessage(meeting, 'event', notBefore), notBefore.getTime() - now());
    }
  }

  let wake = Promise.withResolvers<void>();
  const work = async (dataset: Dataset, worker: ModelWorker, batch: readonly Delivery[]) => {
    const deadline = now() + functionTimeoutMs;
    await Promise.allSettled(
      batch.map(async ({ message, id, receiptHandle }) => {
        const of = { dataset, delivery: { messageId: id, remainingMs: () => deadline - now() } };
        await runCapture(message, of, worker.captureDeps(dataset));
        queue.remove({ dataset, receiptHandle });
      }),
    );
    free.get(dataset)?.push(worker);
    wake.resolve();
    wake = Promise.withResolvers();
  };
  const isDone = () => uuids.every((uuid) => datasets.every((dataset) => hasRows(uuid, dataset)));
  const complete = new Set<string>();
  const hasRows = (uuid: string, dataset: Dataset) => {
    const name = `${uuid} ${dataset}`;
    if (complete.has(name)) return true;
    const { capture } = readStored(tables, { uuid, dataset });
    if (!capture || !hasBroughtRows(capture)) return false;
    complete.add(name);
    return true;
  };
  const dispatch = async (): Promise<void> => {
    const giveUpAt = endsAt + 3 * 60 * minute;
    let lastCheckAt = 0;
    while (now() < giveUpAt) {
      if (!isOut() && now() - lastCheckAt >= 20_000) {
        lastCheckAt = now();
        if (isDone()) return;
      }
      let isIdle = true;
      for (const dataset of datasets) {
        const workers = free.get(dataset) ?? [];
        while (workers.length > 0) {
          const due = queue.queues.visible([dataset], now()).slice(0, batchSize);
          const batch = due.flatMap((queued) => queue.receive(queued) ?? []);
          if (batch.length === 0) break;
          if (isOut()) receives += batch.length;
          const worker = workers.shift();
          if (worker) void work(dataset, worker, batch);
          isIdle = false;
        }
      }
      if (!isIdle) continue;
      const next = queue.queues.nextAt(datasets) ?? giveUpAt;
      await Promise.race([time.sleepUntil(Math.max(now() + 1_000, Math.min(next, now() + 20_000))), wake.promise]);
    }
  };
  await time.run(dispatch());
  const states = uuids.flatMap((uuid) =>
    datasets.map((dataset) => readStored(tables, { uuid, dataset }).capture?.state),
  );
  return {
    callsDuring,
    callsByMinute: Array.from(callsByMinute, (calls = 0) => calls),
    failed: states.filter((state) => state === 'failed' || state === 'unavailable').length,
    deadLetters: queue.dead.length,
    complete: complete.size,
    minutesToComplete: isDone() ? Math.ceil((now() - endsAt) / minute) : undefined,
    receives,
    writesDuring,
  };
}
