import { readIdentitySigns, type Union, unitePeople } from './identity.ts';
import { joinSessions, type Session } from './join.ts';
import { type OwnSession, type Person, summarizePerson } from './people.ts';
import type { SourceRow } from './records.ts';
import { matchRegistrants, type Registrant, tellsOfExpected } from './registration.ts';
import {
  type MeasuredSession,
  type MeetingPart,
  type MeetingTimes,
  measurePart,
  measureSessions,
  stitchRestarts,
} from './stays.ts';
import { lengthMs } from './time.ts';

/** Who attended one meeting, which may have been restarted. */
export type Attendance = {
  /** Blank where it is not known. */
  readonly meetingId: string;
  /** One for each UUID, in the order of their start. */
  readonly parts: readonly MeetingPart[];
  /** All parts together; the breaks between them are not part of the meeting. */
  readonly lengthSeconds: number;
  /** In the order of joining. Their `rows` are indexes into the rows that were given. */
  readonly sessions: readonly MeasuredSession[];
  /** In the order of their first session, waiting included. Each session is one person's. */
  readonly people: readonly Person[];
  /** What made several sessions one person's. */
  readonly unions: readonly Union[];
  /** Who registered, and whether they came; absent where no row tells. */
  readonly registrants?: readonly Registrant[];
};

/**
 * Who attended these meetings, for how long, from where: an answer for each meeting in the order of its start, where a
 * meeting restarted within minutes is one. People are united within such a meeting, not across meetings.
 *
 * A UUID given twice counts once, as first given. Rows of a UUID that is not among the meetings make a meeting of their
 * own, whose times are those of its rows. Pure, throws nothing; the order of rows changes nothing but the indexes.
 */
export function computeAttendance(meetings: readonly MeetingTimes[], rows: readonly SourceRow[]): Attendance[] {
  const sessionsByUuid = Map.groupBy(joinSessions(rows), ({ uuid }) => uuid);
  const known = new Map<string, MeetingTimes>();
  for (const meeting of meetings) if (!known.has(meeting.uuid)) known.set(meeting.uuid, meeting);
  for (const uuid of sessionsByUuid.keys()) if (!known.has(uuid)) known.set(uuid, { uuid });
  const parts = [...known.values()].map((meeting) => measurePart(meeting, sessionsByUuid.get(meeting.uuid) ?? []));
  return stitchRestarts(parts).map((own) => {
    const sessions = own.flatMap(({ uuid }) => sessionsByUuid.get(uuid) ?? []);
    return computeOne(own, sessions, rows);
  });
}

/** The attendance of one meeting from its parts and their sessions. */
function computeOne(parts: readonly MeetingPart[], joined: readonly Session[], rows: readonly SourceRow[]): Attendance {
  const meetingMs = lengthMs(parts.map(({ span }) => span));
  const sessions = measureSessions(joined, parts);
  const owned = sessions.map((session, index): OwnSession => {
    return { index, session, signs: readIdentitySigns(session, rows) };
  });
  const { roots, unions } = unitePeople(owned.map(({ signs }) => signs));
  const people = [...Map.groupBy(owned, ({ index }) => roots[index]).values()];
  const uuids = new Set(parts.map(({ uuid }) => uuid));
  const registrants = matchRegistrants(
    rows.filter(({ uuid, dataset }) => uuids.has(uuid) && tellsOfExpected(dataset)),
    people.map((own) => own.map(({ signs }) => signs)),
  );
  return {
    meetingId: parts[0]?.meetingId ?? '',
    parts,
    lengthSeconds: meetingMs / 1000,
    sessions,
    people: people.map((own) => summarizePerson(own, meetingMs)),
    unions,
    ...(registrants && { registrants }),
  };
}
