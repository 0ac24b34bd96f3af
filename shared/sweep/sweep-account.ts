import { configuredName } from '../domain/account/account-name.ts';
import { urgencyOf } from '../domain/account/day-reserve.ts';
import { omit } from '../domain/omit.ts';
import { nextWindow, sweepPlan } from '../domain/sweep/sweep-plan.ts';
import type { ItemLease, LeasedItem } from '../dynamo/control/leased-item.ts';
import { ZoomError, ZoomRateLimitError } from '../zoom/errors.ts';
import { acceptMissing } from './accept-missing.ts';
import { createListReader, isRefusal, type ListPlace } from './read-list.ts';
import { handOverMs, type SweepDeps, type SweepRun, type SweptAccount } from './sweep-deps.ts';
import { addTallies, emptyTally, firstSource, type SweepState } from './sweep-state.ts';

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
export async function sweepAccount(account: SweptAccount, run: SweepRun): Promise<void> {
  const now = run.now();
  const item = run.sweepItem(account.accountId);
  const taken = await item.take(run.id, now, now + run.remainingMs() + leaseMarginMs);
  if (!taken) return;
  const state = taken.state ?? { watchingSince: now, source: firstSource };
  try {
    const swept = isDue(state, now) ? await sweepOn(state, { account, item, lease: taken.lease }, run) : state;
    const behindMs = run.now() - (swept.sweptUntil ?? swept.watchingSince);
    run.record({
      metric: 'SweepBehindMinutes',
      value: Math.round(behindMs / 60_000),
      Account: configuredName(account.name),
    });
  } finally {
    await item.release(taken.lease);
  }
}

const isDue = ({ window, sweptUntil, retryAt = 0 }: SweepState, now: number): boolean =>
  retryAt <= now && (window !== undefined || now - (sweptUntil ?? 0) >= sweepPlan.everyMs - earlyMs);

type Held = {
  readonly account: SweptAccount;
  readonly item: LeasedItem<SweepState>;
  readonly lease: ItemLease;
};

async function sweepOn(from: SweepState, { account, item, lease }: Held, run: SweepRun): Promise<SweepState> {
  const { accountId, name } = account;
  const urgency = urgencyOf('sweep');
  let state = from;
  /** Whether the state is still ours to change. */
  const save = async (next: SweepState): Promise<boolean> => {
    state = next;
    return item.save(lease, next);
  };
  try {
    const read = createListReader(account, await run.zoom(accountId), { ...run, urgency });
    while (isDue(state, run.now()) && run.remainingMs() > handOverMs) {
      const { window } = state;
      if (!window) {
        // Stored before anything is registered: whoever goes on after a kill must know what this window has registered.
        if (!(await save({ ...state, window: begin(state, run.now()) }))) return state;
        continue;
      }
      const { meetings, next } = await read(window, { ...window, source: state.source });
      const { tally, countedUntil } = await acceptMissing(
        meetings,
        {
          account,
          reason: 'sweep',
          graceMs: sweepPlan.graceMs,
          dryRun: false,
          countedUntil: window.countedUntil,
          watchingSince: state.watchingSince,
        },
        run,
      );
      const counted = { ...window, tally: addTallies(window.tally, { ...tally, calls: 1 }), countedUntil };
      const moved = next ? goOn(state, counted, next) : finish(state, counted, run.now());
      // Told before it is stored: killed in between, an alarm is told twice rather than never.
      if (!next) tellDrained(counted, name, run);
      if (!(await save(moved))) return state;
    }
  } catch (error) {
    if (!(error instanceof ZoomError)) throw error;
    await save(afterFault(state, error, run.now()));
    const fields = { account: name, fault: error.name, code: error.answer.code, trackingId: error.answer.trackingId };
    // Said once, and not again every hour until somebody has helped.
    if (from.fault?.message === error.message) run.log.info('sweep still delayed', fields);
    else run.log.warn('sweep delayed', { ...fields, message: error.message });
  }
  return state;
}

function tellDrained({ from, to, tally }: Window, name: string, deps: SweepDeps) {
  const { listed, leftOut, missed, queued, calls } = tally;
  const counts = { listed, ...(leftOut > 0 && { leftOut }), missed, queued, calls };
  deps.log.info('sweep finished', { account: name, from, to, ...counts });
  deps.record({ metric: 'MissedEvents', value: missed, Account: configuredName(name) });
}

const begin = ({ sweptUntil }: SweepState, now: number): Window => ({
  ...nextWindow(sweptUntil, now),
  list: 0,
  countedUntil: now,
  tally: emptyTally,
});

function goOn(state: SweepState, window: Window, { source, ...place }: ListPlace): SweepState {
  return { ...state, source, window: { ...omit(window, 'pageToken', 'pageTokenAt'), ...place } };
}

function finish(state: SweepState, { from, to, until, tally }: Window, finishedAt: number): SweepState {
  const rest = omit(state, 'window', 'fault', 'retryAt');
  return { ...rest, sweptUntil: until, source: firstSource, last: { from, to, finishedAt, tally } };
}

/** A refusal is looked at again with the next sweep, from the history on; what passes, with the next invocation. */
function afterFault(state: SweepState, error: ZoomError, now: number): SweepState {
  const fault = { at: now, name: error.name, message: error.message.slice(0, 300) };
  if (isRefusal(error)) {
    return { ...omit(state, 'window'), source: firstSource, fault, retryAt: now + sweepPlan.everyMs };
  }
  return { ...omit(state, 'retryAt'), fault, ...(error instanceof ZoomRateLimitError && { retryAt: error.retryAt }) };
}
