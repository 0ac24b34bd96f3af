import type { Capture, Progress } from './capture.ts';
import type { Waits } from './waits.ts';

/** Looks after which Zoom's data are taken as they are, agreed or not. */
const mostLooks = 10;

/** Looks that found Zoom's data half ready before two equal ones are believed. */
const halfReadyLooks = 4;

/**
 * The capture after a look that brought rows: `settled` when two looks agree (QoS: one complete look that was not
 * early; any: one of a meeting heard of a day late), else `captured` with the next look planned. Ends always: the plan of half-ready
 * data runs out.
 */
export function finishLook(capture: Capture, progress: Progress, now: number, waits: Waits): Capture {
  const { progress: _, lease: __, nextLookAt: ___, lastError: ____, ...looked } = capture;
  const { expectedRows: _____, erased: ______, setbacks: _______, ...rest } = looked;
  const at = new Date(now).toISOString();
  const halfReady = isHalfReady(progress);
  const finished: Capture = {
    ...rest,
    state: 'captured',
    looks: capture.looks + 1,
    rows: progress.rows,
    ...(progress.erased !== undefined && { erased: progress.erased }),
    pages: progress.pages,
    ...(progress.expectedRows !== undefined && { expectedRows: progress.expectedRows }),
    contentHash: progress.contentHash,
    type: progress.type,
    capturedAt: capture.capturedAt ?? at,
    notReady: halfReady ? capture.notReady + 1 : 0,
    ...{ parked: 0, troubles: 0 },
  };
  // The same rows under another count of Zoom's are no agreement: one of the two looks was early.
  const agreed =
    capture.looks > 0 && capture.contentHash === progress.contentHash && capture.expectedRows === progress.expectedRows;
  const nextLookAt = halfReady
    ? plannedAfterHalfReady(capture, agreed, now, waits)
    : plannedAfter(capture, agreed, now, waits);
  return nextLookAt === undefined
    ? { ...finished, state: 'settled', settledAt: at }
    : { ...finished, nextLookAt: new Date(nextLookAt).toISOString() };
}

/** Fewer rows than Zoom counts, or rows that Zoom has not worked out. */
export const isHalfReady = ({ rows, erased = 0, expectedRows, halfReadyRows }: Progress): boolean =>
  halfReadyRows > 0 || (expectedRows !== undefined && rows + erased < expectedRows);

/** From when the waits of a capture count: its end, or when we first heard of it. */
export const countedFrom = ({ endTime, registeredAt }: Capture): number =>
  Math.max(Date.parse(endTime), Date.parse(registeredAt));

function plannedAfterHalfReady(
  capture: Capture,
  agreed: boolean,
  now: number,
  { notReady }: Waits,
): number | undefined {
  if (agreed && capture.notReady >= halfReadyLooks) return undefined;
  const wait = notReady[capture.notReady];
  return wait === undefined ? undefined : now + wait;
}

function plannedAfter(capture: Capture, agreed: boolean, now: number, waits: Waits): number | undefined {
  if (agreed || capture.looks + 1 >= mostLooks) return undefined;
  const early = now < Date.parse(capture.endTime) + waits.firstLook[capture.dataset];
  if (capture.dataset === 'qos' && !early) return undefined;
  const plan = waits.settling[capture.dataset];
  // Heard of late, by a sweep or a backfill: the first look finds what the last planned one would have found.
  const heardOfLate = Date.parse(capture.registeredAt) >= Date.parse(capture.endTime) + (plan.at(-1) ?? 0);
  if (capture.looks === 0 && heardOfLate) return undefined;
  const from = countedFrom(capture);
  const planned = plan.map((wait) => from + wait).find((at) => at > now);
  // Past the plan, and the last two looks still differ: once more after its longest wait.
  return planned ?? now + (plan.at(-1) ?? 0);
}
