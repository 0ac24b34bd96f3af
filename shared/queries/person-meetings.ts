import { type Attendance, computeAttendance } from '../analysis/attendance/attendance.ts';
import type { Person } from '../analysis/attendance/people.ts';
import { compareTexts } from '../analysis/attendance/records.ts';
import { personKey } from '../domain/person-key.ts';
import type { MeetingRecord } from '../dynamo/meetings/meeting-item.ts';
import { type PersonStay, readPerson } from '../dynamo/rows/person-reader.ts';
import type { Store } from '../dynamo/store.ts';
import { getMeetings } from './items-by-key.ts';
import { decodeCursor, encodeCursor, type Paging, type QueryPage, readPaging } from './paging.ts';
import { readTimeSpan, type TimeSpan } from './time-span.ts';

export type PersonMeetingsQuery = Paging & {
  /** An e-mail address in any letter case, or a Zoom user id as Zoom writes it. */
  readonly person: string;
  /** When they joined, both ends included. */
  readonly joined: TimeSpan;
};

/** A meeting that somebody joined. Name, devices and role are not in the index: `meetingAttendance` has them. */
export type PersonMeeting = Pick<
  Person,
  | 'firstJoinAt'
  | 'lastLeaveAt'
  | 'presences'
  | 'attendedSeconds'
  | 'attendedMinutes'
  | 'share'
  | 'waitingSeconds'
  | 'breakoutRooms'
  | 'rejoins'
  | 'oddities'
> & {
  /** Its parts in the order of their start: more than one where it was restarted within 5 minutes while they were there. */
  readonly meetings: readonly [MeetingRecord, ...MeetingRecord[]];
  /** By which it stands in the list, ISO 8601: of the first stay, the waiting room included. */
  readonly joinedAt: string;
};

/**
 * The meetings that a person joined between two days with the minutes they attended, by the time of joining, under every
 * address and id that their rows tie together. Guests whose rows have neither are not found.
 *
 * Index `by-person`, eventually consistent: about half a read unit per ten stays, a stay being a row of the report or of
 * the participants' list; and a read unit per meeting, consistent. All is read before the first page, also for a limit
 * and after a cursor: holds the stays of the span. A stay of a meeting that began before the span counts from the
 * joinings within it.
 * @throws RangeError when a time is none; CursorError
 */
export async function* personMeetings(
  query: PersonMeetingsQuery,
  store: Store,
): AsyncGenerator<QueryPage<PersonMeeting>> {
  const { limit, pageSize, after } = readPaging(query);
  const { from, to } = readTimeSpan(query.joined);
  const question = `person ${JSON.stringify([personKey(query.person), from, to])}`;
  const begin = after === undefined ? undefined : decodeCursor(question, after);
  const stays = await Array.fromAsync(readPerson({ person: query.person, from, to }, store));
  const meetings = await getMeetings(new Set(stays.map(({ uuid }) => uuid)), store);
  const all = attendMeetings(stays, meetings, query.person).filter(
    (one) => begin === undefined || comparePositions(positionOf(one), begin) > 0,
  );
  const shown = all.slice(0, limit);
  for (let at = 0; at < shown.length; at += pageSize) {
    const items = shown.slice(at, at + pageSize);
    const last = items.at(-1);
    const hasMore = at + items.length < all.length;
    yield { items, ...(last && hasMore && { cursor: encodeCursor(question, positionOf(last)) }) };
  }
}

/** All these stays are of one person, whatever each row has to tell it by: so all get one sign. */
function attendMeetings(
  stays: readonly PersonStay[],
  meetings: ReadonlyMap<string, MeetingRecord>,
  person: string,
): PersonMeeting[] {
  const rows = stays
    .filter(({ uuid }) => meetings.has(uuid))
    .map(({ uuid, dataset, row }) => ({ uuid, dataset, row: { ...row, participant_user_id: person } }));
  return computeAttendance([...meetings.values()], rows)
    .flatMap((one) => createPersonMeeting(one, meetings) ?? [])
    .sort((one, other) => comparePositions(positionOf(one), positionOf(other)));
}

function createPersonMeeting(
  { people, parts, sessions }: Attendance,
  meetings: ReadonlyMap<string, MeetingRecord>,
): PersonMeeting | undefined {
  const [first, ...more] = parts.flatMap(({ uuid }) => meetings.get(uuid) ?? []);
  const [person] = people;
  if (!first || !person) return undefined;
  const joinedAtMs = sessions[0]?.stay.whole?.fromMs;
  return {
    meetings: [first, ...more],
    joinedAt: joinedAtMs === undefined ? first.endedAt : new Date(joinedAtMs).toISOString(),
    ...(person.firstJoinAt !== undefined && { firstJoinAt: person.firstJoinAt }),
    ...(person.lastLeaveAt !== undefined && { lastLeaveAt: person.lastLeaveAt }),
    presences: person.presences,
    attendedSeconds: person.attendedSeconds,
    attendedMinutes: person.attendedMinutes,
    share: person.share,
    waitingSeconds: person.waitingSeconds,
    breakoutRooms: person.breakoutRooms,
    rejoins: person.rejoins,
    oddities: person.oddities,
  };
}

/** Where a meeting stands in the list: what a cursor holds. */
type Position = Readonly<Record<string, string>>;

const positionOf = ({ joinedAt, meetings }: PersonMeeting): Position => ({ joinedAt, uuid: meetings[0].uuid });

const comparePositions = (one: Position, other: Position): number =>
  compareTexts(`${one.joinedAt} ${one.uuid}`, `${other.joinedAt} ${other.uuid}`);
