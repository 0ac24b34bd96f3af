import { startDynalite } from '../../../local/emulator/engines/dynalite-engine.ts';
import type { Engine, Intercept } from '../../../local/emulator/engines/engine-call.ts';
import { createEngineFront } from '../../../local/emulator/engines/engine-front.ts';
import type { SimulatedMeeting } from '../../../local/simulator/meeting.ts';
import type { SimulatorOptions } from '../../../local/simulator/options.ts';
import { seededRandom } from '../../../local/simulator/rows/random.ts';
import { startSimulator } from '../../../local/simulator/simulator.ts';
import { runCapture } from '../../../shared/capture/run-capture.ts';
import type { CapturedParts } from '../../../shared/domain/account/captured-parts.ts';
import { type CaptureMessage, firstMessage } from '../../../shared/domain/capture/capture-message.ts';
import { scaledWaits } from '../../../shared/domain/capture/waits.ts';
import { type Dataset, datasets } from '../../../shared/domain/dataset.ts';
import type { ConfidentialRule } from '../../../shared/domain/privacy/confidential.ts';
import type { UnknownFields } from '../../../shared/domain/privacy/known-fields.ts';
import type { PrivacySettings } from '../../../shared/domain/privacy/privacy-settings.ts';
import type { EngineFaults } from '../engine-faults/engine-faults.ts';
import { createEngineFaults } from '../engine-faults/engine-faults.ts';
import { memoryEngine } from '../memory/memory-engine.ts';
import { createMemoryDynamo } from '../memory/memory-table.ts';
import { createKiller, type Kill } from './killer.ts';
import { nearClient } from './near-client.ts';
import { createTestQueue, type Queued, type QueueFaults } from './queue.ts';
import { quickRetries } from './quick-retries.ts';
import { createStoredState } from './stored-state.ts';
import { tables } from './tables.ts';
import { createVirtualClock } from './virtual-clock.ts';
import { createWorker, type PageSizes, type WorkerDeps } from './worker.ts';

export type CaptureFixtureOptions = SimulatorOptions & {
  /** Where the tables are. The embedded one takes a third longer and knows every call. @default 'memory' */
  readonly engine?: 'memory' | 'embedded';
  /** Stands between the workers' SDK clients and DynamoDB. */
  readonly intercept?: Intercept;
  readonly engineFaults?: EngineFaults;
  readonly queueFaults?: QueueFaults;
  readonly pageSizes?: PageSizes;
  /** What the stage does not store as Zoom sent it. */
  readonly privacy?: PrivacySettings;
  readonly unknownFields?: UnknownFields;
  readonly confidential?: ConfidentialRule;
  readonly pseudonymKey?: string;
  readonly storeSecret?: WorkerDeps['storeSecret'];
  /** Of the account's settings, as they are by now. @default both */
  readonly kindsNow?: () => CapturedParts['kinds'];
  /** Takes what a dataset's function logs and measures. @default nobody does */
  readonly voice?: WorkerDeps['voice'];
  readonly startAt?: number;
  /** Of an invocation. @default 2 minutes, as the stack has it */
  readonly timeoutMs?: number;
  /** What a call to Zoom takes in the fixture's time. @default 0 */
  readonly zoomCallMs?: number;
  /** Multiplies the capture's planned waits, as TIME_SCALE does: fewer deferrals. @default 1 */
  readonly timeScale?: number;
  readonly seed?: number;
};

export type Drain = {
  /** Epoch ms; what is due later stays. */
  readonly until?: number;
  /** Messages worked at the same time, as one batch. */
  readonly atOnce?: number;
  /** Kills of the worker, one after the other; the next worker finds what it left, when the queue shows it again. */
  readonly kills?: readonly Kill[];
};

/** Batches after which a drain is taken for endless. */
const mostBatches = 5_000;

/**
 * The capture's real code with real SDK clients against the table in memory, which a contract holds equal to the embedded
 * engine, and the simulator over HTTP. In a time of its own: waiting a day takes no time, and a worker can be killed at any
 * effect.
 */
export async function startCaptureFixture({
  engine = 'memory',
  intercept = (_call, next) => next(),
  engineFaults = {},
  queueFaults,
  pageSizes = {},
  privacy = {},
  unknownFields = 'keep',
  confidential = 'drop',
  pseudonymKey,
  storeSecret,
  kindsNow,
  voice,
  startAt = Date.parse('2026-11-20T09:00:00Z'),
  timeoutMs = 120_000,
  zoomCallMs = 0,
  timeScale = 1,
  seed = 1,
  ...options
}: CaptureFixtureOptions = {}) {
  const random = seededRandom(seed);
  const waits = scaledWaits(timeScale);
  const clock = createVirtualClock(startAt);
  const { now, sleep } = clock;
  const killer = createKiller();
  const spoil = createEngineFaults({ ...engineFaults, only: () => true }, { now, sleep, random });
  const dynamodb = await createEngineFront({
    name: 'dynamodb',
    engine: engine === 'memory' ? memoryEngine(createMemoryDynamo({ tables, now })) : await embeddedTables(),
    functionOf: () => undefined,
    instance: 'fixture',
    intercept: (call, next) => {
      const worker = call.accessKeyId ?? '';
      const answer = () => spoil(call, () => intercept(call, next));
      return worker.startsWith('worker') ? killer.effect(worker, call.operation, answer) : next();
    },
  });
  const simulator = await startSimulator({ now, random: seededRandom(seed), ...options });
  const client = nearClient(dynamodb, 'reader');
  const queue = createTestQueue({ now, random, faults: queueFaults });

  let workers = 0;
  const startWorker = () => {
    workers += 1;
    const id = `worker${workers}`;
    return createWorker({
      client: nearClient(dynamodb, id, { retryStrategy: quickRetries() }),
      simulator,
      queue,
      plan: options.plan ?? 'business',
      pageSizes,
      privacy,
      unknownFields,
      confidential,
      pseudonymKey,
      ...(kindsNow && { kinds: kindsNow }),
      now,
      sleep,
      random,
      waits,
      ...(voice && { voice }),
      ...(storeSecret && { storeSecret }),
      effect: (name, run) =>
        killer.effect(id, name, async () => {
          if (name === 'zoom' && zoomCallMs > 0) await sleep(zoomCallMs);
          return run();
        }),
    });
  };
  let worker = startWorker();
  const replaceWorker = () => {
    worker = startWorker();
  };

  /** Faults that a worker did not deal with, which cost a receive. */
  const crashes: unknown[] = [];
  const work = async (message: Queued): Promise<void> => {
    const received = queue.receive(message);
    if (!received) return;
    const endsAt = now() + timeoutMs;
    const delivery = { messageId: message.id, remainingMs: () => endsAt - now() };
    try {
      await runCapture(received, { dataset: message.dataset, delivery }, worker.deps(message.dataset));
      queue.remove(message);
    } catch (error) {
      crashes.push(error);
    }
  };

  const messageFor = (meeting: SimulatedMeeting, dataset: Dataset, changes: Partial<CaptureMessage>) => {
    const { kind, uuid, meetingId, topic, hostId, startTime, endTime, timezone, type } = meeting;
    const ended = { kind, uuid, meetingId, topic, hostId, startTime, endTime, timezone, type };
    const notBefore = new Date(Date.parse(endTime) + waits.firstPoll[dataset]);
    const account = simulator.credentials.accountId;
    return { ...firstMessage({ account, ...ended }, 'event', notBefore), ...changes };
  };

  return {
    /** For other workers of the same fixture. */
    parts: {
      dynamodb,
      clock,
      killer,
      random,
      waits,
      plan: options.plan ?? 'business',
      privacy,
      unknownFields,
      pseudonymKey,
    },
    simulator,
    queue,
    client,
    crashes,
    now,
    sleep,
    advance: clock.advance,
    replaceWorker,
    ...createStoredState(client, simulator),
    /** Names of the effects of the last drain, in order. */
    effects: () => killer.effects,
    /** An ended event's messages, without the webhook. */
    end(meeting: SimulatedMeeting, only: readonly Dataset[] = datasets, changes: Partial<CaptureMessage> = {}) {
      for (const dataset of only) queue.send(dataset, messageFor(meeting, dataset, changes));
    },
    /** Works messages until none is left or the next is due after `until`. @returns the number of batches. */
    async drain({ until = Infinity, atOnce = 1, kills = [] }: Drain = {}): Promise<number> {
      killer.arm(kills);
      let batches = 0;
      for (let next = queue.next(atOnce); next && next.at <= until; next = queue.next(atOnce)) {
        clock.to(next.at);
        if (await killer.diedIn(Promise.allSettled(next.due.map(work)))) replaceWorker();
        batches += 1;
        if (batches > mostBatches) throw new Error(`No end after ${mostBatches} batches.`);
      }
      return batches;
    },
    async close() {
      killer.close();
      worker.close();
      client.destroy();
      await simulator.close();
      await dynamodb.close();
    },
  };
}

async function embeddedTables(): Promise<Engine> {
  const engine = await startDynalite({});
  await engine.ensureTables(tables);
  return engine;
}

export type CaptureFixture = Awaited<ReturnType<typeof startCaptureFixture>>;
