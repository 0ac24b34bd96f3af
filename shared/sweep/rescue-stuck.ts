import type { CaptureMessage } from '../domain/capture-message.ts';
import type { Dataset } from '../domain/dataset.ts';
import type { Measurement } from '../domain/metric-names.ts';
import { nextRescueMs, openStates, overdueMs } from '../domain/sweep/stuck.ts';
import type { OverdueCaptures } from '../dynamo/captures/overdue-captures.ts';
import type { Log } from '../lambda/log.ts';
import { type OpenCapture, openCaptures } from '../queries/open-captures.ts';
import type { Store } from '../queries/paging.ts';
import { handOverMs, type Invoked } from './sweep-world.ts';

export type RescueWorld = {
  readonly store: Store;
  readonly overdue: OverdueCaptures;
  readonly send: (dataset: Dataset, message: CaptureMessage) => Promise<void>;
  /** Epoch ms. */
  readonly now: () => number;
  readonly log: Log;
  readonly record: (measurement: Measurement) => void;
};

/** In one invocation; the rest has its turn with the next. */
const mostRescues = 500;

/**
 * Puts captures back to work that nobody has worked on for an hour after they were due: their messages are lost. Each gets a
 * message for the look it waits for, so that one more, where its own comes after all, changes nothing.
 * @returns how many.
 */
export async function rescueStuck({ remainingMs }: Invoked, world: RescueWorld): Promise<number> {
  let rescued = 0;
  for (const state of openStates) {
    const dueFirst = openCaptures({ state, pageSize: 100 }, world.store);
    overdue: for await (const { items } of dueFirst) {
      for (const open of items) {
        if (Date.parse(open.dueAt) > world.now() - overdueMs) break overdue;
        if (rescued >= mostRescues || remainingMs() < handOverMs) break overdue;
        if (await rescue(open, world)) rescued += 1;
      }
    }
  }
  world.record({ metric: 'StuckCaptures', value: rescued });
  return rescued;
}

/** Queued first and postponed then: killed in between, it is queued once more. */
async function rescue({ meeting, dataset, state }: OpenCapture, world: RescueWorld): Promise<boolean> {
  const { endedAt: _, registeredAt: __, reason, ...ended } = meeting;
  const found = await world.overdue.load(ended.uuid, dataset);
  // The index is a moment behind: somebody may work on it by now.
  if (!found || found.capture.state !== state || Date.parse(found.dueAt ?? '') > world.now() - overdueMs) return false;
  const { looks, run, sequence } = found.capture;
  const notBefore = new Date(world.now()).toISOString();
  // What is backfilled stays within the backfill's share.
  const as = reason === 'backfill' ? reason : 'sweep';
  await world.send(dataset, { v: 1, ...ended, reason: as, sequence, notBefore });
  await world.overdue.postpone(found, new Date(world.now() + nextRescueMs(found.rescues)).toISOString());
  world.log.warn('capture was stuck', { uuid: ended.uuid, dataset, state, looks, run, dueAt: found.dueAt });
  return true;
}
