import { hasKind, hasListType, mayHaveNone, pastOneDatasets } from '../dataset.ts';
import type { Kind, ListType } from '../meeting/kind.ts';
import { omit } from '../omit.ts';
import { type Capture, type CaptureFault, hasBroughtRows, isFinal, isSnapshot } from './capture.ts';
import type { Edge } from './capture-edges.ts';
import { type CaptureMessage, withoutNames } from './capture-message.ts';
import { isNews, mayHaveNews } from './news.ts';
import {
  advance,
  askOtherwise,
  isFurther,
  isUnchanged,
  type Lease,
  leadsNowhere,
  mayRestart,
  type RestartCause,
  type RunningCapture,
  restartPoll,
  rowsReturned,
  type StoredPage,
  startRun,
  stopComparing,
  withErasures,
} from './poll.ts';
import { finishPoll, finishSnapshot, giveUp, settle, settleEmpty, waitForAny, waitForRows } from './poll-plan.ts';
import { type PollFailure, retryLater } from './retry-policy.ts';
import type { Waits } from './waits.ts';

/**
 * The state machine of a capture: what a worker does with a message, decided without doing it. Each step takes the capture
 * as it is known, and what has just happened, and gives the capture as it is then, and what is to be done, in this order.
 * The last effect says what happened next; `end-message` ends it.
 *
 * It is one file on purpose, longer than others here: events, effects and transitions are read together, and the order of
 * effects is right only as a whole. Which states follow which is in `capture-edges.ts`; what a poll, its plan and its
 * failures come to is in the files beside it.
 *
 * The order of effects is what makes a death at any point harmless. Rows come first, then the message for what is left, then
 * the item that says so, then the end of the old message: work may be done twice, and is never left undone. A hand-over is
 * the one exception: its item is saved first, since the next worker must not find the lease.
 */
export function transition(capture: Capture | undefined, event: CaptureEvent, context: CaptureContext): Step {
  if (event.kind === 'received') return receive(capture, context);
  if (!capture) throw new Error(`There is no capture yet, and ${event.kind} is about one.`);
  if (event.kind === 'registered') return replaceSnapshot(capture, context);
  if (event.kind === 'claim-refused') return deferMessage(capture, context.now + shortestDelayMs, context);
  if (event.kind === 'rows-counted' && event.outcome.edge === pastHelp) return abandonOver(capture, event);
  if (event.kind === 'rows-counted' && event.outcome.edge === leftOut) return leaveOut(capture, event, context);
  if (!isRunning(capture)) throw new Error(`The capture is ${capture.state}, and ${event.kind} is about one at work.`);
  switch (event.kind) {
    case 'claimed':
      return begin(capture);
    case 'redaction-read':
      return heedErasures(capture, event.erasures);
    case 'page-fetched':
      return storePage(capture, event, context);
    case 'page-stored':
      return goOn(capture, event, context);
    case 'pruned':
      return checkRows(capture, event.kept, context);
    case 'participants-read':
      return concludeWithoutRows(capture, event, context);
    case 'rows-counted':
      return concludeByRows(capture, event, context);
    case 'call-failed':
      return fail(capture, event.failure, context);
  }
}

export type CaptureEvent =
  | { readonly kind: 'received' }
  /** Its items are there; the capture is the one that the store has by now. */
  | { readonly kind: 'registered' }
  | { readonly kind: 'claimed' }
  /** Another worker was faster. */
  | { readonly kind: 'claim-refused' }
  /** `erasures`: those that concern the meeting; absent for none. */
  | { readonly kind: 'redaction-read'; readonly erasures: string | undefined }
  | {
      readonly kind: 'page-fetched';
      readonly rows: number;
      readonly nextPageToken: string | undefined;
      /** Rows that Zoom counts in all pages; absent where it does not. */
      readonly expectedRows?: number | undefined;
      /** The invocation has no time for another page. */
      readonly timeUp: boolean;
    }
  | { readonly kind: 'page-stored'; readonly page: StoredPage; readonly timeUp: boolean }
  /** `kept`: the rows that belong to the poll. */
  | { readonly kind: 'pruned'; readonly kept: number }
  | { readonly kind: 'participants-read'; readonly oneParticipant: boolean }
  /** `stored`: rows of the dataset, of whatever poll. */
  | { readonly kind: 'rows-counted'; readonly stored: number; readonly outcome: Outcome }
  | { readonly kind: 'call-failed'; readonly failure: PollFailure };

export type Effect =
  /** Puts the meeting's and the capture's items, unless they are there. Then: `registered`. */
  | { readonly kind: 'register'; readonly capture: Capture }
  /** Saves the capture with its lease, if its item still has this run. Then: `claimed`, `claim-refused`. */
  | { readonly kind: 'claim'; readonly capture: RunningCapture; readonly expectedRun: number }
  /** Deletes all rows of the dataset: they are a snapshot's. */
  | { readonly kind: 'delete-rows' }
  /** Then: `redaction-read`. */
  | { readonly kind: 'read-redaction' }
  /** Asks Zoom. Then: `page-fetched`, `call-failed`; one asked `ahead` is awaited by `await-page`. */
  | { readonly kind: 'fetch-page' | 'fetch-ahead'; readonly request: PageRequest }
  | { readonly kind: 'await-page' }
  /** Writes the rows of the page that was fetched last, unless the poll compares. Then: `page-stored`. */
  | { readonly kind: 'store-page' }
  /** Deletes rows that no page of this poll brought. Then: `pruned`. */
  | { readonly kind: 'prune' }
  /** Then: `participants-read`. */
  | { readonly kind: 'read-participants' }
  /** Then: `rows-counted`. */
  | { readonly kind: 'count-rows'; readonly outcome: Outcome }
  /** Replaces the item; refused where another worker has started. */
  | { readonly kind: 'save'; readonly capture: Capture; readonly expectedRun: number }
  /** Sends the message that stands for what is left, to be received at `at` (epoch ms). */
  | { readonly kind: 'send'; readonly message: CaptureMessage; readonly at: number }
  | { readonly kind: 'dead-letter'; readonly message: CaptureMessage }
  /** Logs and measures what became of it. */
  | { readonly kind: 'report'; readonly before: Capture; readonly after: Capture }
  /** Says that there is news of the capture, as it is stored by now. */
  | { readonly kind: 'tell'; readonly capture: Capture }
  | { readonly kind: 'end-message' };

export type Step = {
  readonly capture: Capture | undefined;
  readonly effects: readonly Effect[];
  /** The edge of the diagram that it takes; absent where the state stays as it is. */
  readonly edge?: Edge;
};

/** A final state that is given once it is known how many rows are stored. */
type Outcome = {
  readonly state: 'empty' | 'unavailable' | 'failed';
  readonly edge: Edge;
  readonly fault?: CaptureFault;
  readonly deadLetter?: boolean;
};

/** What to ask Zoom for, beside the UUID. */
export type PageRequest = {
  readonly kind: Kind;
  readonly type: ListType;
  readonly pageSize?: number;
  readonly pageToken?: string;
};

export type CaptureContext = {
  readonly message: CaptureMessage;
  /** A capture of this message's meeting that nobody has registered yet. */
  readonly fresh: () => Capture;
  readonly lease: Lease;
  /** Zoom's `type` that the message asks for; absent for the usual. */
  readonly type: ListType | undefined;
  /** Rows a page that Zoom is asked for. */
  readonly usualPageSize: number;
  /** Epoch ms; from then on nothing of the meeting may be stored. Absent where it is kept for ever. */
  readonly expiresAt: number | undefined;
  /** Epoch ms until when the account's calls are stopped, as far as this worker knows; undefined where they are not. */
  readonly heldUntil: number | undefined;
  /** The invocation has no time for another call. */
  readonly timeUp: boolean;
  /** The settings of its account leave this dataset out for meetings of this kind. A demand is worked all the same. */
  readonly isLeftOut: boolean;
  /** How often the queue has given the message to a worker, this time included. */
  readonly receiveCount: number;
  /** Epoch ms. */
  readonly now: number;
  readonly waits: Waits;
};

/** A planned message takes at least this long, so that the capture's item is saved before it arrives. */
const shortestDelayMs = 1_000;
/** How soon to ask again for a capture that another worker holds: its own message comes back if it dies. */
const leasedPauseMs = 15_000;
/** Zoom's dashboards and reports go back six months: what has not come by then will not. */
const zoomKeepsMs = 183 * 24 * 3_600_000;

const isRunning = (capture: Capture): capture is RunningCapture =>
  capture.state === 'running' && capture.progress !== undefined;

// ── From a message to a worker's start ──

function receive(capture: Capture | undefined, context: CaptureContext): Step {
  const { message, now, expiresAt } = context;
  // Nothing outlives its retention: the items are gone, or will be, and so is whatever was left to do.
  if (expiresAt !== undefined && expiresAt <= now) return endMessage(capture);
  const isLive = message.listType === 'live';
  if (leavesOut(context)) return receiveLeftOut(capture, context);
  if (!capture) return register(context);
  if (isSnapshot(capture) === isLive) return admit(capture, context);
  // A snapshot of a meeting whose end is known is nobody's work any more.
  return isLive ? endMessage(capture) : { ...register(context), capture };
}

const register = ({ fresh }: CaptureContext): Step => ({
  capture: undefined,
  effects: [{ kind: 'register', capture: fresh() }],
  edge: 'registered',
});

/** The capture of an ended meeting begins anew where a snapshot stands, whose worker may still have its lease. */
function replaceSnapshot(stored: Capture, context: CaptureContext): Step {
  if (leavesOut(context)) return receiveLeftOut(stored, context);
  const isLive = context.message.listType === 'live';
  if (isSnapshot(stored) === isLive) return admit(stored, context);
  if (isLive) return endMessage(stored);
  const { run, lease } = stored;
  const fresh = { ...context.fresh(), type: 'live', unfinishedRows: true, run, ...(lease && { lease }) } as const;
  const step = admit(fresh, context);
  // What is put off writes nothing: the snapshot stands until a worker takes its place.
  return step.capture === fresh ? { capture: stored, effects: step.effects } : step;
}

/** Whether the message is worked now, later or never. */
function admit(capture: Capture, context: CaptureContext): Step {
  const { message, now, lease, type } = context;
  const isDemand = message.reason === 'demand';
  if (message.sequence < capture.sequence) return endDone(capture);
  if (isFinal(capture.state) && !isDemand) return endDone(capture);
  const leasedUntil = capture.lease === undefined ? 0 : Date.parse(capture.lease.until);
  const isLeased = leasedUntil > now;
  if (!isDemand && !isLeased && isPastHelp(capture, now)) return abandon(capture, context);
  const planned = isDemand || capture.nextPollAt === undefined ? 0 : Date.parse(capture.nextPollAt);
  const earliest = Math.max(Date.parse(message.notBefore), planned);
  if (earliest > now) return deferMessage(capture, earliest, context);
  if (context.heldUntil !== undefined && capture.state !== 'running') return hold(capture, context.heldUntil, context);
  if (isLeased) return deferMessage(capture, Math.min(leasedUntil, now + leasedPauseMs), context);
  const running = {
    ...startRun(capture, lease, { type, now, mayCompare: !isDemand }),
    sequence: Math.max(capture.sequence, message.sequence),
  };
  return {
    capture: running,
    effects: [{ kind: 'claim', capture: running, expectedRun: capture.run }],
    edge: capture.state === 'running' ? 'taken over or continued' : 'started',
  };
}

/** It comes again when calls may be made, and nothing of it is written until then. */
const hold = (capture: Capture, until: number, context: CaptureContext): Step => ({
  ...deferMessage(capture, until, context),
  edge: 'held while calls are stopped',
});

const isPastHelp = ({ endTime, registeredAt }: Capture, now: number): boolean =>
  now - Math.max(Date.parse(endTime), Date.parse(registeredAt)) > zoomKeepsMs;

const pastHelp = 'older than what Zoom keeps' satisfies Edge;

function abandon(capture: Capture, { now }: CaptureContext): Step {
  const message = `It was ${capture.state} until it was older than what Zoom keeps.`;
  const fault = capture.lastError ?? faultAt(now, 'CaptureAbandonedError', message);
  const outcome = { state: 'failed', edge: pastHelp, fault } as const;
  // Rows of a snapshot may be left; without its poll the item would say that it is one.
  const asked = capture.type === 'live' ? omit(capture, 'type') : capture;
  // A lease that nobody gave back: its worker died, perhaps with part of a page stored.
  if (asked.unfinishedRows || asked.lease) return countRows(asked, outcome);
  return abandonOver(asked, { stored: 0, outcome });
}

/** Nobody works on it: its rows are counted, and told, without a lease. */
function abandonOver(capture: Capture, { stored, outcome: { fault } }: Counted): Step {
  const known = stored > 0 ? { ...capture, unfinishedRows: true, storedRows: stored } : omit(capture, 'unfinishedRows');
  const after = fencedOff(giveUp(known, 'failed', fault));
  return { capture: after, effects: lastEffects(capture, after), edge: pastHelp };
}

// ── What the settings leave out ──

const leftOut = 'left out by the settings' satisfies Edge;

const leavesOut = ({ isLeftOut, message }: CaptureContext): boolean => isLeftOut && message.reason !== 'demand';

/** Nobody asks Zoom for it, and nothing new is registered; what was at work before the settings said so ends as it is. */
function receiveLeftOut(capture: Capture | undefined, context: CaptureContext): Step {
  const { message, now } = context;
  if (!capture || isSnapshot(capture)) return endNotBegun(capture, context);
  if (isFinal(capture.state) || message.sequence < capture.sequence) return endMessage(capture);
  const leasedUntil = capture.lease === undefined ? 0 : Date.parse(capture.lease.until);
  if (leasedUntil > now) return deferMessage(capture, Math.min(leasedUntil, now + leasedPauseMs), context);
  const told = `The settings of the account leave out ${capture.dataset} of ${capture.kind}s.`;
  const outcome = { state: 'unavailable', edge: leftOut, fault: faultAt(now, 'LeftOutError', told) } as const;
  // A lease that nobody gave back: its worker died, perhaps with part of a page stored.
  const hasCrashed = capture.lease !== undefined && !capture.progress?.compares;
  if (capture.unfinishedRows || hasCrashed) return countRows(capture, outcome);
  return leaveOut(capture, { stored: 0, outcome }, context);
}

/**
 * Who received the message before may be frozen where they register or claim the capture, and wake when no message stands for it
 * any more. So it is registered here, and ends; a snapshot stands, in a run that they do not know.
 */
function endNotBegun(snapshot: Capture | undefined, context: CaptureContext): Step {
  if (context.receiveCount === 1) return endMessage(snapshot);
  if (!snapshot) return register(context);
  const capture = { ...snapshot, run: snapshot.run + 1 };
  return { capture, effects: [{ kind: 'save', capture, expectedRun: snapshot.run }, { kind: 'end-message' }] };
}

/** The rows of the last poll that ended are what there is; of one that broke off it is said how many there are. */
function leaveOut(capture: Capture, { stored, outcome: { fault } }: Counted, { now }: CaptureContext): Step {
  const known = omit(capture, 'unfinishedRows');
  let end = giveUp(known, 'unavailable', fault);
  if (stored > 0) end = giveUp({ ...known, unfinishedRows: true, storedRows: stored }, 'failed', fault);
  else if (hasBroughtRows(capture)) end = settle(known, now);
  const after = fencedOff(end);
  return { capture: after, effects: lastEffects(capture, after), edge: leftOut };
}

/** What ends without a worker: one that is frozen in its write, and wakes, does not open it again. */
const fencedOff = (capture: Capture): Capture => ({
  ...capture,
  run: capture.run + 1,
  sequence: capture.sequence + 1,
});

const faultAt = (now: number, name: string, message: string): CaptureFault => ({
  at: new Date(now).toISOString(),
  name,
  message,
});

const endMessage = (capture: Capture | undefined): Step => ({ capture, effects: [{ kind: 'end-message' }] });

/** What the message stood for is done. Its worker may have died before it told of it: it is received again for that too. */
const endDone = (capture: Capture): Step => ({
  capture,
  effects: [...(mayHaveNews(capture) ? [{ kind: 'tell', capture } as const] : []), { kind: 'end-message' }],
});

/** The same message again at this instant (epoch ms). */
function deferMessage(capture: Capture, at: number, { message, now }: CaptureContext): Step {
  const deferred = { ...withoutNames(message), notBefore: new Date(at).toISOString() };
  return {
    capture,
    effects: [{ kind: 'send', message: deferred, at: Math.max(at, now + shortestDelayMs) }, { kind: 'end-message' }],
  };
}

// ── Page by page ──

function begin(capture: RunningCapture): Step {
  const readRedaction = { kind: 'read-redaction' } as const;
  if (capture.type !== 'live' || isSnapshot(capture)) return { capture, effects: [readRedaction] };
  // Its item says that rows are a snapshot's until it is saved next, so that whoever comes after a crash does the same.
  return { capture: omit(capture, 'type', 'unfinishedRows'), effects: [{ kind: 'delete-rows' }, readRedaction] };
}

/** Somebody was erased since the poll began: its earlier pages may have brought their rows. */
function heedErasures(capture: RunningCapture, erasures: string | undefined): Step {
  if (erasures === capture.progress.erasures) return proceed(capture);
  const informed = { ...capture, progress: withErasures(capture.progress, erasures) };
  return capture.progress.pages > 0 ? restart(informed, 'erasure') : proceed(informed);
}

const proceed = (capture: RunningCapture): Step => ({
  capture,
  effects: capture.progress.complete ? [{ kind: 'prune' }] : [{ kind: 'fetch-page', request: pageRequest(capture) }],
});

const pageRequest = ({ kind, progress }: RunningCapture, pageToken = progress.pageToken): PageRequest => ({
  kind: progress.kind ?? kind,
  type: progress.type,
  ...(progress.pageSize !== undefined && { pageSize: progress.pageSize }),
  ...(pageToken !== undefined && { pageToken }),
});

const restart = (capture: RunningCapture, because: RestartCause): Step =>
  restarted(restartPoll(capture, because), capture.run);

const restarted = (again: RunningCapture, expectedRun: number): Step => ({
  capture: again,
  effects: [{ kind: 'save', capture: again, expectedRun }, ...proceed(again).effects],
  edge: 'begun anew',
});

type PageFetched = Extract<CaptureEvent, { kind: 'page-fetched' }>;

/** The next page is on its way while this one is written. */
function storePage(
  capture: RunningCapture,
  { rows, nextPageToken, timeUp, expectedRows }: PageFetched,
  context: CaptureContext,
): Step {
  const isFirst = capture.progress.pages === 0;
  if (isFirst && rows === 0 && nextPageToken === undefined) return endWithoutRows(capture, context);
  const request = pageRequest(capture, nextPageToken);
  const ahead: Effect[] = nextPageToken === undefined || timeUp ? [] : [{ kind: 'fetch-ahead', request }];
  if (capture.progress.compares) {
    const hasChanged = isFirst && expectedRows !== capture.expectedRows;
    return hasChanged ? storeCompared(capture, ahead) : { capture, effects: [...ahead, { kind: 'store-page' }] };
  }
  // A page without rows stores none.
  const storing = rows > 0 ? { ...capture, unfinishedRows: true } : capture;
  return { capture: storing, effects: [...ahead, { kind: 'store-page' }] };
}

/** The first page of a poll that compared shows that rows have changed: it is stored, once the item says that rows are. */
function storeCompared(capture: RunningCapture, ahead: readonly Effect[] = []): Step {
  const storing = { ...stopComparing(capture), unfinishedRows: true };
  return {
    capture: storing,
    effects: [...ahead, { kind: 'save', capture: storing, expectedRun: capture.run }, { kind: 'store-page' }],
    edge: 'begun anew',
  };
}

type PageStored = Extract<CaptureEvent, { kind: 'page-stored' }>;

function goOn(capture: RunningCapture, { page, timeUp }: PageStored, context: CaptureContext): Step {
  const progress = advance(capture.progress, page);
  // A page that never came before ends a row of failures: the next one is tried again while the page token lives. One that came
  // before is no news: the pages before one that never comes are good each time.
  const known = isFurther(progress) ? { ...omit(capture, 'failingSince'), failures: 0 } : capture;
  const stored = { ...known, progress, calls: capture.calls + 1 };
  if (leadsNowhere(progress, stored.dataset)) {
    const message = `Zoom led from page to page, ${progress.pages} of them, and to no end.`;
    return fail(stored, { kind: 'paging', fault: faultAt(context.now, 'EndlessPagesError', message) }, context);
  }
  const checkpoint: Effect = { kind: 'save', capture: stored, expectedRun: stored.run };
  if (!progress.complete) {
    if (timeUp) return handOver(stored, context);
    return { capture: stored, effects: [checkpoint, { kind: 'await-page' }], edge: 'page stored' };
  }
  if (progress.compares && rowsReturned(progress) > 0 && !isUnchanged(capture, progress)) {
    return progress.pages === 1 ? storeCompared(capture) : restart(stored, 'changed');
  }
  // Pages without a row are no poll that brought none: rows of an earlier one must not go for them.
  if (rowsReturned(progress) === 0) return endWithoutRows(stored, context);
  // The last page's checkpoint is the capture's final state, unless it has to be pruned first.
  return progress.prune
    ? { capture: stored, effects: [checkpoint, { kind: 'prune' }], edge: 'page stored' }
    : concludeWithRows(stored, context);
}

function handOver(capture: RunningCapture, { message, now }: CaptureContext, expectedRun = capture.run): Step {
  const handed = { ...omit(capture, 'lease'), nextPollAt: new Date(now).toISOString() };
  return {
    capture: handed,
    effects: [
      { kind: 'save', capture: handed, expectedRun },
      { kind: 'send', message: { ...withoutNames(message), sequence: capture.sequence }, at: now },
      { kind: 'end-message' },
    ],
    edge: 'handed over',
  };
}

/** The rows in the table must be as many as the pages brought; else other rows were written beside them. */
function checkRows(capture: RunningCapture, kept: number, context: CaptureContext): Step {
  if (kept === capture.progress.rows) return concludeWithRows(capture, context);
  const message = `The poll counted ${capture.progress.rows} rows, the table has ${kept}.`;
  return fail(capture, { kind: 'paging', fault: faultAt(context.now, 'RowsDifferError', message) }, context);
}

function concludeWithRows(capture: RunningCapture, context: CaptureContext): Step {
  const { now, waits } = context;
  if (isSnapshot(capture)) {
    return conclude(capture, { after: finishSnapshot(capture, 'rows', now), edge: 'snapshot taken' }, context);
  }
  const after = finishPoll(capture, now, waits);
  const edge = after.state === 'settled' ? 'rows, as they are' : 'rows, another poll planned';
  return conclude(capture, { after, edge }, context);
}

// ── Without rows ──

/** Zoom may have the meeting in another list, or rightly have none; what is left is to wait. */
function endWithoutRows(capture: RunningCapture, context: CaptureContext, fault?: CaptureFault): Step {
  // What the other kind's list says is not what there is to know of the meeting.
  const lastError = capture.progress.kind === undefined ? fault : (capture.lastError ?? fault);
  const told = { ...omit(capture, 'lastError'), ...(lastError && { lastError }) };
  if (isSnapshot(told)) {
    return conclude(told, { after: finishSnapshot(told, 'no-rows', context.now), edge: 'snapshot taken' }, context);
  }
  if (mayHaveNone(told.dataset)) return concludeWithNone(told, context, fault);
  if (mayHaveOneParticipant(told)) return proceed(askOtherwise(told, { type: 'pastOne' }));
  if (!pastOneDatasets.includes(told.dataset)) return { capture: told, effects: [{ kind: 'read-participants' }] };
  return concludeWithoutRows(told, { oneParticipant: false }, context);
}

/**
 * A dataset that a meeting may have nothing of. Rows that a poll has brought before stay: what Zoom had is not undone by what it
 * has deleted since.
 */
function concludeWithNone(capture: RunningCapture, context: CaptureContext, fault: CaptureFault | undefined): Step {
  if (hasBroughtRows(capture) && !capture.unfinishedRows) {
    return conclude(capture, { after: settle(capture, context.now), edge: 'never ready' }, context);
  }
  const isUnknown = fault?.name === 'ZoomNotReadyError';
  if (isUnknown && hasKind(capture.dataset, otherKind(capture)) && mayBeOtherKind(capture, 0))
    return askOtherKind(capture, context);
  const waiting = waitForAny(capture, context.now, context.waits);
  return waiting
    ? conclude(capture, { after: waiting, edge: 'not ready' }, context)
    : countRows(capture, { state: 'empty', edge: 'rightly empty' });
}

/** Zoom has the past participants of a one-participant meeting under `pastOne` alone; QoS and webinars have no such type. */
const mayHaveOneParticipant = ({ dataset, kind, progress }: RunningCapture): boolean =>
  hasListType(dataset, progress.kind ?? kind, 'pastOne') && progress.type === 'past' && progress.pages === 0;

function concludeWithoutRows(
  capture: RunningCapture,
  { oneParticipant }: { readonly oneParticipant: boolean },
  context: CaptureContext,
): Step {
  // The report and the QoS of a meeting of one participant.
  if (oneParticipant && !hasBroughtRows(capture)) return countRows(capture, { state: 'empty', edge: 'rightly empty' });
  const waiting = waitForRows(capture, context.now, context.waits);
  if (waiting) return conclude(capture, { after: waiting, edge: 'not ready' }, context);
  if (hasBroughtRows(capture) && !capture.unfinishedRows) {
    return conclude(capture, { after: settle(capture, context.now), edge: 'never ready' }, context);
  }
  const { lastError } = capture;
  return countRows(capture, { state: 'unavailable', edge: 'never ready', ...(lastError && { fault: lastError }) });
}

const otherKind = ({ kind }: Capture): Kind => (kind === 'meeting' ? 'webinar' : 'meeting');

/** Zoom can turn a meeting into a webinar, and back: its rows are in the other kind's lists then. */
function askOtherKind(capture: RunningCapture, context: CaptureContext): Step {
  const other = askOtherwise(capture, { type: 'past', kind: otherKind(capture) });
  // Pages without a row are pages of the poll: it would go on behind them.
  const begun = other.progress.pages > 0 ? restartPoll(other, 'other-kind') : other;
  // Where Zoom is slow, calls for both kinds' lists may take longer than an invocation has, each time anew.
  if (context.timeUp) return handOver(begun, context, capture.run);
  return begun === other ? proceed(other) : restarted(begun, capture.run);
}

/** Rows of a poll that broke off may be stored, of the other kind's lists too: its worker died before it could say so. */
const mayBeOtherKind = (capture: RunningCapture, stored: number): boolean =>
  capture.progress.kind === undefined && !hasBroughtRows(capture) && (stored === 0 || capture.progress.pages === 0);

const countRows = (capture: Capture, outcome: Outcome): Step => ({
  capture,
  effects: [{ kind: 'count-rows', outcome }],
});

type Counted = Omit<Extract<CaptureEvent, { kind: 'rows-counted' }>, 'kind'>;

/** `empty` and `unavailable` stand over no row; who fails says how many there are. */
function concludeByRows(capture: RunningCapture, { stored, outcome }: Counted, context: CaptureContext): Step {
  const { state, fault, edge, deadLetter = false } = outcome;
  const known = stored > 0 ? { ...capture, unfinishedRows: true } : omit(capture, 'unfinishedRows');
  if (state === 'unavailable' && mayBeOtherKind(known, stored)) return askOtherKind(known, context);
  if (stored > 0) {
    if (state === 'empty') return concludeWithoutRows(known, { oneParticipant: false }, context);
    const failed = giveUp({ ...known, storedRows: stored }, 'failed', fault);
    return conclude(capture, { after: failed, edge, deadLetter }, context);
  }
  if (state === 'unavailable') return concludeNeverReady(known, outcome, context);
  const after = state === 'empty' ? settleEmpty(known, context.now) : giveUp(known, 'failed', fault);
  return conclude(capture, { after, edge, deadLetter }, context);
}

/** The plan is over, and no row of an unfinished poll is there. */
function concludeNeverReady(capture: RunningCapture, { fault, edge }: Outcome, context: CaptureContext): Step {
  if (hasBroughtRows(capture)) return conclude(capture, { after: settle(capture, context.now), edge }, context);
  const state = fault?.name === 'ZoomInaccessibleError' ? 'failed' : 'unavailable';
  return conclude(capture, { after: giveUp(capture, state, fault), edge }, context);
}

// ── Failures ──

function fail(capture: RunningCapture, failure: PollFailure, context: CaptureContext): Step {
  const { kind, fault } = failure;
  const isNotReady = kind === 'not-ready' || kind === 'none' || kind === 'inaccessible';
  // Not ready in the middle of the pages means that they broke off.
  const brokeOff = kind === 'paging' || (isNotReady && capture.progress.pages > 0);
  if (brokeOff && mayRestart(capture)) return restart(capture, 'paging');
  // The other kind is asked for once, and what this account may not ask for it has not.
  const isNotThere = isNotReady || (kind === 'account' && capture.progress.kind !== undefined);
  if (isNotThere) return endWithoutRows(capture, context, fault);
  const later = retryLater(capture, failure, context);
  if (later) {
    const edge = edgeOf(later, kind);
    return conclude(capture, { after: later, edge }, context);
  }
  const edge = 'final answer or no end of failures';
  const deadLetter = kind !== 'final';
  if (capture.unfinishedRows) return countRows(capture, { state: 'failed', edge, fault, deadLetter });
  return conclude(capture, { after: giveUp(capture, 'failed', fault), edge, deadLetter }, context);
}

function edgeOf({ state }: Capture, kind: PollFailure['kind']): Edge {
  if (kind === 'stopped') return 'calls are stopped';
  return state === 'parked' ? "account's fault" : 'rate limit or transient failure';
}

// ── The end of a run ──

type Ending = { readonly after: Capture; readonly edge: Edge; readonly deadLetter?: boolean };

/** The message for what is left, then the item that says so; the old message ends last. */
function conclude(before: RunningCapture, ending: Ending, { message, now }: CaptureContext): Step {
  const { edge, deadLetter = false } = ending;
  const { nextPollAt } = ending.after;
  // A dead letter stands for what is left: redriven, it must not find that another message does.
  const sequence = deadLetter ? before.sequence : before.sequence + 1;
  const after = { ...ending.after, sequence };
  const effects: Effect[] = [];
  if (nextPollAt !== undefined) {
    const at = Math.max(Date.parse(nextPollAt), now + shortestDelayMs);
    effects.push({ kind: 'send', message: { ...withoutNames(message), sequence, notBefore: nextPollAt }, at });
  }
  if (deadLetter) effects.push({ kind: 'dead-letter', message: withoutNames(message) });
  return { capture: after, effects: [...effects, ...lastEffects(before, after)], edge };
}

const lastEffects = (before: Capture, after: Capture): Effect[] => [
  { kind: 'save', capture: after, expectedRun: before.run },
  { kind: 'report', before, after },
  ...(isNews(before, after) ? [{ kind: 'tell', capture: after } as const] : []),
  { kind: 'end-message' },
];
