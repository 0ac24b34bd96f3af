import { type Capture, isFinal } from '../domain/capture/capture.ts';
import { urgencyOf } from '../domain/day-reserve.ts';
import { omit } from '../domain/omit.ts';
import { sweepPlan, utcDayOf } from '../domain/sweep/sweep-plan.ts';
import type { StoredMeeting } from '../dynamo/meetings/meeting-reader.ts';
import { ZoomError, ZoomRateLimitError } from '../zoom/errors.ts';
import { acceptMissing } from './accept-missing.ts';
import type { BackfillState } from './backfill-state.ts';
import { createListReader, isRefusal, type ListPlace } from './read-list.ts';
import { handOverMs, type SweepDeps, type SweepRun, type SweptAccount } from './sweep-deps.ts';
import { firstSource } from './sweep-state.ts';

/**
 * Meetings queued and not polled yet, at most: few enough that what has just ended never waits long behind them, and
 * enough for 14,000 meetings a day.
 */
const mostPending = 50;
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
    const seen = await withoutCaptured(taken.state, run);
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

/** Without the pending meetings all of whose captures have been polled. */
async function withoutCaptured(state: BackfillState, deps: SweepDeps): Promise<BackfillState> {
  const stored = await deps.meetings.findAll(state.pending);
  const pending = state.pending.filter((uuid) => !isPolled(stored.get(uuid), state));
  return { ...state, pending, captured: state.captured + state.pending.length - pending.length };
}

function isPolled(stored: StoredMeeting | undefined, { datasets }: BackfillState): boolean {
  const isPolledOrFinal = (capture: Capture | undefined) =>
    capture !== undefined && (capture.polls > 0 || isFinal(capture.state));
  // One that has expired, or was erased, is nobody's work any more.
  return stored === undefined || datasets.every((dataset) => isPolledOrFinal(stored.captures[dataset]));
}

async function queueMore(from: BackfillState, account: SweptAccount, run: SweepRun): Promise<BackfillState> {
  let state: BackfillState = omit(from, 'retryAt', 'fault');
  try {
    const read = createListReader(account, await run.zoom(account.accountId), {
      ...run,
      urgency: urgencyOf('backfill'),
    });
    let place: ListPlace = { source: firstSource, list: 0 };
    while (state.day <= state.to && state.pending.length < mostPending && run.remainingMs() > handOverMs) {
      const { meetings, next } = await read({ from: state.day, to: state.day }, place);
      const { missing, left } = await acceptMissing(
        meetings,
        {
          accountId: account.accountId,
          wanted: state.datasets,
          reason: 'backfill',
          dryRun: false,
          graceMs: sweepPlan.graceMs,
          countedUntil: run.now(),
          most: mostPending - state.pending.length,
        },
        run,
      );
      const uuids = missing.map(({ meeting }) => meeting.uuid);
      state = { ...state, pending: [...state.pending, ...uuids], queued: state.queued + uuids.length };
      // The day is listed anew when there is room again; what is queued is known then.
      if (left > 0) return state;
      place = next ?? { source: place.source, list: 0 };
      if (!next) state = { ...state, day: utcDayOf(Date.parse(state.day) + dayMs) };
    }
    if (state.day <= state.to || state.pending.length > 0) return state;
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
