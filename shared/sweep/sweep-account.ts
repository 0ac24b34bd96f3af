import { urgencyOf } from '../domain/day-reserve.ts';
import { nextWindow, sweepPlan } from '../domain/sweep/sweep-plan.ts';
import type { ItemLease, LeasedItem } from '../dynamo/control/leased-item.ts';
import { ZoomError, ZoomRateLimitError } from '../zoom/errors.ts';
import { acceptMissing } from './accept-missing.ts';
import { createListReader, isRefusal, type ListPlace } from './read-list.ts';
import { handOverMs, type Invoked, type SweepDeps, type SweptAccount } from './sweep-deps.ts';
import { addTallies, emptyTally, firstSource, type SweepState, type Tally } from './sweep-state.ts';

type Window = NonNullable<SweepState['window']>;

/** The lease outlives the invocation by this much: writes under way at its end have landed by then. */
const leaseMarginMs = 15_000;
/** A schedule does not tick to the second. */
const earlyMs = 60_000;

/**
 * Takes the sweep of one account as far as this invocation can: lists what ended, queues what is missing, and moves the
 * cursor once a window is drained. What is left goes on with the next invocation, at the page where it stopped. Killed
 * anywhere, run twice at once, it skips nothing and queues nothing that is known.
 * @throws what is no fault of Zoom's (DynamoDB, SQS, a bug)
 */
export async function sweepAccount(account: SweptAccount, invoked: Invoked, deps: SweepDeps): Promise<void> {
  const now = deps.now();
  const item = deps.sweepItem(account.accountId);
  const taken = await item.take(invoked.id, now, now + invoked.remainingMs() + leaseMarginMs);
  if (!taken) return;
  const state = taken.state ?? { watchingSince: now, source: firstSource };
  try {
    const swept = isDue(state, now) ? await sweepOn(state, account, invoked, deps, { item, ...taken }) : state;
    const behindMs = deps.now() - (swept.sweptUntil ?? swept.watchingSince);
    deps.record({ metric: 'SweepBehindMinutes', value: Math.round(behindMs / 60_000), Account: account.name });
  } finally {
    await item.release(taken.lease);
  }
}

const isDue = ({ window, sweptUntil, retryAt = 0 }: SweepState, now: number): boolean =>
  retryAt <= now && (window !== undefined || now - (sweptUntil ?? 0) >= sweepPlan.everyMs - earlyMs);

type Held = { readonly item: LeasedItem<SweepState>; readonly lease: ItemLease };

async function sweepOn(
  from: SweepState,
  account: SweptAccount,
  invoked: Invoked,
  deps: SweepDeps,
  { item, lease }: Held,
): Promise<SweepState> {
  const { accountId, name, datasets: wanted } = account;
  const urgency = urgencyOf('sweep');
  let state = from;
  /** Whether the state is still ours to change. */
  const save = async (next: SweepState): Promise<boolean> => {
    state = next;
    return item.save(lease, next);
  };
  try {
    const read = createListReader(account, await deps.zoom(accountId), deps, urgency);
    while (isDue(state, deps.now()) && invoked.remainingMs() > handOverMs) {
      const { window } = state;
      if (!window) {
        // Stored before anything is registered: whoever goes on after a kill must know what this window has registered.
        if (!(await save({ ...state, window: begin(state, deps.now()) }))) return state;
        continue;
      }
      const { meetings, next } = await read(window, { ...placeOf(window), source: state.source });
      const { tally, countedUntil } = await acceptMissing(
        meetings,
        {
          accountId,
          wanted,
          reason: 'sweep',
          graceMs: sweepPlan.graceMs,
          dryRun: false,
          countedUntil: window.countedUntil,
          watchingSince: state.watchingSince,
        },
        deps,
      );
      const sum = addTallies(window.tally, { ...tally, calls: 1 });
      const moved = next ? goOn(state, window, next, sum, countedUntil) : finish(state, window, sum, deps.now());
      // Told before it is stored: killed in between, an alarm is told twice rather than never.
      if (!next) tellDrained(window, sum, name, deps);
      if (!(await save(moved))) return state;
    }
  } catch (error) {
    if (!(error instanceof ZoomError)) throw error;
    await save(afterFault(state, error, deps.now()));
    const fields = { account: name, fault: error.name, code: error.answer.code, trackingId: error.answer.trackingId };
    // Said once, and not again every hour until somebody has helped.
    if (from.fault?.message === error.message) deps.log.info('sweep still delayed', fields);
    else deps.log.warn('sweep delayed', { ...fields, message: error.message });
  }
  return state;
}

function tellDrained({ from, to }: Window, { listed, missed, queued, calls }: Tally, name: string, deps: SweepDeps) {
  deps.log.info('sweep finished', { account: name, from, to, listed, missed, queued, calls });
  deps.record({ metric: 'MissedEvents', value: missed, Account: name });
}

const begin = ({ sweptUntil }: SweepState, now: number): Window => ({
  ...nextWindow(sweptUntil, now),
  list: 0,
  countedUntil: now,
  tally: emptyTally,
});

const placeOf = ({ list, pageToken, pageTokenAt }: Window) => ({
  list,
  ...(pageToken !== undefined && { pageToken }),
  ...(pageTokenAt !== undefined && { pageTokenAt }),
});

function goOn(
  state: SweepState,
  { pageToken: _, pageTokenAt: __, ...window }: Window,
  { source, ...place }: ListPlace,
  tally: Tally,
  countedUntil: number,
): SweepState {
  return { ...state, source, window: { ...window, ...place, tally, countedUntil } };
}

function finish(state: SweepState, { from, to, until }: Window, tally: Tally, finishedAt: number): SweepState {
  const { window: _, fault: __, retryAt: ___, ...rest } = state;
  return { ...rest, sweptUntil: until, source: firstSource, last: { from, to, finishedAt, tally } };
}

/** A refusal is looked at again with the next sweep, from the history on; what passes, with the next invocation. */
function afterFault(state: SweepState, error: ZoomError, now: number): SweepState {
  const fault = { at: now, name: error.name, message: error.message.slice(0, 300) };
  if (isRefusal(error)) {
    const { window: _, ...rest } = state;
    return { ...rest, source: firstSource, fault, retryAt: now + sweepPlan.everyMs };
  }
  const { retryAt: _, ...rest } = state;
  return { ...rest, fault, ...(error instanceof ZoomRateLimitError && { retryAt: error.retryAt }) };
}
