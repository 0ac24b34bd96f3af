import { openStates } from '../../../shared/domain/capture/capture.ts';
import type { CaptureMessage } from '../../../shared/domain/capture/capture-message.ts';
import type { Dataset } from '../../../shared/domain/dataset.ts';
import { personKey } from '../../../shared/domain/person-key.ts';
import { overdueMs } from '../../../shared/domain/sweep/stuck.ts';
import { createOverdueCaptures } from '../../../shared/dynamo/captures/overdue-captures.ts';
import { callsSince } from '../../../shared/dynamo/control/rate/account-stop.ts';
import { captureAgain } from '../../../shared/operations/capture-again/capture-again.ts';
import { erase } from '../../../shared/operations/erase/erase.ts';
import { redrive } from '../../../shared/operations/redrive/redrive.ts';
import { type RescueDeps, rescueStuck } from '../../../shared/sweep/rescue-stuck.ts';
import type { MemoryQueue } from '../memory/memory-queue.ts';
import type { MemoryDynamo } from '../memory/memory-table.ts';
import { storeSecret } from '../store-secret.ts';
import { erasedEmail } from './history.ts';
import { readStored } from './oracle.ts';
import type { VirtualTime } from './virtual-time.ts';

export type Surroundings = {
  readonly time: VirtualTime;
  readonly tables: MemoryDynamo;
  readonly queue: MemoryQueue;
  readonly random: () => number;
  readonly captured: readonly Dataset[];
  /** What there are queues for by now. */
  readonly worked: () => readonly Dataset[];
  readonly endLeftOut: RescueDeps['endLeftOut'];
};

const table = 'Captures';

/** Somebody asks for the meeting once more, as `capture <uuid>` does. */
export async function demand(uuid: string, { time, tables, queue, captured }: Surroundings): Promise<void> {
  const store = { client: tables.client, table, now: time.now };
  const send = async (dataset: Dataset, message: CaptureMessage) => queue.send(dataset, message);
  await captureAgain({ id: uuid, datasets: captured, allInstances: false }, { store, send, now: time.now });
}

/** Dead letters go back to their queues, as `redrive` sends them. */
export async function redriveAll({ time, tables, queue, captured }: Surroundings): Promise<void> {
  for (const dataset of captured) {
    const deps = {
      deadLetters: queue.deadLetterQueue(dataset),
      send: async (message: CaptureMessage) => queue.send(dataset, message),
      load: async (uuid: string) => readStored(tables, { uuid, dataset }).capture,
      now: time.now,
    };
    await Array.fromAsync(redrive({ dryRun: false }, deps));
  }
}

export async function eraseOnePerson({ time, tables, random }: Surroundings): Promise<void> {
  const { now, sleep } = time;
  const request = { person: personKey(erasedEmail), pseudonymKeys: [], dryRun: false };
  const captures = { client: tables.client, table, random };
  await erase(request, { captures, controlTable: 'Control', storeSecret, now, sleep, tell: async () => {} });
}

/** What the sweep function does for captures whose message is lost. */
export async function rescue(surroundings: Surroundings, indexIsLate: boolean): Promise<void> {
  const { time, tables, queue, worked, endLeftOut } = surroundings;
  const { now } = time;
  // Its queries cost more than the rest of a quiet day.
  if (!indexIsLate && !isAnyOverdue(tables, now())) return;
  const store = { client: tables.client, table, now };
  const deps = {
    store,
    worked: worked(),
    endLeftOut,
    overdue: createOverdueCaptures(store.client, store.table),
    callsSince: (accountId: string) => callsSince({ client: tables.client, table: 'Control', accountId }, now()),
    send: async (dataset: Dataset, message: CaptureMessage) => queue.send(dataset, message),
    now,
    log: { debug() {}, info() {}, warn() {}, error() {} },
    record() {},
  };
  await rescueStuck({ id: 'rescue', remainingMs: () => 100_000 }, deps);
}

const isAnyOverdue = (tables: MemoryDynamo, now: number): boolean =>
  tables
    .items(table)
    .some(
      ({ openState, dueAt }) =>
        openStates.some((state) => state === openState?.S) && Date.parse(dueAt?.S ?? '') <= now - overdueMs,
    );
