import type { Dataset } from '../dataset.ts';
import type { EndedMeeting } from '../meeting/ended-meeting.ts';
import type { Kind, ListType } from '../meeting/kind.ts';

/**
 * How far the capture of one dataset of one meeting is.
 * - `waiting`: known, and the next poll is planned.
 * - `running`: a worker is paging.
 * - `captured`: every row of the last poll is stored; a later poll is planned.
 * - `settled`: two polls agreed; final.
 * - `empty`: Zoom has no rows, and rightly so; final.
 * - `unavailable`: Zoom never had it ready; final.
 * - `parked`: a fault of the Zoom account delays it; tried again later.
 * - `failed`: final fault, named in `lastError`.
 * - `live`: a snapshot of the running meeting is stored; the capture that follows its end replaces it.
 */
export const captureStates = [
  'waiting',
  'running',
  'captured',
  'settled',
  'empty',
  'unavailable',
  'parked',
  'failed',
  'live',
] as const;
export type CaptureState = (typeof captureStates)[number];

/** States whose captures a message must stand for. */
export const openStates = ['waiting', 'running', 'captured', 'parked'] as const satisfies readonly CaptureState[];

const finalStates: readonly CaptureState[] = ['settled', 'empty', 'unavailable', 'failed'];
export const isFinal = (state: CaptureState): boolean => finalStates.includes(state);

/** Which run wrote which pages: `run` wrote from `fromPage` up to the next segment's. */
export type Segment = { readonly run: number; readonly fromPage: number };

/** A poll under way: what the next worker needs to go on. */
export type Progress = {
  readonly type: ListType;
  /** Zoom's lists that are asked, where they are those of the other kind; absent for the capture's own. */
  readonly kind?: Kind;
  /** Rows a page, where Zoom took too long to answer the usual number. */
  readonly pageSize?: number;
  /** Pages that an earlier run of this poll had stored when it began anew; absent for none. */
  readonly reached?: number;
  readonly segments: readonly Segment[];
  /** Pages stored, from 1. */
  readonly pages: number;
  /** Stored. */
  readonly rows: number;
  /** Pages without a row since the last one with some; absent for none. */
  readonly emptyPages?: number;
  /** Rows that were left out because their person was erased; absent for none. */
  readonly erased?: number;
  /** Values that were left out of rows by the stage's rules; absent for none. */
  readonly leftOut?: number;
  /** Which erasures the poll knows of, from its first page to its last; absent when none concerns it. */
  readonly erasures?: string;
  readonly expectedRows?: number;
  readonly contentHash: string;
  /** Rows that Zoom has not finished working out. */
  readonly halfReadyRows: number;
  /** Leads to page `pages` + 1; absent before the first page and after the last. */
  readonly pageToken?: string;
  /** ISO 8601; Zoom's page tokens live 15 minutes. */
  readonly pageTokenAt?: string;
  /** All pages are stored; what is left is to prune and to finish. */
  readonly complete: boolean;
  /**
   * It only compares what Zoom has with the rows of the last finished poll, and has stored nothing; absent once it stores. Rows that
   * did not change are not written again.
   */
  readonly compares?: boolean;
  /** Items of other runs may stand beside this poll's rows. */
  readonly prune: boolean;
  /** New runs from page 1 because paging broke. */
  readonly restarts: number;
};

export type CaptureFault = {
  readonly at: string;
  readonly name: string;
  readonly message: string;
  readonly status?: number;
  readonly code?: number;
  /** What Zoom's support asks for. */
  readonly trackingId?: string;
  /** Of the answer, such as `text/html`. */
  readonly contentType?: string;
  /** The first 200 characters of the answer's body, or its shape, with everything left out that may be personal. */
  readonly excerpt?: string;
};

/** The capture item: one dataset of one ended meeting or webinar. Instants are ISO 8601. */
export type Capture = {
  readonly uuid: string;
  readonly dataset: Dataset;
  readonly account: string;
  /** What it is asked for as; the event's word, unless Zoom turned out to list it as the other kind. */
  readonly kind: Kind;
  readonly meetingId: string;
  readonly endTime: string;
  readonly state: CaptureState;
  readonly registeredAt: string;
  /** Polls finished. */
  readonly polls: number;
  /** Times a worker started on it. It fences: what an older run still writes to this item is refused. */
  readonly run: number;
  /**
   * Counts the messages that stood for what is left to do. A message of a lower number is done: another one was sent in
   * its place.
   */
  readonly sequence: number;
  /** Stored, of the last finished poll. */
  readonly rows: number;
  /** Rows of it that are not stored, or not any more, because their person was erased; absent for none. */
  readonly erased?: number;
  /** Values of its rows that are not stored: of fields that nobody knows, or that are never kept; absent for none. */
  readonly leftOut?: number;
  readonly pages: number;
  readonly expectedRows?: number;
  readonly contentHash?: string;
  /**
   * Of the last finished poll. `live`: all of it is about a snapshot, from its registration on; while an ended meeting's poll
   * is under way, only the rows are that stand until it deletes them.
   */
  readonly type?: ListType;
  /** A poll that has not ended may have stored rows, beside those of the last one that did. */
  readonly unfinishedRows?: boolean;
  /** Of a capture that failed with unfinished rows: how many rows of whatever poll are stored. */
  readonly storedRows?: number;
  /** Calls to Zoom for pages, over all polls. */
  readonly calls: number;
  readonly capturedAt?: string;
  readonly settledAt?: string;
  /** When the message that stands for it is due. */
  readonly nextPollAt?: string;
  /** When its plan has the next poll. What Zoom says before, to whoever asked, is no step of the plan. */
  readonly plannedAt?: string;
  /** Answers "not ready" of the present poll; faults of the account and transient failures in a row. */
  readonly notReady: number;
  readonly parked: number;
  readonly failures: number;
  /** Transient failures of the present poll, in a row or not; absent for none. */
  readonly pollFailures?: number;
  /** Since when the present poll has come no further; absent while it does. */
  readonly failingSince?: string;
  /** `taker` is another one each time: a message that is delivered twice at once has two workers and one owner. */
  readonly lease?: { readonly owner: string; readonly until: string; readonly taker?: string };
  readonly progress?: Progress;
  readonly lastError?: CaptureFault;
};

/** Whether the item stands for a snapshot of a running meeting, and so for no capture. */
export const isSnapshot = ({ type, progress }: Pick<Capture, 'type' | 'progress'>): boolean =>
  type === 'live' && (progress === undefined || progress.type === 'live');

/** Whether a poll has ended with rows, stored or left out. */
export const hasBroughtRows = ({ contentHash }: Capture): boolean => contentHash !== undefined;

/** A capture that nobody has polled yet. `nextPollAt` in ISO 8601. */
export function newCapture(
  meeting: EndedMeeting,
  dataset: Dataset,
  { nextPollAt, now }: { readonly nextPollAt: string; readonly now: Date },
): Capture {
  return {
    uuid: meeting.uuid,
    dataset,
    account: meeting.account,
    kind: meeting.kind,
    meetingId: meeting.meetingId,
    endTime: meeting.endTime,
    state: 'waiting',
    registeredAt: now.toISOString(),
    polls: 0,
    run: 0,
    sequence: 0,
    rows: 0,
    pages: 0,
    calls: 0,
    nextPollAt: nextPollAt,
    plannedAt: nextPollAt,
    notReady: 0,
    parked: 0,
    failures: 0,
  };
}
