import type { Capture, CaptureFault, CaptureState } from '../../domain/capture/capture.ts';
import { type Dataset, isUsual, knownDatasets, type UsualDataset } from '../../domain/dataset.ts';
import type { Kind } from '../../domain/meeting/kind.ts';
import { listedFacts } from '../../domain/meeting/listed-row.ts';
import { adviceOn, adviceOnMissing } from './meeting-advice.ts';
import type { StoredMeeting } from './meeting-reader.ts';

/** How far one dataset of a meeting is, as operators and programs read it. Instants are ISO 8601. */
export type DatasetStatus = {
  /**
   * `unregistered`: the meeting is known, and this dataset's consumer has not started it yet. `left-out`: the settings of its
   * account leave it out.
   */
  readonly state: CaptureState | 'unregistered' | 'left-out';
  /** What Zoom counts; null when it has not said. */
  readonly expectedRows: number | null;
  /** Of the last finished poll; while the first poll is under way, what it has stored so far. */
  readonly rows: number;
  /** Rows beside these that are not stored because their person was erased; absent for none. */
  readonly erased?: number;
  /** Values of its rows that are not stored: of fields that nobody knows, or that are never kept; absent for none. */
  readonly leftOut?: number;
  readonly polls: number;
  readonly pages: number;
  /** To Zoom, over all polls. */
  readonly calls: number;
  readonly nextPollAt?: string;
  readonly capturedAt?: string;
  readonly settledAt?: string;
  readonly lastError?: CaptureFault;
  /** Present when it needs attention: what to do. */
  readonly advice?: string;
};

/** The usual datasets, and those of the others that the meeting has. */
type DatasetStatuses = Readonly<Record<UsualDataset, DatasetStatus>> &
  Readonly<Partial<Record<Dataset, DatasetStatus>>>;

export type MeetingStatus = {
  readonly uuid: string;
  readonly kind: Kind;
  readonly datasets: DatasetStatuses;
  readonly meetingId: string;
  readonly topic?: string;
  readonly startTime?: string;
  readonly endTime: string;
  readonly account: string;
  /** Name or address, and department, by the row of Zoom's list. */
  readonly host?: string;
  readonly department?: string;
};

/** A meeting that ran when a snapshot of it was taken; its end is not known yet. */
export type LiveStatus = Omit<MeetingStatus, 'endTime' | 'topic' | 'startTime' | 'host' | 'department'> & {
  readonly live: true;
};

/** The status of a meeting at `now` (epoch ms). Pure. */
export function meetingStatus(stored: StoredMeeting, now: number): MeetingStatus {
  const { uuid, kind, meetingId, topic, startTime, endTime, account, listed } = stored.meeting;
  const { hostName, hostEmail, department } = listedFacts(listed?.row ?? {});
  const host = hostName ?? hostEmail;
  return {
    uuid,
    kind,
    datasets: statusesOf(stored.captures, (dataset) => datasetStatus(stored, dataset, now)),
    meetingId,
    ...(topic !== undefined && { topic }),
    ...(startTime !== undefined && { startTime }),
    endTime,
    account,
    ...(host !== undefined && { host }),
    ...(department !== undefined && { department }),
  };
}

/** The status of what is known by snapshots alone; undefined where there are none. Pure. */
export function liveStatus(snapshots: StoredMeeting['captures']): LiveStatus | undefined {
  const [first] = Object.values(snapshots);
  if (!first) return undefined;
  const of = (dataset: Dataset) => (snapshots[dataset] ? captureStatus(snapshots[dataset]) : unregistered);
  const { uuid, kind, meetingId, account } = first;
  return { uuid, kind, datasets: statusesOf(snapshots, of), meetingId, account, live: true };
}

function statusesOf(captures: StoredMeeting['captures'], of: (dataset: Dataset) => DatasetStatus): DatasetStatuses {
  const shown = knownDatasets.filter((dataset) => isUsual(dataset) || captures[dataset] !== undefined);
  // The usual ones are all among them, which the compiler does not follow through a list of entries.
  return Object.fromEntries(shown.map((dataset) => [dataset, of(dataset)])) as DatasetStatuses;
}

function datasetStatus({ meeting, captures }: StoredMeeting, dataset: Dataset, now: number): DatasetStatus {
  const capture = captures[dataset];
  if (!capture && meeting.datasets?.includes(dataset) === false) return leftOut;
  const advice = capture ? adviceOn(capture, now) : adviceOnMissing(meeting, dataset, now);
  const status = capture ? captureStatus(capture) : unregistered;
  return advice === undefined ? status : { ...status, advice };
}

const leftOut = { state: 'left-out', expectedRows: null, rows: 0, polls: 0, pages: 0, calls: 0 } as const;
const unregistered = { state: 'unregistered', expectedRows: null, rows: 0, polls: 0, pages: 0, calls: 0 } as const;

function captureStatus(capture: Capture): DatasetStatus {
  const { state, polls, calls, nextPollAt, capturedAt, settledAt, lastError } = capture;
  const counted = polls === 0 && capture.progress ? capture.progress : capture;
  // Rightly empty: that Zoom has none is known, though it gave no count.
  const expectedRows = counted.expectedRows ?? (state === 'empty' ? 0 : null);
  return {
    state,
    expectedRows,
    rows: counted.rows,
    polls,
    pages: counted.pages,
    calls,
    ...(counted.erased !== undefined && { erased: counted.erased }),
    ...(counted.leftOut !== undefined && { leftOut: counted.leftOut }),
    ...(nextPollAt !== undefined && { nextPollAt }),
    ...(capturedAt !== undefined && { capturedAt }),
    ...(settledAt !== undefined && { settledAt }),
    ...(lastError !== undefined && { lastError }),
  };
}
