import type { Row } from '../domain/row.ts';
import { listAccounts } from '../dynamo/meetings/meeting-accounts.ts';
import type { MeetingRecord } from '../dynamo/meetings/meeting-item.ts';
import { createMeetingReader, type StoredMeeting } from '../dynamo/meetings/meeting-reader.ts';
import { type EndedMeetings, endedMeetings } from './ended-meetings.ts';
import { type AttendanceWanted, type MeetingAttendance, meetingAttendance } from './meeting-attendance.ts';
import { type MeetingInstances, meetingInstances } from './meeting-instances.ts';
import { type OpenCapture, type OpenCaptures, openCaptures } from './open-captures.ts';
import type { Page } from './pages.ts';
import { type PersonMeeting, type PersonMeetings, personMeetings } from './person-meetings.ts';
import { type SessionQuality, type SessionQualityWanted, sessionQuality } from './session-quality.ts';
import type { Store } from './store.ts';
import { type StoredRows, storedRows } from './stored-rows.ts';
import { type WorstSession, type WorstSessionsWanted, worstSessions } from './worst-sessions.ts';

type Pages<Answer> = AsyncGenerator<Page<Answer>>;

/** What can be asked of the `Captures` table. Each member's own docstring says index, cost, order and units. */
export type Queries = {
  /** Ids of the Zoom accounts that have meetings here, consistent: a read unit. */
  readonly accounts: () => Promise<string[]>;
  /** {@link endedMeetings} */
  readonly endedMeetings: (wanted: EndedMeetings) => Pages<MeetingRecord>;
  /** {@link meetingInstances} */
  readonly meetingInstances: (wanted: MeetingInstances) => Pages<MeetingRecord>;
  /** One meeting with its captures; undefined when the store has none. Four items by key, consistent: a read unit each. */
  readonly findMeeting: (uuid: string) => Promise<StoredMeeting | undefined>;
  /** {@link storedRows} */
  readonly rows: (wanted: StoredRows) => Pages<Row>;
  /** {@link meetingAttendance} */
  readonly attendance: (wanted: AttendanceWanted) => Promise<MeetingAttendance | undefined>;
  /** {@link personMeetings} */
  readonly personMeetings: (wanted: PersonMeetings) => Pages<PersonMeeting>;
  /** {@link worstSessions} */
  readonly worstSessions: (wanted: WorstSessionsWanted) => Pages<WorstSession>;
  /** {@link sessionQuality} */
  readonly sessionQuality: (wanted: SessionQualityWanted) => Pages<SessionQuality>;
  /** {@link openCaptures} */
  readonly openCaptures: (wanted: OpenCaptures) => Pages<OpenCapture>;
};

/**
 * The questions that the `Captures` table is laid out for, by its keys and indexes: never a Scan. Lists come in pages;
 * `itemsOf` walks their answers one by one. What has expired is left out. Reading twice changes nothing.
 *
 * @example
 * const queries = createQueries({ client: new DynamoDBClient(), table: process.env.CAPTURES_TABLE });
 * for await (const meeting of itemsOf(queries.endedMeetings({ account, ended: wholeDay('2026-11-20') }))) …
 */
export function createQueries(store: Store): Queries {
  return {
    accounts: () => listAccounts(store.client, store.table),
    endedMeetings: (wanted) => endedMeetings(wanted, store),
    meetingInstances: (wanted) => meetingInstances(wanted, store),
    findMeeting: (uuid) => createMeetingReader(store).find(uuid),
    rows: (wanted) => storedRows(wanted, store),
    attendance: (wanted) => meetingAttendance(wanted, store),
    personMeetings: (wanted) => personMeetings(wanted, store),
    worstSessions: (wanted) => worstSessions(wanted, store),
    sessionQuality: (wanted) => sessionQuality(wanted, store),
    openCaptures: (wanted) => openCaptures(wanted, store),
  };
}
