import { openStates } from '../domain/capture/capture.ts';
import type { CaptureMessage } from '../domain/capture/capture-message.ts';
import type { Dataset } from '../domain/dataset.ts';
import { omit } from '../domain/omit.ts';
import { nextRescueMs, overdueMs } from '../domain/sweep/stuck.ts';
import type { OverdueCaptures } from '../dynamo/captures/overdue-captures.ts';
import type { Store } from '../dynamo/store.ts';
import { type OpenCapture, openCaptures } from '../queries/open-captures.ts';
import type { Telemetry } from '../telemetry/metrics.ts';
import { handOverMs, type Invoked } from './sweep-deps.ts';

export type RescueDeps = Telemetry & {
  readonly store: Store;
  readonly overdue: OverdueCaptures;
  readonly send: (dataset: Dataset, message: CaptureMessage) => Promise<void>;
  /** What the stage has queues for. */
  readonly worked: readonly Dataset[];
  /** Ends a capture of a dataset whose queue was taken away, as left out by the settings. */
  readonly endLeftOut: (dataset: Dataset, message: CaptureMessage, remainingMs: () => number) => Promise<void>;
  /** When the account's calls went on after their last stop (epoch ms; 0 for never stopped); Infinity while they are stopped. */
  readonly callsSince: (accountId: string) => Promise<number>;
  /** Epoch ms. */
  readonly now: () => number;
};

/** In one invocation; the rest has its turn with the next. */
const mostRescues = 500;

/**
 * Puts captures back to work that nobody has worked on for an hour after they were due: their messages are lost. Each gets a
 * message for the poll it waits for, so that one more, where its own comes after all, changes nothing.
 * @returns how many.
 */
export async function rescueStuck(invoked: Invoked, deps: RescueDeps): Promise<number> {
  const { remainingMs } = invoked;
  let rescued = 0;
  const known = new Map<string, Promise<number>>();
  const since = (accountId: string) => {
    const read = known.get(accountId) ?? deps.callsSince(accountId);
    known.set(accountId, read);
    return read;
  };
  for (const state of openStates) {
    const dueFirst = openCaptures({ state, pageSize: 100 }, deps.store);
    overdue: for await (const { items } of dueFirst) {
      for (const open of items) {
        if (Date.parse(open.dueAt) > deps.now() - overdueMs) break overdue;
        if (rescued >= mostRescues || remainingMs() < handOverMs) break overdue;
        // What waits for a stop to end has its message, and an hour after it to be worked.
        if ((await since(open.meeting.account)) > deps.now() - overdueMs) continue;
        if (await rescue(open, invoked, deps)) rescued += 1;
      }
    }
  }
  deps.record({ metric: 'StuckCaptures', value: rescued });
  return rescued;
}

/** Queued first and postponed then: killed in between, it is queued once more. */
async function rescue(
  { meeting, dataset, state }: OpenCapture,
  { remainingMs }: Invoked,
  deps: RescueDeps,
): Promise<boolean> {
  const { reason, ...ended } = omit(meeting, 'endedAt', 'registeredAt', 'listed');
  const found = await deps.overdue.load(ended.uuid, dataset);
  // The index is a moment behind: somebody may work on it by now.
  if (!found || found.capture.state !== state || Date.parse(found.dueAt ?? '') > deps.now() - overdueMs) return false;
  const { polls, run, sequence } = found.capture;
  const notBefore = new Date(deps.now()).toISOString();
  const postponedTo = new Date(deps.now() + nextRescueMs(found.rescues)).toISOString();
  // What is backfilled stays within the backfill's share.
  const as = reason === 'backfill' ? reason : 'sweep';
  const message: CaptureMessage = { v: 1, ...ended, reason: as, sequence, notBefore };
  if (!deps.worked.includes(dataset)) {
    await deps.endLeftOut(dataset, message, remainingMs);
    return false;
  }
  await deps.send(dataset, message);
  await deps.overdue.postpone(found, postponedTo);
  deps.log.warn('capture was stuck', { uuid: ended.uuid, dataset, state, polls, run, dueAt: found.dueAt });
  return true;
}
