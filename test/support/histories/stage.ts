import { seededRandom } from '../../../local/simulator/rows/random.ts';
import { runCapture } from '../../../shared/capture/run-capture.ts';
import { type CaptureState, isFinal } from '../../../shared/domain/capture.ts';
import { type CaptureMessage, firstMessage } from '../../../shared/domain/capture-message.ts';
import type { Dataset } from '../../../shared/domain/dataset.ts';
import { personKey } from '../../../shared/domain/person-key.ts';
import { scaledWaits } from '../../../shared/domain/waits.ts';
import { createOverdueCaptures } from '../../../shared/dynamo/captures/overdue-captures.ts';
import { captureAgain } from '../../../shared/operations/capture-again/capture-again.ts';
import { erase } from '../../../shared/operations/erase/erase.ts';
import { redrive } from '../../../shared/operations/redrive/redrive.ts';
import { rescueStuck } from '../../../shared/sweep/rescue-stuck.ts';
import { tables as tableDefinitions } from '../capture/tables.ts';
import { createMemoryQueue, type Delivery, type MemoryQueue } from '../memory/memory-queue.ts';
import { createMemoryDynamo, type MemoryDynamo } from '../memory/memory-table.ts';
import { erasedEmail, type Happening, type History } from './history.ts';
import { accountId, ModelWorker } from './model-worker.ts';
import { ModelZoom } from './model-zoom.ts';
import { findLie, type Known, readStored } from './oracle.ts';
import { VirtualTime } from './virtual-time.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The sweep function comes more often, but a capture counts as stuck an hour after it was due. */
const rescueEveryMs = 30 * minute;
/** After it, what is still open must have something to come. */
const horizonMs = 6 * day;
/** A container whose invocation ran out of time is frozen until the next one thaws it. */
const frozenAfterTimeoutMs = 13 * minute;
const batchSize = 10;

const uuid = 'mN5sAVFKwk6jDFhAoBOkDQ==';

/** What a history came to. */
export type Played = {
  /** What the store said that was not so, the first time; absent for never. */
  readonly lie?: string;
  /** `gone`: nothing is stored of it, such as before its event has come. */
  readonly states: Readonly<Partial<Record<Dataset, CaptureState | 'gone'>>>;
  readonly effects: number;
  readonly calls: number;
  readonly edges: ReadonlyMap<string, number>;
};

/** A stage in memory, in virtual time, on which one history is played to its end. */
export class Stage {
  readonly #history: History;
  readonly #time: VirtualTime;
  readonly #endedAt: number;
  readonly #random: () => number;
  readonly #tables: MemoryDynamo;
  readonly #queue: MemoryQueue;
  readonly #zoom: ModelZoom;
  readonly #edges = new Map<string, number>();
  #workers: ModelWorker[];
  #effects = 0;
  #revision = -1;
  #busy = 0;
  #happeningsLeft: number;
  #turns = 0;
  #erasure: Known['erasure'] = 'none';
  #lie: string | undefined;
  #sent = Promise.withResolvers<void>();
  readonly #told: (line: string) => void;
  /** Of every effect of every worker, in order. */
  readonly effectNames: string[] = [];

  /** @param told takes a line for each step, to see what a history came to */
  constructor(history: History, told: (line: string) => void = () => {}) {
    this.#told = told;
    this.#history = history;
    this.#endedAt = Date.parse(history.endTime);
    this.#time = new VirtualTime(this.#endedAt);
    this.#random = seededRandom(history.seed);
    const { now, sleep } = this.#time;
    this.#tables = createMemoryDynamo({ tables: tableDefinitions, now });
    const retentionMs = history.retentionDays > 0 ? { retentionMs: Math.min(14, history.retentionDays) * day } : {};
    this.#queue = createMemoryQueue({ now, random: this.#random, faults: history.queue, ...retentionMs });
    const meeting = {
      uuid,
      listedAs: history.converted ? (history.kind === 'meeting' ? 'webinar' : 'meeting') : history.kind,
      readyAfterMs: history.readyAfterMs,
      versions: history.versions,
      pageSize: history.pageSize,
    } as const;
    this.#zoom = new ModelZoom({
      meetings: [meeting],
      endedAt: this.#endedAt,
      spells: history.spells,
      now,
      sleep,
      callMs: history.zoomCallMs,
    });
    this.#workers = history.clocks.map((aheadMs) => this.#startWorker(aheadMs));
    this.#happeningsLeft = history.happenings.length;
  }

  async play(): Promise<Played> {
    const isDone = await this.#time.run(this.#dispatch());
    if (!isDone) this.#lie ??= 'Nothing was to come any more, and messages are left.';
    const states: Partial<Record<Dataset, CaptureState | 'gone'>> = {};
    for (const dataset of this.#history.captured) {
      const { capture } = await readStored(this.#tables, uuid, dataset);
      states[dataset] = capture?.state ?? 'gone';
    }
    if (this.#history.retentionDays === 3) await this.#outlive();
    const { calls } = this.#zoom;
    return { states, effects: this.#effects, calls, edges: this.#edges, ...(this.#lie && { lie: this.#lie }) };
  }

  #startWorker(aheadMs: number): ModelWorker {
    const count = (name: string) => this.#edges.set(name, (this.#edges.get(name) ?? 0) + 1);
    const accidents = new Map(this.#history.accidents.map((accident) => [accident.effect, accident]));
    return new ModelWorker({
      time: this.#time,
      aheadMs,
      tables: this.#tables,
      queue: this.#noticed(this.#queue),
      zoomFetch: this.#zoom.fetch,
      random: this.#random,
      retentionDays: this.#history.retentionDays,
      effects: {
        next: (effect) => {
          this.effectNames.push(effect);
          this.#effects += 1;
          return accidents.get(this.#effects - 1);
        },
      },
      log: {
        debug: (_message, { edge, dataset, event } = {}) => {
          count(String(edge));
          this.#told(`${new Date(this.#time.now()).toISOString()} ${dataset} ${event}: ${edge}`);
        },
        info() {},
        warn() {},
        error() {},
      },
    });
  }

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
    const { heardAfterMs, happenings } = this.#history;
    for (const happening of happenings) void this.#happen(happening);
    void this.#rescue();
    await this.#time.sleep(heardAfterMs);
    this.#hear();
    const endsAt = this.#endedAt + horizonMs;
    while (this.#time.now() < endsAt && !this.#lie) {
      await this.#check();
      const next = this.#queue.next(batchSize);
      if (!next && this.#busy === 0 && this.#happeningsLeft === 0 && (await this.#isOver())) return;
      const due = next && next.at <= this.#time.now() ? next.due : [];
      for (const queued of due) {
        const delivery = this.#queue.receive(queued);
        if (delivery) void this.#invoke(delivery);
      }
      if (due.length > 0) continue;
      const wake = Math.min(next?.at ?? endsAt, this.#time.now() + rescueEveryMs);
      await Promise.race([this.#time.sleepUntil(wake), this.#sent.promise]);
    }
    await this.#check();
    if (!this.#lie) await this.#checkToCome();
  }

  /** The event of the meeting comes, as the webhook queues it. */
  #hear(): void {
    const waits = scaledWaits(1).firstPoll;
    for (const dataset of this.#history.captured) {
      const notBefore = new Date(Math.max(this.#endedAt + waits[dataset], this.#time.now()));
      this.#queue.send(dataset, this.#message(notBefore));
    }
    this.#notice();
  }

  #message(notBefore: Date): CaptureMessage {
    const { kind, endTime } = this.#history;
    const meeting = { account: accountId, kind, uuid, meetingId: '93201235621', topic: 'Ada’s room', endTime };
    return firstMessage(meeting, 'event', notBefore);
  }

  async #invoke({ dataset, message, id, ...delivery }: Delivery): Promise<void> {
    const worker = this.#freeWorker();
    const deadline = worker.now() + this.#history.timeoutMs;
    this.#busy += 1;
    let isDone = false;
    const work = runCapture(
      message,
      { dataset, delivery: { messageId: id, remainingMs: () => deadline - worker.now() } },
      worker.captureDeps(dataset),
    ).then(
      () => {
        isDone = true;
      },
      () => {},
    );
    await Promise.race([work, this.#time.sleep(this.#history.timeoutMs - 1_000).then(() => this.#time.sleep(0))]);
    if (isDone) this.#queue.remove({ dataset, receiptHandle: delivery.receiptHandle });
    else worker.frozenUntil = Math.max(worker.frozenUntil, this.#time.now() + frozenAfterTimeoutMs);
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

  async #happen({ atMs, what }: Happening): Promise<void> {
    await this.#time.sleepUntil(this.#endedAt + this.#history.heardAfterMs + atMs);
    if (what === 'demand') await this.#demand();
    else if (what === 'event-again') this.#hear();
    else if (what === 'redrive') await this.#redrive();
    else if (what === 'erase') await this.#erase();
    else this.#tables.expire('Captures', this.#time.now());
    this.#happeningsLeft -= 1;
    this.#notice();
  }

  async #demand(): Promise<void> {
    const { now } = this.#time;
    const store = { client: this.#tables.client, table: 'Captures', now };
    const send = async (dataset: Dataset, message: CaptureMessage) => this.#queue.send(dataset, message);
    await captureAgain({ id: uuid, datasets: this.#history.captured, allInstances: false }, { store, send, now });
  }

  async #redrive(): Promise<void> {
    for (const dataset of this.#history.captured) {
      const deps = {
        deadLetters: this.#queue.deadLetterQueue(dataset),
        send: async (message: CaptureMessage) => this.#queue.send(dataset, message),
        load: async () => (await readStored(this.#tables, uuid, dataset)).capture,
        now: this.#time.now,
      };
      await Array.fromAsync(redrive({ dryRun: false }, deps));
    }
  }

  async #erase(): Promise<void> {
    if (this.#erasure === 'begun') return;
    this.#erasure = 'begun';
    const { now, sleep } = this.#time;
    await erase(
      { person: personKey(erasedEmail), pseudonymKeys: [], dryRun: false },
      {
        captures: { client: this.#tables.client, table: 'Captures', random: this.#random },
        controlTable: 'Control',
        now,
        sleep,
        tell: async () => {},
      },
    );
    this.#erasure = 'done';
  }

  async #rescue(): Promise<void> {
    const { now } = this.#time;
    const store = { client: this.#tables.client, table: 'Captures', now };
    for (;;) {
      await this.#time.sleep(rescueEveryMs);
      const deps = {
        store,
        overdue: createOverdueCaptures(store.client, store.table),
        send: async (dataset: Dataset, message: CaptureMessage) => this.#queue.send(dataset, message),
        now,
        log: { debug() {}, info() {}, warn() {}, error() {} },
        record() {},
      };
      await rescueStuck({ id: 'rescue', remainingMs: () => 100_000 }, deps);
      this.#notice();
    }
  }

  async #isOver(): Promise<boolean> {
    for (const dataset of this.#history.captured) {
      const { capture } = await readStored(this.#tables, uuid, dataset);
      if (capture && !isFinal(capture.state)) return false;
    }
    return true;
  }

  /** Looks for a lie after each change of the tables. */
  async #check(): Promise<void> {
    if (this.#revision === this.#tables.revision()) return;
    this.#revision = this.#tables.revision();
    for (const dataset of this.#history.captured) {
      const lie = findLie(dataset, await readStored(this.#tables, uuid, dataset), {
        served: this.#zoom.served,
        erasure: this.#erasure,
      });
      if (lie !== undefined) this.#lie ??= `${dataset}: ${lie} (${new Date(this.#time.now()).toISOString()})`;
    }
  }

  /** What is not final has a message, or an entry that the rescue will find. */
  async #checkToCome(): Promise<void> {
    for (const dataset of this.#history.captured) {
      const { capture, isOpen } = await readStored(this.#tables, uuid, dataset);
      const hasMessage = this.#queue.messages.some(({ queue }) => queue === dataset);
      if (capture && !isFinal(capture.state) && !hasMessage && !isOpen) this.#lie ??= `${dataset}: Nothing will come.`;
    }
  }

  /** Past the retention of three days nothing of the meeting is left, in no table and no queue. */
  async #outlive(): Promise<void> {
    await this.#time.run(this.#time.sleepUntil(this.#endedAt + 20 * day));
    this.#tables.expire('Captures', this.#time.now());
    const left = this.#tables.items('Captures').filter(({ pk }) => pk?.S === uuid).length;
    if (left > 0) this.#lie ??= `${left} items outlive their retention.`;
    if (this.#queue.messages.length > 0) this.#lie ??= 'A message outlives the retention of its meeting.';
  }
}
