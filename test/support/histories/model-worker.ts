import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { CaptureDeps } from '../../../shared/capture/capture-deps.ts';
import { createRedactions } from '../../../shared/capture/redaction.ts';
import type { Capture } from '../../../shared/domain/capture/capture.ts';
import { scaledWaits } from '../../../shared/domain/capture/waits.ts';
import { type Dataset, knownDatasets } from '../../../shared/domain/dataset.ts';
import { kinds as allKinds, type Kind } from '../../../shared/domain/meeting/kind.ts';
import { createCaptureStore } from '../../../shared/dynamo/captures/capture-store.ts';
import { createErasureReader } from '../../../shared/dynamo/control/erasure-reader.ts';
import { createRowStore } from '../../../shared/dynamo/rows/row-store.ts';
import { createDisguises } from '../../../shared/lambda/privacy.ts';
import { createZoomClients } from '../../../shared/lambda/zoom-clients.ts';
import type { MemoryQueue } from '../memory/memory-queue.ts';
import type { MemoryDynamo } from '../memory/memory-table.ts';
import { storeSecret } from '../store-secret.ts';
import type { Accident } from './history.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What an SDK client throws where DynamoDB or SQS refuses, or is silent for longer than the client waits. */
const refusal = (name: string, effect: string): Error =>
  Object.assign(new Error(`${effect} was refused by the history.`), { name });
const clientPatienceMs = 5_000;

const never = new Promise<never>(() => {});

type Effects = {
  /** The accident that the next effect of any worker meets, if it is to meet one. */
  readonly next: (effect: string) => Accident | undefined;
};

export type ModelWorkerDeps = {
  readonly time: VirtualTime;
  /** Milliseconds by which its clock is ahead. */
  readonly aheadMs: number;
  readonly tables: MemoryDynamo;
  readonly queue: MemoryQueue;
  readonly zoomFetch: typeof fetch;
  readonly random: () => number;
  readonly retentionDays: number;
  readonly effects: Effects;
  /** Of the account's settings, as they are by now. @default both */
  readonly kinds?: () => readonly Kind[];
  readonly log: CaptureDeps['log'];
  /** Hears of captures that have news. @default nobody does */
  readonly hearNews?: ((capture: Capture) => void) | undefined;
};

export const accountId = 'account';

/** An execution environment with clients of its own: the product's real parts, that can die and freeze at each effect. */
export class ModelWorker {
  isDead = false;
  /** Until then it stands still, and so does all that it does at once. */
  frozenUntil = 0;
  readonly #deps: ModelWorkerDeps;
  readonly #captureDeps = new Map<Dataset, CaptureDeps>();
  readonly now: () => number;

  constructor(deps: ModelWorkerDeps) {
    this.#deps = deps;
    this.now = () => deps.time.now() + deps.aheadMs;
  }

  captureDeps(dataset: Dataset): CaptureDeps {
    const deps = this.#captureDeps.get(dataset) ?? this.#makeDeps(dataset);
    this.#captureDeps.set(dataset, deps);
    return deps;
  }

  #makeDeps(dataset: Dataset): CaptureDeps {
    const { tables, queue, zoomFetch, random, retentionDays, kinds = () => allKinds, log, hearNews } = this.#deps;
    const client = this.#client(tables);
    const sleep = async (ms: number) => {
      await this.#deps.time.sleep(ms);
      await this.#thaw();
    };
    const clock = { now: this.now, sleep, random };
    const account = {
      name: 'main',
      accountId,
      clientId: 'id',
      clientSecret: 'secret',
      plan: 'business' as const,
      datasets: knownDatasets,
    };
    const accounts = { get: async () => ({ ...account, kinds: kinds() }) };
    const record = () => {};
    return {
      captures: createCaptureStore({ client, table: 'Captures', retentionDays }),
      rows: createRowStore({ client, table: 'Captures', ...clock }),
      zoom: createZoomClients({
        accounts,
        apiUrl: 'http://zoom.test',
        oauthUrl: 'http://zoom.test/oauth/token',
        client,
        table: 'Control',
        fetch: (input, init) => this.#effect('zoom', () => zoomFetch(input, init)),
        record,
        ...clock,
      }),
      captured: accounts.get,
      redactions: createRedactions({
        storeSecret,
        erasures: createErasureReader({ client, table: 'Control' }, storeSecret),
        disguises: createDisguises({}, accounts),
      }),
      send: (message, delayMs) => this.#effect('send', async () => queue.send(dataset, message, delayMs)),
      deadLetter: (message) => this.#effect('dead-letter', async () => queue.deadLetter(dataset, message)),
      tellNews: hearNews && ((capture) => this.#effect('tell-news', async () => hearNews(capture))),
      waits: scaledWaits(1),
      now: this.now,
      log,
      record,
    };
  }

  #client(tables: MemoryDynamo): DynamoDBClient {
    const client = tables.connect();
    const send = (command: Parameters<DynamoDBClient['send']>[0]) =>
      this.#effect(command.constructor.name.replace(/Command$/, ''), () => client.send(command));
    return { send, destroy() {} } as unknown as DynamoDBClient;
  }

  /** Whatever leaves the worker passes here. */
  async #effect<Result>(effect: string, run: () => Promise<Result>): Promise<Result> {
    await this.#thaw();
    const accident = this.#deps.effects.next(effect);
    if (accident) await this.#meet(accident, effect);
    const result = await run();
    await this.#thaw();
    if (accident?.what === 'die-after') this.isDead = true;
    if (this.isDead) return never;
    if (accident?.what === 'lost') throw this.#fault(effect, 'lost');
    return result;
  }

  async #meet({ what, ms }: Accident, effect: string): Promise<void> {
    if (what === 'freeze') this.frozenUntil = this.#deps.time.now() + ms;
    if (what === 'die-before') this.isDead = true;
    await this.#thaw();
    if (what === 'error') throw this.#fault(effect, 'error');
    if (what !== 'silence') return;
    await this.#deps.time.sleep(clientPatienceMs);
    await this.#thaw();
    throw this.#fault(effect, 'silence');
  }

  #fault(effect: string, what: 'error' | 'lost' | 'silence'): Error {
    if (effect === 'zoom') return new TypeError('fetch failed');
    if (what !== 'error') return refusal('TimeoutError', effect);
    return refusal(effect === 'BatchWriteItem' ? 'ThrottlingException' : 'InternalServerError', effect);
  }

  async #thaw(): Promise<void> {
    while (!this.isDead && this.#deps.time.now() < this.frozenUntil) await this.#deps.time.sleepUntil(this.frozenUntil);
    if (this.isDead) await never;
  }
}
