import type { Capture, ListType, Progress } from './capture.ts';
import { emptyContentHash } from './content-hash.ts';

/** A capture that a worker has taken up. */
export type RunningCapture = Capture & { readonly progress: Progress };

/** Zoom's page tokens live 15 minutes; one this old is not worth a call. */
export const oldestPageTokenMs = 14 * 60_000;

export type Taking = {
  /** The queue's message id. */
  readonly owner: string;
  /** Never the same twice. */
  readonly taker: string;
  readonly now: number;
  /** Epoch ms; after this the worker is surely gone. */
  readonly leaseUntil: number;
  /** Zoom's `type` to ask with; absent for the usual. */
  readonly type?: ListType | undefined;
};

/** The capture taken up by a worker: where an earlier run left off if its page token still lives, else from page 1. */
export function takeUp(capture: Capture, { owner, taker, now, leaseUntil, type }: Taking): RunningCapture {
  const run = capture.run + 1;
  const { nextLookAt: _, ...rest } = capture;
  const lease = { owner, taker, until: new Date(leaseUntil).toISOString() };
  const resumed =
    capture.progress && canResume(capture.progress, type, now) ? resume(capture, capture.progress, run) : undefined;
  const progress = resumed ?? { ...firstProgress(run, capture.run > 0), type: type ?? 'past' };
  return { ...rest, state: 'running', run, lease, progress };
}

/** A look may be restarted a few times for its pages; one that an erasure restarts has lost none of them. */
export type RestartCause = 'paging' | 'erasure';

/** The same look once more from page 1, as a new run. */
export function startAgain(capture: RunningCapture, because: RestartCause): RunningCapture {
  const run = capture.run + 1;
  const restarts = capture.progress.restarts + (because === 'paging' ? 1 : 0);
  const { erasures, type } = capture.progress;
  const known = erasures !== undefined && { erasures };
  return { ...capture, run, progress: { ...firstProgress(run, true), type, restarts, ...known } };
}

const firstProgress = (run: number, sweep: boolean): Progress => ({
  type: 'past',
  segments: [{ run, fromPage: 1 }],
  pages: 0,
  rows: 0,
  contentHash: emptyContentHash,
  halfReadyRows: 0,
  complete: false,
  sweep,
  restarts: 0,
});

function canResume(
  { type, pages, complete, pageTokenAt }: Progress,
  asked: ListType | undefined,
  now: number,
): boolean {
  if (asked !== undefined && asked !== type) return false;
  return complete || (pages > 0 && pageTokenAt !== undefined && now - Date.parse(pageTokenAt) < oldestPageTokenMs);
}

function resume(capture: Capture, progress: Progress, run: number): Progress {
  const segment = { run, fromPage: progress.pages + 1 };
  // A lease that nobody gave back: its worker died, perhaps with part of a page stored.
  const sweep = progress.sweep || capture.lease !== undefined;
  return { ...progress, sweep, ...(!progress.complete && { segments: [...progress.segments, segment] }) };
}

export type StoredPage = {
  readonly rows: number;
  /** Rows that were left out because their person was erased. */
  readonly erased?: number;
  readonly halfReadyRows: number;
  readonly contentHash: string;
  readonly expectedRows?: number;
  readonly nextPageToken?: string;
  /** ISO 8601, when Zoom gave the token. */
  readonly fetchedAt: string;
};

/** The progress after one more page is stored. */
export function advance({ pageToken: _, pageTokenAt: __, ...progress }: Progress, page: StoredPage): Progress {
  return {
    ...progress,
    pages: progress.pages + 1,
    rows: progress.rows + page.rows,
    ...(page.erased && { erased: (progress.erased ?? 0) + page.erased }),
    halfReadyRows: progress.halfReadyRows + page.halfReadyRows,
    contentHash: page.contentHash,
    complete: page.nextPageToken === undefined,
    ...(page.expectedRows !== undefined && { expectedRows: page.expectedRows }),
    ...(page.nextPageToken !== undefined && { pageToken: page.nextPageToken, pageTokenAt: page.fetchedAt }),
  };
}

/** The capture given back between two pages, for the next worker to go on with. */
export function giveBack({ lease: _, ...capture }: Capture): Capture {
  return capture;
}

/** Given back because the worker's time is up, at `now` (epoch ms): the next worker is due from then on. */
export const handOver = (capture: Capture, now: number): Capture => ({
  ...giveBack(capture),
  nextLookAt: new Date(now).toISOString(),
});
