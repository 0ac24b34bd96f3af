import type { Dataset, Kind } from './dataset.ts';
import type { EndedMeeting } from './ended-meeting.ts';

/**
 * How far the capture of one dataset of one meeting is.
 * - `waiting`: known, and the next look is planned.
 * - `running`: a worker is paging.
 * - `captured`: every row of the last look is stored; a later look is planned.
 * - `settled`: two looks agreed; final.
 * - `empty`: Zoom has no rows, and rightly so; final.
 * - `unavailable`: Zoom never had it ready; final.
 * - `parked`: a fault of the Zoom account holds it up; tried again later.
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

const finalStates: readonly CaptureState[] = ['settled', 'empty', 'unavailable', 'failed'];
export const isFinal = (state: CaptureState): boolean => finalStates.includes(state);

/** Which run wrote which pages: `run` wrote from `fromPage` up to the next segment's. */
export type Segment = { readonly run: number; readonly fromPage: number };

/** Zoom's `type`, which instance it is asked for; `pastOne` is the ended one of a meeting with one participant. */
export const listTypes = ['past', 'pastOne', 'live'] as const;
export type ListType = (typeof listTypes)[number];

/** A look under way: what the next worker needs to go on. */
export type Progress = {
  readonly type: ListType;
  readonly segments: readonly Segment[];
  /** Pages stored, from 1. */
  readonly pages: number;
  /** Stored. */
  readonly rows: number;
  /** Rows that were left out because their person was erased; absent for none. */
  readonly erased?: number;
  /** Which erasures the look knows of, from its first page to its last; absent when none concerns it. */
  readonly erasures?: string;
  readonly expectedRows?: number;
  readonly contentHash: string;
  /** Rows that Zoom has not finished working out. */
  readonly halfReadyRows: number;
  /** Leads to page `pages` + 1; absent before the first page and after the last. */
  readonly pageToken?: string;
  /** ISO 8601; Zoom's page tokens live 15 minutes. */
  readonly pageTokenAt?: string;
  /** All pages are stored; what is left is to sweep and to finish. */
  readonly complete: boolean;
  /** Items of other runs may stand beside this look's rows. */
  readonly sweep: boolean;
  /** New runs from page 1 because the page token had died. */
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
};

/** The capture item: one dataset of one ended meeting or webinar. Instants are ISO 8601. */
export type Capture = {
  readonly uuid: string;
  readonly dataset: Dataset;
  readonly account: string;
  readonly kind: Kind;
  readonly meetingId: string;
  readonly endTime: string;
  readonly state: CaptureState;
  readonly registeredAt: string;
  /** Looks finished. */
  readonly looks: number;
  /** Times a worker took it up. It fences: what an older run still writes to this item is refused. */
  readonly run: number;
  /** Stored, of the last finished look. */
  readonly rows: number;
  /** Rows of it that are not stored, or not any more, because their person was erased; absent for none. */
  readonly erased?: number;
  readonly pages: number;
  readonly expectedRows?: number;
  readonly contentHash?: string;
  /** Of the last finished look. `live`: all of it is about a snapshot, from its registration on. */
  readonly type?: ListType;
  /** Calls to Zoom for pages, over all looks. */
  readonly calls: number;
  readonly capturedAt?: string;
  readonly settledAt?: string;
  readonly nextLookAt?: string;
  /** Answers "not ready" of the present look; faults of the account and passing faults in a row. */
  readonly notReady: number;
  readonly parked: number;
  readonly troubles: number;
  /** Passing faults of the present look, in a row or not; absent for none. */
  readonly setbacks?: number;
  /** `taker` is another one each time: a message that is delivered twice at once has two workers and one owner. */
  readonly lease?: { readonly owner: string; readonly until: string; readonly taker?: string };
  readonly progress?: Progress;
  readonly lastError?: CaptureFault;
};

/** Whether the item stands for a snapshot of a running meeting, and so for no capture. */
export const isSnapshot = ({ type }: Capture): boolean => type === 'live';

/** A capture nobody has looked at yet. */
export function newCapture(meeting: EndedMeeting, dataset: Dataset, nextLookAt: string, now: Date): Capture {
  const { uuid, account, kind, meetingId, endTime } = meeting;
  return {
    ...{ uuid, dataset, account, kind, meetingId, endTime, nextLookAt },
    state: 'waiting',
    registeredAt: now.toISOString(),
    ...{ looks: 0, run: 0, rows: 0, pages: 0, calls: 0, notReady: 0, parked: 0, troubles: 0 },
  };
}
