import { AsyncLocalStorage } from 'node:async_hooks';
import { seededRandom } from '../../../local/simulator/rows/random.ts';
import { runCapture } from '../../../shared/capture/run-capture.ts';
import { type Capture, type CaptureState, isFinal, isSnapshot } from '../../../shared/domain/capture/capture.ts';
import { type CaptureMessage, firstMessage, type Reason } from '../../../shared/domain/capture/capture-message.ts';
import { scaledWaits } from '../../../shared/domain/capture/waits.ts';
import { hasListType, knownDatasets } from '../../../shared/domain/dataset.ts';
import { type Kind, kinds } from '../../../shared/domain/meeting/kind.ts';
import type { Item } from '../../../shared/dynamo/item.ts';
import { createEndLeftOut } from '../../../shared/lambda/end-left-out.ts';
import { tables as tableDefinitions } from '../capture/tables.ts';
import { createMemoryQueue, type Delivery, type MemoryQueue } from '../memory/memory-queue.ts';
import { createMemoryDynamo, type MemoryDynamo } from '../memory/memory-table.ts';
import { arrowOf, everyArrow } from './arrows.ts';
import { CallCount } from './call-count.ts';
import { demand, eraseOnePerson, redriveAll, rescue, type Surroundings } from './happenings.ts';
import type { Accident, Happening, History } from './history.ts';
import { accountId, ModelWorker } from './model-worker.ts';
import { ModelZoom } from './model-zoom.ts';
import {
  type CaptureName,
  findLie,
  findSilence,
  isAbout,
  itemsOf,
  type Known,
  multiset,
  readStored,
} from './oracle.ts';
import { VirtualTime } from './virtual-time.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The sweep function comes more often, but a capture counts as stuck an hour after it was due. */
const rescueEveryMs = 30 * minute;
/** After it, what is still open must have something to come. */
const horizonMs = 6 * day;
/** Longer than Zoom keeps anything. */
const pauseMs = 185 * day;
const batchSize = 10;

/** Of the meetings of a history, in their order. */
export const uuids: readonly string[] = [
  'mN5sAVFKwk6jDFhAoBOkDQ==',
  'oWp7+VFKQ0y/DFhAoBOkEA==',
  '/bM3k0pVTL2GdZ1rY7eXqA==',
];

/** A number that people dial, for each. */
const meetingIdOf = (uuid: string): string => `9320123562${uuids.indexOf(uuid)}`;

/** How one capture ended. */
export type End = CaptureName & {
  /** `gone`: nothing is stored of it, such as before its event has come. */
  readonly state: CaptureState | 'gone';
  /** Its rows in an order of their own. */
  readonly rows: string;
  /** Whether a dead letter stands for it. */
  readonly isDead: boolean;
};

/** What a history came to. */
export type Played = {
  /** What the store said that was not so, the first time; absent for never. */
  readonly lie?: string;
  readonly ends: readonly End[];
  readonly effects: number;
  readonly calls: number;
  /** How often each arrow of the diagram of states was taken. */
  readonly arrows: ReadonlyMap<string, number>;
};

/** No accident of a history has it. */
const isBug = (error: unknown): boolean =>
  error instanceof TypeError || (error instanceof Error && error.name === 'ValidationException');

const textOf = (field: unknown): string | undefined => (typeof field === 'string' ? field : undefined);

type StageListeners = {
  /** Takes a line for each step, to see what a history came to. */
  readonly told?: (line: string) => void;
  /** Takes each capture that has news, as it is stored when they are told. @default no news are told */
  readonly hearNews?: (stored: Capture) => void;
  /** Come to see the stage, each at its instant, in milliseconds after the meeting's event. */
  readonly visits?: readonly Visit[];
};

/** The stage as somebody else finds it who reads its tables. */
export type Visited = Pick<Surroundings, 'time' | 'tables'> & {
  /** An erasure is under way, or done: then no row of the person is left. */
  readonly erasure: () => Known['erasure'];
};
type Visit = { readonly atMs: number; readonly come: (stage: Visited) => Promise<void> };

/** A stage in memory, in virtual time, on which one history is played to its end. */
export class Stage {
  readonly #history: History;
  readonly #time: VirtualTime;
  readonly #endedAt: number;
  readonly #random: () => number;
  readonly #tables: MemoryDynamo;
  readonly #queue: MemoryQueue;
  readonly #zoom: ModelZoom;
  readonly #calls: CallCount;
  /** Why the call that is under way is made. */
  readonly #reason = new AsyncLocalStorage<Reason>();
  readonly #uuids: readonly string[];
  readonly #captures: readonly CaptureName[];
  readonly #surroundings: Surroundings;
  readonly #arrows = new Map<string, number>();
  readonly #effectsByName = new Map<string, number>();
  readonly #checked = new Map<CaptureName, { readonly items: readonly Readonly<Item>[]; erasure: Known['erasure'] }>();
  #workers: ModelWorker[];
  #revision = -1;
  #busy = 0;
  /** What people and other parts have still to do. */
  #toHappen = 0;
  #pausedUntil = 0;
  /** Until then somebody who was frozen may wake and go on. */
  #allAwakeAt = 0;
  #throttledUntil = 0;
  #turns = 0;
  #erasure: Known['erasure'] = 'none';
  #lie: string | undefined;
  #kinds: readonly Kind[] = kinds;
  #hasQueues = true;
  #sent = Promise.withResolvers<void>();
  readonly #told: (line: string) => void;
  readonly #hearNews: StageListeners['hearNews'];
  readonly #visits: readonly Visit[];
  /** Of every effect of every worker, in order. */
  readonly effectNames: string[] = [];

  constructor(history: History, { told = () => {}, hearNews, visits = [] }: StageListeners = {}) {
    this.#told = told;
    this.#hearNews = hearNews;
    this.#visits = visits;
    this.#history = history;
    this.#endedAt = Date.parse(history.endTime);
    this.#time = new VirtualTime(this.#endedAt - Math.max(0, ...history.snapshots));
    this.#random = seededRandom(history.seed);
    const { now, sleep } = this.#time;
    const indexDelayMs = () => Math.floor(this.#random() * history.indexDelayMs);
    this.#tables = createMemoryDynamo({
      tables: tableDefinitions,
      now,
      ...(history.indexDelayMs > 0 && { indexDelayMs }),
    });
    const retentionMs = history.retentionDays > 0 ? { retentionMs: Math.min(14, history.retentionDays) * day } : {};
    const { longestDelayMs, ...faults } = history.queue;
    this.#queue = createMemoryQueue({ now, random: this.#random, faults, longestDelayMs, ...retentionMs });
    const versions = [history.versions, ...history.others];
    this.#uuids = uuids.slice(0, versions.length);
    const otherKind = history.kind === 'meeting' ? 'webinar' : 'meeting';
    const listedAs = history.converted ? otherKind : history.kind;
    const { readyAfterMs, pageSize } = history;
    this.#zoom = new ModelZoom({
      meetings: versions.map((of, at) => ({
        uuid: uuids[at] ?? '',
        meetingId: meetingIdOf(uuids[at] ?? ''),
        listedAs,
        readyAfterMs,
        versions: of,
        pageSize,
      })),
      endedAt: this.#endedAt,
      spells: history.spells,
      now,
      sleep,
      callMs: history.zoomCallMs,
    });
    this.#calls = new CallCount(history, this.#endedAt);
    this.#tables.load('Control', this.#calls.items(accountId));
    this.#captures = this.#uuids.flatMap((one) => history.captured.map((dataset) => ({ uuid: one, dataset })));
    this.#surroundings = {
      time: this.#time,
      tables: this.#tables,
      queue: this.#noticed(this.#queue),
      random: this.#random,
      captured: history.captured,
      worked: () => (this.#hasQueues ? knownDatasets : []),
      endLeftOut: (dataset, ...rest) => createEndLeftOut(this.#freeWorker().captureDeps(dataset))(dataset, ...rest),
    };
    this.#workers = history.clocks.map((aheadMs) => this.#startWorker(aheadMs));
  }

  async play(): Promise<Played> {
    const isDone = await this.#time.run(this.#dispatch());
    if (!isDone) this.#lie ??= 'Nothing was to come any more, and messages are left.';
    const ends = await Promise.all(this.#captures.map((name) => this.#end(name)));
    if (this.#history.retentionDays === 3) await this.#outlive();
    const { calls } = this.#zoom;
    return {
      ends,
      effects: this.effectNames.length,
      calls,
      arrows: this.#arrows,
      ...(this.#lie && { lie: this.#lie }),
    };
  }

  async #end(name: CaptureName): Promise<End> {
    const { capture, rows } = readStored(this.#tables, name);
    const isDead = this.#queue.dead.some((letter) => isAbout(letter, name));
    return { ...name, state: capture?.state ?? 'gone', rows: multiset(await rows()), isDead };
  }

  #startWorker(aheadMs: number): ModelWorker {
    return new ModelWorker({
      time: this.#time,
      aheadMs,
      tables: this.#tables,
      queue: this.#surroundings.queue,
      zoomFetch: this.#fetch,
      random: this.#random,
      retentionDays: this.#history.retentionDays,
      kinds: () => this.#kinds,
      effects: { next: (effect) => this.#nextAccident(effect) },
      // As the store has it by then: whoever hears of news looks there.
      hearNews: this.#hearNews && ((capture) => this.#hearNews?.(readStored(this.#tables, capture).capture ?? capture)),
      log: {
        debug: (_message, { edge, dataset, event, from, to } = {}) => {
          const arrow = arrowOf(String(edge), textOf(from), textOf(to));
          this.#count(arrow);
          this.#told(`${new Date(this.#time.now()).toISOString()} ${dataset} ${event}: ${arrow}`);
        },
        info() {},
        warn() {},
        error() {},
      },
    });
  }

  /** Each way from one state to another is one that the diagram has. */
  #count(arrow: string): void {
    // The capture of an ended meeting is registered, and begins, beside a snapshot that is stored in any state.
    const isReplacement = /: (registered|started)$/.test(arrow);
    if (!everyArrow.includes(arrow) && !isReplacement) this.#lie ??= `The diagram of states has no arrow ${arrow}.`;
    this.#arrows.set(arrow, (this.#arrows.get(arrow) ?? 0) + 1);
  }

  #nextAccident(name: string): Accident | undefined {
    const { accidents } = this.#history;
    const nth = (this.#effectsByName.get(name) ?? 0) + 1;
    this.#effectsByName.set(name, nth);
    this.effectNames.push(name);
    const index = this.effectNames.length - 1;
    const accident = accidents.find(({ effect }) =>
      typeof effect === 'number' ? effect === index : effect.name === name && effect.nth === nth,
    );
    if (accident?.what === 'throttle') this.#throttledUntil = this.#time.now() + accident.ms;
    if (name !== 'BatchWriteItem' || this.#time.now() >= this.#throttledUntil) return accident;
    return { effect: index, what: 'error', ms: 0 };
  }

  readonly #fetch: typeof fetch = (input, init) => {
    const reason = this.#reason.getStore();
    if (!String(input).includes('/oauth/')) this.#lie ??= this.#calls.add(reason ?? 'event', this.#time.now());
    return this.#zoom.fetch(input, init);
  };

  /** The dispatcher wakes when a message is sent. */
  #noticed(queue: MemoryQueue): MemoryQueue {
    return Object.assign(Object.create(queue), {
      send: (...sent: Parameters<MemoryQueue['send']>) => {
        queue.send(...sent);
        this.#notice();
      },
    });
  }

  #notice(): void {
    this.#sent.resolve();
    this.#sent = Promise.withResolvers();
  }

  /** Delivers messages as they are due, until nothing is to come or the horizon is reached. */
  async #dispatch(): Promise<void> {
    const { heardAfterMs, happenings, snapshots } = this.#history;
    const heardAt = this.#endedAt + heardAfterMs;
    for (const beforeMs of snapshots)
      void this.#at(this.#endedAt - beforeMs, async () => this.#askSnapshots(this.#uuids));
    void this.#at(heardAt, async () => this.#hear());
    for (const happening of happenings) void this.#at(heardAt + happening.atMs, () => this.#happen(happening));
    for (const { atMs, come } of this.#visits) void this.#at(heardAt + atMs, () => this.#show(come));
    void this.#rescue();
    while (this.#time.now() < this.#endsAt() && !this.#lie) {
      // Whatever somebody sends who does not know yet.
      if (!this.#hasQueues) this.#queue.clear();
      await this.#check();
      const next = this.#queue.next(batchSize);
      if (!next && this.#busy === 0 && this.#toHappen === 0 && this.#isOver()) return;
      const isPaused = this.#time.now() < this.#pausedUntil;
      const due = !isPaused && next && next.at <= this.#time.now() ? next.due : [];
      for (const queued of due) {
        const delivery = this.#queue.receive(queued);
        if (delivery) void this.#invoke(delivery);
      }
      if (due.length > 0) continue;
      const wake = Math.min(next?.at ?? this.#endsAt(), this.#time.now() + rescueEveryMs);
      await Promise.race([this.#time.sleepUntil(Math.max(wake, this.#pausedUntil)), this.#sent.promise]);
    }
    await this.#check();
    if (!this.#lie) this.#checkToCome();
  }

  #endsAt(): number {
    return Math.max(this.#endedAt, this.#pausedUntil) + horizonMs;
  }

  /** What is to happen at this instant, besides what the workers do. */
  async #at(instant: number, happen: () => Promise<void>): Promise<void> {
    this.#toHappen += 1;
    await this.#time.sleepUntil(instant);
    await happen().catch((error: unknown) => {
      this.#lie ??= `A person's command failed: ${error}`;
    });
    this.#toHappen -= 1;
    this.#notice();
  }

  /** The events of the meetings come, as the webhook queues them. */
  #hear(): void {
    const waits = scaledWaits(1).firstPoll;
    for (const { uuid: of, dataset } of this.#captures) {
      const notBefore = new Date(Math.max(this.#endedAt + waits[dataset], this.#time.now()));
      this.#queue.send(dataset, this.#message(of, notBefore));
    }
  }

  /** As the sweep function does when it is asked for them: some datasets have none, nor has what is known to have ended. */
  #askSnapshots(wanted: readonly string[]): void {
    const now = new Date(this.#time.now());
    for (const name of this.#captures) {
      const { uuid: of, dataset } = name;
      const { capture } = readStored(this.#tables, name);
      if (
        !hasListType(dataset, this.#history.kind, 'live') ||
        !wanted.includes(of) ||
        (capture && !isSnapshot(capture))
      )
        continue;
      const sequence = capture?.sequence ?? 0;
      const asked = { reason: 'demand', endTime: now.toISOString(), listType: 'live', sequence } as const;
      this.#queue.send(dataset, { ...this.#message(of, now), ...asked });
    }
  }

  #message(of: string, notBefore: Date): CaptureMessage {
    const { kind, endTime, reason } = this.#history;
    const meeting = { account: accountId, kind, uuid: of, meetingId: meetingIdOf(of), topic: 'Ada’s room', endTime };
    return firstMessage(meeting, reason, notBefore);
  }

  async #invoke({ dataset, message, id, ...delivery }: Delivery): Promise<void> {
    const worker = this.#freeWorker();
    const deadline = worker.now() + this.#history.timeoutMs;
    this.#busy += 1;
    let isDone = false;
    const of = {
      dataset,
      delivery: { messageId: id, receiveCount: delivery.receives, remainingMs: () => deadline - worker.now() },
    };
    const run = () => runCapture(message, of, worker.captureDeps(dataset));
    const work = this.#reason.run(message.reason, run).then(
      () => {
        isDone = true;
      },
      (error: unknown) => {
        if (isBug(error)) this.#lie ??= `A worker failed by a fault of the program: ${error}`;
      },
    );
    await Promise.race([work, this.#time.sleep(this.#history.timeoutMs - 1_000).then(() => this.#time.sleep(0))]);
    if (isDone) this.#queue.remove({ dataset, receiptHandle: delivery.receiptHandle });
    else {
      worker.frozenUntil = Math.max(worker.frozenUntil, this.#time.now() + this.#history.thawsAfterMs);
      this.#allAwakeAt = Math.max(this.#allAwakeAt, worker.frozenUntil + minute);
    }
    this.#busy -= 1;
    this.#notice();
  }

  /** The dead are replaced, and whoever stands still has no new work. */
  #freeWorker(): ModelWorker {
    this.#turns += 1;
    const at = this.#turns % this.#workers.length;
    const worker = this.#workers[at];
    if (worker && !worker.isDead && worker.frozenUntil <= this.#time.now()) return worker;
    const fresh = this.#startWorker(this.#history.clocks[at] ?? 0);
    this.#workers = this.#workers.with(at, fresh);
    return fresh;
  }

  async #happen({ what, of }: Happening): Promise<void> {
    const surroundings = this.#surroundings;
    const wanted = this.#uuids.filter((_, at) => of === undefined || (at === 0) === (of === 'first'));
    switch (what) {
      case 'demand':
        for (const one of wanted) await demand(one, surroundings);
        return;
      case 'snapshot':
        return this.#askSnapshots(wanted);
      case 'event-again':
        return this.#hear();
      case 'redrive':
        return redriveAll(surroundings);
      case 'erase':
        return this.#erase();
      case 'expire':
        this.#tables.expire('Captures', this.#time.now());
        return;
      case 'pause':
        this.#pausedUntil = this.#time.now() + pauseMs;
        return;
      case 'take-away':
        this.#hasQueues = false;
        this.#kinds = [];
        return;
      case 'leave-out':
        this.#kinds = kinds.filter((kind) => kind !== this.#history.kind);
    }
  }

  async #show(come: Visit['come']): Promise<void> {
    const { time, tables } = this.#surroundings;
    await come({ time, tables, erasure: () => this.#erasure });
  }

  async #erase(): Promise<void> {
    if (this.#erasure === 'begun') return;
    this.#erasure = 'begun';
    await eraseOnePerson(this.#surroundings);
    this.#erasure = 'done';
  }

  async #rescue(): Promise<void> {
    for (;;) {
      await this.#time.sleepUntil(Math.max(this.#time.now() + rescueEveryMs, this.#pausedUntil));
      const rescued = rescue(this.#surroundings, this.#history.indexDelayMs > 0).catch((error: unknown) => {
        if (isBug(error)) this.#lie ??= `The rescue failed by a fault of the program: ${error}`;
      });
      await Promise.race([rescued, this.#time.sleep(this.#history.timeoutMs)]);
    }
  }

  #isOver(): boolean {
    if (this.#time.now() < this.#allAwakeAt) return false;
    return this.#captures.every((name) => {
      const { capture } = readStored(this.#tables, name);
      return !capture || isFinal(capture.state);
    });
  }

  /** Looks for a lie in every capture that a change of the tables is about. */
  async #check(): Promise<void> {
    if (this.#revision === this.#tables.revision()) return;
    this.#revision = this.#tables.revision();
    for (const name of this.#captures) {
      const items = itemsOf(this.#tables, name);
      const last = this.#checked.get(name);
      const isSame = last?.items.length === items.length && items.every((item, at) => item === last.items[at]);
      if (isSame && last.erasure === this.#erasure) continue;
      this.#checked.set(name, { items, erasure: this.#erasure });
      const known = { served: this.#zoom.served, erasure: this.#erasure };
      const stored = readStored(this.#tables, name, items);
      // Without queues it is the index that stands for what is left to do.
      const findsSilence = () => this.#hasQueues && findSilence(stored, this.#queue, this.#time.now());
      const lie = (await findLie(stored, known)) ?? (findsSilence() || undefined);
      if (lie !== undefined) this.#lie ??= `${name.dataset}: ${lie} (${new Date(this.#time.now()).toISOString()})`;
    }
  }

  /** What is not final has a message, or an entry that the rescue will find. */
  #checkToCome(): void {
    for (const name of this.#captures) {
      const { capture, isOpen } = readStored(this.#tables, name);
      const hasMessage = this.#queue.messages.some(({ queue }) => queue === name.dataset);
      if (capture && !isFinal(capture.state) && !hasMessage && !isOpen)
        this.#lie ??= `${name.dataset}: Nothing will come.`;
    }
  }

  /** Past the retention of three days nothing of the meeting is left, in no table and no queue. */
  async #outlive(): Promise<void> {
    await this.#time.run(this.#time.sleepUntil(this.#endsAt() + 20 * day));
    this.#tables.expire('Captures', this.#time.now());
    const left = this.#tables.items('Captures').filter(({ pk }) => this.#uuids.includes(pk?.S ?? '')).length;
    if (left > 0) this.#lie ??= `${left} items outlive their retention.`;
    if (this.#queue.messages.length > 0) this.#lie ??= 'A message outlives the retention of its meeting.';
  }
}
