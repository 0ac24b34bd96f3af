import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { EngineAnswer, EngineCall } from '../../local/engines/engine-call.ts';
import { startEngines } from '../../local/engines/start-engines.ts';
import type { SimulatedMeeting } from '../../local/simulator/meeting.ts';
import type { SimulatorOptions } from '../../local/simulator/options.ts';
import { startSimulator } from '../../local/simulator/simulator.ts';
import { capture } from '../../shared/capture/capture.ts';
import { firstLook } from '../../shared/domain/capture-message.ts';
import { canonicalText } from '../../shared/domain/content-hash.ts';
import { type Dataset, datasets } from '../../shared/domain/dataset.ts';
import { scaledWaits } from '../../shared/domain/waits.ts';
import { createCaptureStore } from '../../shared/dynamo/capture-store.ts';
import { readRows } from '../../shared/dynamo/row-reader.ts';
import { createTestQueue, type Queued } from './queue.ts';
import { tables } from './tables.ts';
import { createWorker } from './worker.ts';

export type BenchOptions = SimulatorOptions & {
  /** Stands between the workers' SDK clients and DynamoDB. */
  readonly intercept?: (call: EngineCall, next: () => Promise<EngineAnswer>) => Promise<EngineAnswer>;
  readonly startAt?: number;
};

const timeoutMs = 120_000;

/** Ends a worker as a kill would: nothing it does after this happens. */
export type Kill = { readonly effect: number; readonly when: 'before' | 'after' };

/**
 * The capture's real code against a real DynamoDB engine and the simulator over HTTP, in a time of its own: waiting a
 * day takes no time, and a worker can be killed at any effect.
 */
export async function startBench({
  intercept,
  startAt = Date.parse('2026-11-20T09:00:00Z'),
  ...options
}: BenchOptions = {}) {
  let clock = startAt;
  let effects: string[] = [];
  let kill: (Kill & { readonly done: PromiseWithResolvers<void> }) | undefined;
  let workers = 0;
  let seed = 1;
  const now = () => clock;
  const deadWorkers = new Set<string>();
  // What a killed worker waits for: nothing, until the bench ends.
  const ended = Promise.withResolvers<never>();
  ended.promise.catch(() => {});
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };

  /** Counts an effect, and ends its worker there if that is where it is to be killed. */
  const effect = async <Result>(worker: string, name: string, run: () => Promise<Result>): Promise<Result> => {
    if (deadWorkers.has(worker)) return ended.promise;
    const index = effects.push(name) - 1;
    const dies = (when: Kill['when']) => kill?.effect === index && kill.when === when;
    if (dies('before')) return die(worker);
    const result = await run();
    if (dies('after')) return die(worker);
    return deadWorkers.has(worker) ? ended.promise : result;
  };
  const die = (worker: string): Promise<never> => {
    deadWorkers.add(worker);
    kill?.done.resolve();
    kill = undefined;
    return ended.promise;
  };

  const engines = await startEngines({
    functionOf: () => undefined,
    instance: 'bench',
    intercept: (call, next) => {
      const worker = call.accessKeyId ?? '';
      const answer = () => (intercept ? intercept(call, next) : next());
      return worker.startsWith('worker') ? effect(worker, call.operation, answer) : next();
    },
  });
  await engines.ensureTables(tables);
  const simulator = await startSimulator({ now, random, ...options });
  const client = new DynamoDBClient({
    endpoint: engines.dynamodb.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'reader', secretAccessKey: 'x' },
  });
  const queue = createTestQueue(now);
  const store = createCaptureStore({ client, table: 'Captures', retentionDays: 0 });

  const startWorker = () => {
    workers += 1;
    const id = `worker${workers}`;
    const sleep = async (ms: number) => {
      clock += Math.max(0, ms);
    };
    return createWorker({
      ...{
        id,
        dynamodbUrl: engines.dynamodb.url,
        simulator,
        queue,
        plan: options.plan ?? 'business',
        now,
        sleep,
        random,
      },
      effect: (name, run) => effect(id, name, run),
    });
  };
  let worker = startWorker();

  const work = async (message: Queued): Promise<void> => {
    const received = queue.receive(message);
    if (!received) return;
    const endsAt = clock + timeoutMs;
    const delivery = { messageId: message.id, remainingMs: () => endsAt - clock };
    await capture(received, message.dataset, delivery, worker.world(message.dataset));
    queue.remove(message);
  };

  return {
    simulator,
    queue,
    client,
    store,
    now,
    /** Names of the effects since the last call, in order. */
    takeEffects: () => effects.splice(0),
    advance: (ms: number) => {
      clock += ms;
    },
    /** An ended event's messages, without the webhook. */
    end(meeting: SimulatedMeeting, only: readonly Dataset[] = datasets) {
      const { kind, uuid, meetingId, topic, hostId, startTime, endTime, timezone, type } = meeting;
      const ended = {
        account: simulator.credentials.accountId,
        kind,
        uuid,
        meetingId,
        topic,
        hostId,
        startTime,
        endTime,
        timezone,
        type,
      };
      for (const dataset of only) {
        const notBefore = new Date(Date.parse(endTime) + scaledWaits(1).firstLook[dataset]);
        queue.send(dataset, firstLook(ended, 'event', notBefore));
      }
    },
    /** Works messages, `atOnce` at a time, until none is left or the next is due after `until`. */
    async drain({ until = Infinity, atOnce = 1 }: { readonly until?: number; readonly atOnce?: number } = {}) {
      for (let next = queue.next(atOnce); next && next.at <= until; next = queue.next(atOnce)) {
        clock = next.at;
        await Promise.allSettled(next.due.map(work));
      }
    },
    /** As `drain`, with the worker killed once; the next worker finds what it left, when the queue shows it again. */
    async drainWithKill(at: Kill) {
      effects = [];
      kill = { ...at, done: Promise.withResolvers<void>() };
      const { done } = kill;
      for (let next = queue.next(1); next; next = queue.next(1)) {
        clock = next.at;
        const dead = deadWorkers.size;
        const working = Promise.allSettled(next.due.map(work));
        await (kill ? Promise.race([working, done.promise]) : working);
        if (deadWorkers.size > dead) worker = startWorker();
      }
    },
    /** What is stored, as sorted texts; what Zoom's side serves, likewise. */
    async stored(uuid: string, dataset: Dataset): Promise<string[]> {
      const rows: string[] = [];
      for await (const row of readRows(uuid, dataset, { client, table: 'Captures' })) rows.push(canonicalText(row));
      return rows.sort();
    },
    served: (uuid: string, dataset: Dataset) => simulator.served(uuid, dataset).map(canonicalText).sort(),
    async items() {
      const { Items } = await client.send(new ScanCommand({ TableName: 'Captures', ConsistentRead: true }));
      return Items ?? [];
    },
    async close() {
      ended.reject(new Error('The bench ended.'));
      await simulator.close();
      await engines.close();
    },
  };
}
