import { type Dataset, listsOf } from '../dataset.ts';
import type { Kind, ListType } from '../meeting/kind.ts';
import { omit } from '../omit.ts';
import { emptyContentHash } from '../row/content-hash.ts';
import { type Capture, hasBroughtRows, isSnapshot, type Progress } from './capture.ts';

/** A capture with a poll under way: one pass over all pages of its dataset. */
export type RunningCapture = Capture & { readonly progress: Progress };

/** Zoom's page tokens live 15 minutes; one this old is not worth a call. */
export const oldestPageTokenMs = 14 * 60_000;

/** New runs from page 1 that one poll may have because its paging broke. */
export const mostRestarts = 3;

export type Lease = {
  /** The queue's id of the message. */
  readonly owner: string;
  /** Never the same twice. */
  readonly taker: string;
  /** Epoch ms. Its worker writes nothing later; from then on another one may start. */
  readonly until: number;
};

/** The capture with a worker on it: it goes on where an earlier run left off if its page token still lives, else at page 1. */
export function startRun(capture: Capture, { owner, taker, until }: Lease, asked: Asked): RunningCapture {
  const run = capture.run + 1;
  const { progress } = capture;
  // A lease that nobody gave back: its worker died, perhaps with part of a page stored.
  const crashed = capture.lease !== undefined && !progress?.compares;
  const compares = asked.mayCompare === true && !crashed && canCompare(capture);
  return {
    ...omit(capture, 'nextPollAt'),
    state: 'running',
    run,
    lease: { owner, taker, until: new Date(until).toISOString() },
    progress:
      progress && canResume(progress, asked)
        ? resume(progress, run, crashed)
        : beginAnew(run, {
            ...learned(progress),
            // A worker that dies at its first page, each time, would have it begin anew without end. Put off, it may again.
            ...(capture.state === 'running' && { restarts: progress?.restarts ?? 0 }),
            type: asked.type ?? 'past',
            ...(compares ? { compares, prune: false } : { prune: capture.run > 0 }),
          }),
    ...(crashed && { unfinishedRows: true }),
  };
}

type Asked = {
  readonly type?: ListType | undefined;
  /** Whether rows that did not change may stay as they are; whoever asks for a poll wants them written. @default false */
  readonly mayCompare?: boolean;
  readonly now: number;
};

/** Whether the rows of a finished poll, and no others, are stored. */
const canCompare = (capture: Capture): boolean =>
  hasBroughtRows(capture) && capture.rows > 0 && !capture.unfinishedRows && !isSnapshot(capture);

/** Whether a poll that compared has found what the last finished one brought: the same rows, and the same ones left out. */
export const isUnchanged = (
  { contentHash, rows, erased = 0 }: Capture,
  { contentHash: found, rows: kept, erased: leftOut = 0 }: Progress,
): boolean => contentHash === found && rows === kept && erased === leftOut;

/** The poll that stores its rows from here on. Nothing of it may be written before its item says so. */
export const stopComparing = (capture: RunningCapture): RunningCapture => ({
  ...capture,
  progress: { ...omit(capture.progress, 'compares'), prune: true },
});

/** Only broken pages count: an erasure, a change of the rows or to the other kind's lists is no failure of the poll. */
export type RestartCause = 'paging' | 'erasure' | 'other-kind' | 'changed';

/** The same poll once more from page 1, as a new run. */
export function restartPoll(capture: RunningCapture, because: RestartCause): RunningCapture {
  const { progress } = capture;
  const run = capture.run + 1;
  const restarts = progress.restarts + (because === 'paging' ? 1 : 0);
  // Where paging broke, or rows have changed, it stores what it finds.
  const compares = progress.compares && because === 'erasure';
  const known = { ...learned(progress), type: progress.type, restarts };
  const begun = beginAnew(run, { ...known, ...(compares ? { compares, prune: false } : { prune: true }) });
  return { ...capture, run, progress: withErasures(begun, progress.erasures) };
}

export const mayRestart = ({ progress }: RunningCapture): boolean => progress.restarts < mostRestarts;

/** The poll with other words to Zoom, before anything of it is stored. */
export function askOtherwise(
  capture: RunningCapture,
  changes: { readonly type?: ListType; readonly kind?: Kind },
): RunningCapture {
  return { ...capture, progress: { ...capture.progress, ...changes } };
}

/** A failed poll that goes on in smaller pages. A page token is good for pages of one size, so it begins at page 1. */
export const inSmallerPages = (progress: Progress, pageSize: number): Progress =>
  omit({ ...progress, pageSize }, 'pageToken', 'pageTokenAt');

type Learned = Pick<Progress, 'kind' | 'pageSize' | 'reached'>;

/** What a poll has found out: how Zoom must be asked, and how far it came. Whoever begins it anew need not find it out again. */
function learned(progress: Progress | undefined): Learned {
  if (!progress) return {};
  const { kind, pageSize, pages, reached = 0 } = progress;
  const furthest = Math.max(pages, reached);
  return {
    ...(kind !== undefined && { kind }),
    ...(pageSize !== undefined && { pageSize }),
    ...(furthest > 0 && { reached: furthest }),
  };
}

/** Whether the last page is one that no earlier run of this poll had stored. */
export const isFurther = ({ pages, reached = 0 }: Progress): boolean => pages > reached;

const beginAnew = (
  run: number,
  known: Learned & Pick<Progress, 'type' | 'prune' | 'compares'> & { readonly restarts?: number },
): Progress => ({
  segments: [{ run, fromPage: 1 }],
  pages: 0,
  rows: 0,
  contentHash: emptyContentHash,
  halfReadyRows: 0,
  complete: false,
  restarts: 0,
  ...known,
});

function canResume({ type, pages, complete, pageTokenAt, compares }: Progress, asked: Asked): boolean {
  if (compares && !asked.mayCompare) return false;
  if (asked.type !== undefined && asked.type !== type) return false;
  const isYoung = pageTokenAt !== undefined && asked.now - Date.parse(pageTokenAt) < oldestPageTokenMs;
  return complete || (pages > 0 && isYoung);
}

function resume(progress: Progress, run: number, crashed: boolean): Progress {
  const segment = { run, fromPage: progress.pages + 1 };
  const segments = progress.complete ? progress.segments : [...progress.segments, segment];
  return { ...progress, prune: progress.prune || crashed, segments };
}

export type StoredPage = {
  readonly rows: number;
  /** Rows that were left out because their person was erased. */
  readonly erased?: number;
  /** Values of its rows that are not stored: of fields that nobody knows, or that are never kept. */
  readonly leftOut?: number;
  readonly halfReadyRows: number;
  readonly contentHash: string;
  readonly expectedRows?: number;
  readonly nextPageToken?: string;
  /** ISO 8601, when Zoom gave the token. */
  readonly fetchedAt: string;
};

/** The progress after one more page is stored. */
export function advance(progress: Progress, page: StoredPage): Progress {
  const brought = page.rows + (page.erased ?? 0);
  const isEmpty = brought === 0;
  // A page that counts less than what came already takes back nothing: what an earlier one said stands.
  const isLess = (page.expectedRows ?? 0) < rowsReturned(progress) + brought;
  const expectedRows = isLess ? (progress.expectedRows ?? page.expectedRows) : page.expectedRows;
  return {
    ...omit(progress, 'pageToken', 'pageTokenAt', 'emptyPages'),
    pages: progress.pages + 1,
    rows: progress.rows + page.rows,
    ...(isEmpty && { emptyPages: (progress.emptyPages ?? 0) + 1 }),
    ...(page.erased && { erased: (progress.erased ?? 0) + page.erased }),
    ...(page.leftOut && { leftOut: (progress.leftOut ?? 0) + page.leftOut }),
    halfReadyRows: progress.halfReadyRows + page.halfReadyRows,
    contentHash: page.contentHash,
    complete: page.nextPageToken === undefined,
    ...(expectedRows !== undefined && { expectedRows }),
    ...(page.nextPageToken !== undefined && { pageToken: page.nextPageToken, pageTokenAt: page.fetchedAt }),
  };
}

/** Empty pages in a row that may still lead to rows, of each of a dataset's lists: one after the other may have none. */
export const mostEmptyPages = 5;
/** More than a webinar of 50,000 people has in QoS pages of one row. */
export const mostPages = 60_000;

/** Whether pages lead on and on to nothing: each has another token, and no end comes. */
export const leadsNowhere = ({ complete, emptyPages = 0, pages }: Progress, dataset: Dataset): boolean =>
  !complete && (emptyPages >= mostEmptyPages * listsOf(dataset) || pages >= mostPages);

/** Rows that Zoom returned so far, stored or left out. */
export const rowsReturned = ({ rows, erased = 0 }: Progress): number => rows + erased;

/** The progress with what is known of erasures by now. */
export const withErasures = (progress: Progress, erasures: string | undefined): Progress => ({
  ...omit(progress, 'erasures'),
  ...(erasures !== undefined && { erasures }),
});
