import type { CourseMeeting } from '../analysis/course/course-meeting.ts';
import type { PersonQuality } from '../analysis/quality/person-quality.ts';
import type { Row } from '../domain/row/row.ts';
import { listAccounts } from '../dynamo/meetings/meeting-accounts.ts';
import type { MeetingRecord } from '../dynamo/meetings/meeting-item.ts';
import { createMeetingReader, type StoredMeeting } from '../dynamo/meetings/meeting-reader.ts';
import type { Store } from '../dynamo/store.ts';
import { type CourseMeetingsQuery, courseMeetings } from './course-meetings.ts';
import { type AttendanceQuery, type MeetingAttendance, meetingAttendance } from './meeting-attendance.ts';
import { type EndedMeetingsQuery, endedMeetings, type MeetingInstancesQuery, meetingInstances } from './meetings.ts';
import { type OpenCapture, type OpenCapturesQuery, openCaptures } from './open-captures.ts';
import type { QueryPage } from './paging.ts';
import { type PersonMeeting, type PersonMeetingsQuery, personMeetings } from './person-meetings.ts';
import { type PersonQualityQuery, personQuality } from './person-quality.ts';
import {
  type SessionQuality,
  type SessionQualityQuery,
  sessionQuality,
  type WorstSession,
  type WorstSessionsQuery,
  worstSessions,
} from './quality.ts';
import { type QualityByKey, type QualityByKeyQuery, qualityByKey } from './quality-by-key.ts';
import { type StoredRowsQuery, storedRows } from './rows.ts';

export type { Store } from '../dynamo/store.ts';
// The public API: what docs/queries.md names, and nothing else. The other files of this folder may change at any time.
export type { MeetingAttendance } from './meeting-attendance.ts';
export type { OpenCapture } from './open-captures.ts';
export { CursorError, itemsOf, type Paging, type QueryPage } from './paging.ts';
export type { PersonMeeting } from './person-meetings.ts';
export type { SessionQuality, WorstSession } from './quality.ts';
export type { QualityByKey } from './quality-by-key.ts';
export { type TimeSpan, wholeDay } from './time-span.ts';

type Pages<Answer> = AsyncGenerator<QueryPage<Answer>>;

/** What can be asked of the `Captures` table. Each member's own docstring says index, cost, order and units. */
export type Queries = {
  /** Ids of the Zoom accounts that have meetings here, consistent: a read unit. */
  readonly accounts: () => Promise<string[]>;
  /** {@link endedMeetings} */
  readonly endedMeetings: (query: EndedMeetingsQuery) => Pages<MeetingRecord>;
  /** {@link meetingInstances} */
  readonly meetingInstances: (query: MeetingInstancesQuery) => Pages<MeetingRecord>;
  /** One meeting with its captures; undefined when the store has none. Four items by key, consistent: a read unit each. */
  readonly findMeeting: (uuid: string) => Promise<StoredMeeting | undefined>;
  /** {@link storedRows} */
  readonly rows: (query: StoredRowsQuery) => Pages<Row>;
  /** {@link meetingAttendance} */
  readonly attendance: (query: AttendanceQuery) => Promise<MeetingAttendance | undefined>;
  /** {@link courseMeetings} */
  readonly courseMeetings: (query: CourseMeetingsQuery) => AsyncGenerator<CourseMeeting>;
  /** {@link personMeetings} */
  readonly personMeetings: (query: PersonMeetingsQuery) => Pages<PersonMeeting>;
  /** {@link personQuality} */
  readonly personQuality: (query: PersonQualityQuery) => Promise<PersonQuality | undefined>;
  /** {@link worstSessions} */
  readonly worstSessions: (query: WorstSessionsQuery) => Pages<WorstSession>;
  /** {@link sessionQuality} */
  readonly sessionQuality: (query: SessionQualityQuery) => Pages<SessionQuality>;
  /** {@link qualityByKey} */
  readonly qualityByKey: (query: QualityByKeyQuery) => Promise<QualityByKey>;
  /** {@link openCaptures} */
  readonly openCaptures: (query: OpenCapturesQuery) => Pages<OpenCapture>;
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
    endedMeetings: (query) => endedMeetings(query, store),
    meetingInstances: (query) => meetingInstances(query, store),
    findMeeting: (uuid) => createMeetingReader(store).find(uuid),
    rows: (query) => storedRows(query, store),
    attendance: (query) => meetingAttendance(query, store),
    courseMeetings: (query) => courseMeetings(query, store),
    personMeetings: (query) => personMeetings(query, store),
    personQuality: (query) => personQuality(query, store),
    worstSessions: (query) => worstSessions(query, store),
    sessionQuality: (query) => sessionQuality(query, store),
    qualityByKey: (query) => qualityByKey(query, store),
    openCaptures: (query) => openCaptures(query, store),
  };
}
