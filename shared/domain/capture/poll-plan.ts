import { datasetWaits } from '../../datasets/datasets.ts';
import { omit } from '../omit.ts';
import { type Capture, type CaptureFault, hasBroughtRows, isSnapshot, type Progress } from './capture.ts';
import { type RunningCapture, rowsReturned } from './poll.ts';
import type { Waits } from './waits.ts';

/** Polls after which Zoom's data are taken as they are, whether two agree or not. */
const mostPolls = 10;

/** Polls that found Zoom's data half ready before two equal ones are believed. */
const halfReadyPolls = 4;

/**
 * Whether a poll at `now` (epoch ms) is the plan's next one. A poll that somebody asks for earlier brings what Zoom has by
 * then, and leaves the plan as it is: four demands within a minute are no four days of waiting.
 */
const isPlanned = ({ plannedAt }: Capture, now: number): boolean =>
  plannedAt === undefined || now >= Date.parse(plannedAt);

/** The capture with its next poll planned at this instant (epoch ms). */
const planPoll = (capture: Capture, at: number): Capture => {
  const instant = new Date(at).toISOString();
  return { ...capture, nextPollAt: instant, plannedAt: instant };
};

/** The capture without what belongs to a poll under way. */
const endPoll = (capture: Capture): Capture =>
  omit(capture, 'progress', 'lease', 'nextPollAt', 'lastError', 'pollFailures', 'failingSince');

/**
 * The capture after a poll that brought rows: `settled` when two polls agree (QoS: one complete poll that was not
 * early; any: one of a meeting heard of a day late), else `captured` with the next poll planned. Ends always: the plan of
 * half-ready data runs out.
 */
export function finishPoll(capture: RunningCapture, now: number, waits: Waits): Capture {
  const { progress } = capture;
  const halfReady = isHalfReady(progress);
  const finished: Capture = {
    ...omit(endPoll(capture), 'expectedRows', 'erased', 'leftOut', 'unfinishedRows', 'storedRows', 'settledAt'),
    ...countedRows(progress),
    kind: progress.kind ?? capture.kind,
    state: 'captured',
    polls: capture.polls + 1,
    type: progress.type,
    capturedAt: capture.capturedAt ?? new Date(now).toISOString(),
    notReady: halfReady ? capture.notReady + 1 : 0,
    parked: 0,
    failures: 0,
  };
  if (capture.plannedAt !== undefined && !isPlanned(capture, now)) {
    return planPoll({ ...finished, notReady: capture.notReady }, Date.parse(capture.plannedAt));
  }
  // The same rows under another count of Zoom's are no agreement: one of the two polls was early.
  const agreed =
    capture.polls > 0 && capture.contentHash === progress.contentHash && capture.expectedRows === progress.expectedRows;
  const next = halfReady
    ? nextAfterHalfReady(capture, agreed, { now, waits })
    : nextAfterWhole(capture, agreed, { now, waits });
  return next === undefined ? settle(finished, now) : planPoll(finished, next);
}

const countedRows = ({ rows, erased, leftOut, pages, expectedRows, contentHash }: Progress) => ({
  rows,
  pages,
  contentHash,
  ...(erased !== undefined && { erased }),
  ...(leftOut !== undefined && { leftOut }),
  ...(expectedRows !== undefined && { expectedRows }),
});

/** Fewer rows than Zoom counts, or rows that Zoom has not worked out. */
const isHalfReady = (progress: Progress): boolean =>
  progress.halfReadyRows > 0 || (progress.expectedRows !== undefined && rowsReturned(progress) < progress.expectedRows);

/** From when the waits of a capture count: its end, or when we first heard of it. */
const countedFrom = ({ endTime, registeredAt }: Capture): number =>
  Math.max(Date.parse(endTime), Date.parse(registeredAt));

type Planning = { readonly now: number; readonly waits: Waits };

function nextAfterHalfReady(capture: Capture, agreed: boolean, { now, waits }: Planning): number | undefined {
  if (agreed && capture.notReady >= halfReadyPolls) return undefined;
  const wait = waits.notReady[capture.notReady];
  return wait === undefined ? undefined : now + wait;
}

function nextAfterWhole(capture: Capture, agreed: boolean, { now, waits }: Planning): number | undefined {
  if (agreed || capture.polls + 1 >= mostPolls) return undefined;
  const isEarly = now < Date.parse(capture.endTime) + waits.firstPoll[capture.dataset];
  if (datasetWaits[capture.dataset].settles === 'after-whole-poll' && !isEarly) return undefined;
  if (capture.polls === 0 && isHeardOfLate(capture, waits)) return undefined;
  return nextPlanned(capture, now, waits);
}

/** By a sweep or a backfill: the first poll finds what the last planned one would have found. */
const isHeardOfLate = ({ dataset, registeredAt, endTime }: Capture, { settling }: Waits): boolean =>
  Date.parse(registeredAt) >= Date.parse(endTime) + (settling[dataset].at(-1) ?? 0);

/** The plan's next poll; past the plan, where the last two polls still differ, once more after its longest wait. */
function nextPlanned(capture: Capture, now: number, { settling }: Waits): number {
  const plan = settling[capture.dataset];
  const from = countedFrom(capture);
  return plan.map((wait) => from + wait).find((at) => at > now) ?? now + (plan.at(-1) ?? 0);
}

/** Final: what is stored is what Zoom has. */
export const settle = (capture: Capture, now: number): Capture => ({
  ...omit(endPoll(capture), 'plannedAt'),
  state: 'settled',
  settledAt: new Date(now).toISOString(),
});

/** Final: Zoom has no rows, and rightly so. */
export const settleEmpty = (capture: Capture, now: number): Capture => ({
  ...settle(capture, now),
  state: 'empty',
  polls: capture.polls + 1,
});

/**
 * The capture after Zoom had no rows for it: not ready, gone or rightly empty, which its answers do not tell apart. Waits by
 * the plan. Undefined once that is over.
 */
export function waitForRows(capture: RunningCapture, now: number, waits: Waits): Capture | undefined {
  const waiting: Capture = {
    ...endPoll(capture),
    state: waitingState(capture),
    ...(capture.lastError && { lastError: capture.lastError }),
  };
  if (capture.plannedAt !== undefined && !isPlanned(capture, now)) {
    return planPoll(waiting, Date.parse(capture.plannedAt));
  }
  const wait = waits.notReady[capture.notReady];
  return wait === undefined ? undefined : planPoll({ ...waiting, notReady: capture.notReady + 1 }, now + wait);
}

/**
 * The capture after Zoom had no rows for a dataset that a meeting may have nothing of. Undefined once enough polls of the plan
 * have found none.
 */
export function waitForAny(capture: RunningCapture, now: number, waits: Waits): Capture | undefined {
  const waiting: Capture = { ...endPoll(capture), state: waitingState(capture) };
  if (capture.plannedAt !== undefined && !isPlanned(capture, now)) {
    return planPoll(waiting, Date.parse(capture.plannedAt));
  }
  const { emptyAfterPolls = 1 } = datasetWaits[capture.dataset];
  const isEnough = capture.notReady + 1 >= emptyAfterPolls || isHeardOfLate(capture, waits);
  return isEnough
    ? undefined
    : planPoll({ ...waiting, notReady: capture.notReady + 1 }, nextPlanned(capture, now, waits));
}

/** Final: nothing more is tried unless a person asks. `lastError` says why, where something does. */
export const giveUp = (capture: Capture, state: 'unavailable' | 'failed', fault?: CaptureFault): Capture => ({
  ...omit(endPoll(capture), 'plannedAt'),
  state,
  ...(fault && { lastError: fault }),
});

/**
 * A snapshot after its poll. No later poll is planned, and it is never settled: the meeting goes on. Where Zoom had no rows,
 * those of an earlier snapshot are kept.
 */
export function finishSnapshot(capture: RunningCapture, found: 'rows' | 'no-rows', now: number): Capture {
  const polled: Capture = {
    ...omit(endPoll(capture), 'plannedAt'),
    state: 'live',
    polls: capture.polls + 1,
    parked: 0,
    failures: 0,
  };
  if (found === 'no-rows') return { ...polled, ...(capture.lastError && { lastError: capture.lastError }) };
  return {
    ...omit(polled, 'expectedRows', 'erased', 'leftOut', 'unfinishedRows', 'storedRows'),
    ...countedRows(capture.progress),
    capturedAt: new Date(now).toISOString(),
  };
}

/** The state of a capture that waits to be polled again. */
export const waitingState = (capture: Capture): 'captured' | 'waiting' =>
  hasBroughtRows(capture) && !isSnapshot(capture) ? 'captured' : 'waiting';
