import { byDataset, type Dataset } from '../../shared/domain/dataset.ts';
import type { Kind } from '../../shared/domain/meeting/kind.ts';
import type { Row, Rows } from './rows/row.ts';

/** What a meeting's lists become at an instant; what is not named stays as it was. */
type RowsVersion = Partial<MeetingRows> & {
  /** ISO 8601. */
  readonly from: string;
  readonly listRow?: Row;
};

/** What Zoom's lists have in the end, by dataset. */
type MeetingRows = Readonly<Record<Dataset, Rows>>;

/** One ended (or still running) meeting or webinar as Zoom's side knows it. */
export type SimulatedMeeting = MeetingRows & {
  /** Whose endpoints have its data. */
  readonly kind: Kind;
  /** What its ended event calls it, where Zoom has made a webinar of a meeting or a meeting of a webinar. @default its kind */
  readonly endedAs?: Kind;
  /** As Zoom writes it: `/`, `+` and `=` unescaped. */
  readonly uuid: string;
  /** Ten or eleven digits; instances of a recurring meeting share it. */
  readonly meetingId: string;
  readonly topic: string;
  readonly hostId: string;
  /** Zoom's number: 1 instant, 2 scheduled, 3 and 8 recurring, 4 personal, 5, 6 and 9 webinars. */
  readonly type: number;
  /** ISO 8601 UTC. */
  readonly startTime: string;
  /** ISO 8601 UTC. In the future: still running, so not there for `type=past`. */
  readonly endTime: string;
  readonly timezone: string;
  /** The Zoom account it belongs to; the simulator's first one when absent. */
  readonly accountId?: string;
  /** What the rows become later, in the order of their instants: corrected ones, and rows that come and go. */
  readonly versions?: readonly RowsVersion[];
  /** Whether Zoom counts it as a meeting of one person. @default when it is a meeting with one participant row */
  readonly oneParticipant?: boolean;
  /** Of a recurring meeting whose times were planned: which of its occurrences this instance is. */
  readonly occurrenceId?: string;
  /** Whether people had to register. @default whether there are registrants */
  readonly registration?: boolean;
  /** Its line in the account's lists. @default made of what else is told of it */
  readonly listRow?: Row;
  /** From its end until the account's lists have it. @default 0 */
  readonly listedSecondsAfterEnd?: number;
  /** Marks the ended event of a webinar's rehearsal. */
  readonly practiceSession?: boolean;
};

/** The meeting with the rows that it has at this instant, in epoch milliseconds. */
export function meetingAt(meeting: SimulatedMeeting, nowMs: number): SimulatedMeeting {
  if (meeting.versions === undefined) return meeting;
  const reached = meeting.versions.filter(({ from }) => Date.parse(from) <= nowMs);
  const rowsOf = (dataset: Dataset) => reached.findLast((version) => version[dataset])?.[dataset] ?? meeting[dataset];
  const listRow = reached.findLast((version) => version.listRow)?.listRow ?? meeting.listRow;
  return { ...meeting, ...byDataset(rowsOf), ...(listRow !== undefined && { listRow }) };
}
