import { capturedDatasets } from '../../domain/account/captured-parts.ts';
import { urgencyOf } from '../../domain/account/day-reserve.ts';
import { type Capture, isFinal } from '../../domain/capture/capture.ts';
import { omit } from '../../domain/omit.ts';
import { firstListedDay, sweepPlan, utcDayOf } from '../../domain/sweep/sweep-plan.ts';
import { ZoomError, ZoomRateLimitError } from '../../zoom/errors.ts';
import { acceptMissing } from '../accept-missing.ts';
import { createListReader, isRefusal, type ListPlace } from '../read-list.ts';
import { handOverMs, type SweepDeps, type SweepRun, type SweptAccount } from '../sweep-deps.ts';
import { addTallies, emptyTally, firstSource, type Tally } from '../sweep-state.ts';
import type { BackfillState } from './backfill-state.ts';

/**
 * Meetings queued and not polled yet, at most: few enough that what has just ended never waits long behind them, and
 * enough for 14,000 meetings a day.
 */
const mostPending = 50;
/** Meetings that are waited for after their first poll, at most: they are read with each step. */
const mostUnsettled = 200;
/** The lease outlives the invocation by this much: writes under way at its end have landed by then. */
const leaseMarginMs = 15_000;
const dayMs = 86_400_000;

/**
 * Takes the backfill of one account a step further: polls which of the queued meetings have been captured, and queues as many
 * more, day by day, the oldest first, since Zoom forgets those first. What is known already is passed over, so that it
 * can stop anywhere, be killed anywhere, and repeats nothing.
 * @throws what is no fault of Zoom's (DynamoDB, SQS, a bug)
 */
export async function advanceBackfill(account: SweptAccount, run: SweepRun): Promise<void> {
  const item = run.backfillItem(account.accountId);
  const now = run.now();
  const before = await item.read();
  if (before?.phase !== 'running' || (before.retryAt ?? 0) > now) return;
  const taken = await item.take(run.id, now, now + run.remainingMs() + leaseMarginMs);
  if (!taken) return;
  try {
    if (taken.state?.phase !== 'running') return;
    const seen = await withoutDone(taken.state, account, run);
    // Half a load at least, so that a day is not listed for a meeting or two.
    const next = seen.pending.length > mostPending / 2 ? seen : await queueMore(seen, account, run);
    await item.save(taken.lease, next);
    if (next.phase !== 'done') return;
    const { from, to, queued, captured } = next;
    run.log.info('backfill finished', { account: account.name, from, to, queued, captured });
  } finally {
    await item.release(taken.lease);
  }
}

/** Without the pending meetings all of whose captures have been polled, and without the others that are done by now. */
async function withoutDone(state: BackfillState, account: SweptAccount, deps: SweepDeps): Promise<BackfillState> {
  const { datasets, unsettled: polled = [] } = state;
  const stored = await deps.meetings.findAll([...state.pending, ...polled]);
  // One that has expired, or was forgotten, is nobody's work any more.
  const areAll = (uuid: string, test: (capture: Capture) => boolean): boolean => {
    const { meeting, captures } = stored.get(uuid) ?? {};
    if (!meeting || !captures) return true;
    const queued = capturedDatasets(account, meeting.kind).filter((dataset) => datasets.includes(dataset));
    return queued.every((dataset) => captures[dataset] && test(captures[dataset]));
  };
  const isDone = (uuid: string) => areAll(uuid, ({ state }) => isFinal(state));
  const isPolled = (uuid: string) => areAll(uuid, ({ polls, state }) => polls > 0 || isFinal(state));
  const pending = state.pending.filter((uuid) => !isPolled(uuid));
  const unsettled = [...polled, ...state.pending.filter(isPolled)].filter((uuid) => !isDone(uuid));
  const captured = state.captured + state.pending.length - pending.length;
  return { ...state, pending, captured, unsettled: unsettled.slice(0, mostUnsettled) };
}

/** One reading of a day's lists, from the first page on. */
type DayPass = {
  /** Meetings of the day that were queued before it: they are known to it. */
  readonly queuedBefore: number;
  readonly tally: Tally;
};

const beginPass = ({ queuedOfDay = 0 }: BackfillState): DayPass => ({ queuedBefore: queuedOfDay, tally: emptyTally });

const noneLeftOut = { known: 0, young: 0, expired: 0, bySettings: 0, unlistedDays: 0 };

/** The day is read to its end: what it left out is counted, once. */
function endDay(state: BackfillState, { queuedBefore, tally }: DayPass): BackfillState {
  const { leftOut = noneLeftOut } = state;
  return {
    ...omit(state, 'queuedOfDay'),
    day: utcDayOf(Date.parse(state.day) + dayMs),
    leftOut: {
      ...leftOut,
      known: leftOut.known + Math.max(0, tally.known - queuedBefore),
      young: leftOut.young + tally.young,
      expired: leftOut.expired + tally.expired,
      bySettings: leftOut.bySettings + tally.leftOut,
    },
  };
}

/** Days that Zoom lists no more, such as after a long pause, are passed over and counted. */
function fromListedDay(state: BackfillState, now: number): BackfillState {
  const first = firstListedDay(now);
  const end = utcDayOf(Date.parse(state.to) + dayMs);
  const day = first < end ? first : end;
  if (state.day >= day) return state;
  const { leftOut = noneLeftOut } = state;
  const days = (Date.parse(day) - Date.parse(state.day)) / dayMs;
  return { ...omit(state, 'queuedOfDay'), day, leftOut: { ...leftOut, unlistedDays: leftOut.unlistedDays + days } };
}

async function queueMore(from: BackfillState, account: SweptAccount, run: SweepRun): Promise<BackfillState> {
  let state: BackfillState = fromListedDay(omit(from, 'retryAt', 'fault'), run.now());
  try {
    const read = createListReader(account, await run.zoom(account.accountId), {
      ...run,
      urgency: urgencyOf('backfill'),
    });
    let place: ListPlace = { source: firstSource, list: 0 };
    let pass = beginPass(state);
    while (state.day <= state.to && state.pending.length < mostPending && run.remainingMs() > handOverMs) {
      const { meetings, next } = await read({ from: state.day, to: state.day }, place);
      const { missing, left, tally } = await acceptMissing(
        meetings,
        {
          account,
          datasets: state.datasets,
          reason: 'backfill',
          dryRun: false,
          graceMs: sweepPlan.graceMs,
          countedUntil: run.now(),
          most: mostPending - state.pending.length,
        },
        run,
      );
      const uuids = missing.map(({ meeting }) => meeting.uuid);
      const { pending, queued, queuedOfDay = 0 } = state;
      const counts = { queued: queued + uuids.length, queuedOfDay: queuedOfDay + uuids.length };
      state = { ...state, ...counts, pending: [...pending, ...uuids] };
      pass = { ...pass, tally: addTallies(pass.tally, tally) };
      // The day is listed anew when there is room again; what is queued is known then.
      if (left > 0) return state;
      place = next ?? { source: place.source, list: 0 };
      if (next) continue;
      state = endDay(state, pass);
      pass = beginPass(state);
    }
    const { pending, unsettled = [] } = state;
    if (state.day <= state.to || pending.length > 0 || unsettled.length > 0) return state;
    return { ...state, phase: 'done', endedAt: run.now() };
  } catch (error) {
    if (!(error instanceof ZoomError)) throw error;
    const fields = { account: account.name, fault: error.name, code: error.answer.code };
    if (from.fault?.message !== error.message) run.log.warn('backfill delayed', { ...fields, message: error.message });
    const fault = { at: run.now(), name: error.name, message: error.message.slice(0, 300) };
    if (isRefusal(error)) return { ...state, fault, retryAt: run.now() + sweepPlan.everyMs };
    return { ...state, fault, ...(error instanceof ZoomRateLimitError && { retryAt: error.retryAt }) };
  }
}
