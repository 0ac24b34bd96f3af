import type { Attendance } from '../attendance/attendance.ts';
import { type IdentitySigns, readIdentitySigns, type SignKind } from '../attendance/identity.ts';
import type { Person } from '../attendance/people.ts';
import type { SourceRow } from '../attendance/records.ts';
import type { Registrant } from '../attendance/registration.ts';
import { type Interval, uniteIntervals } from '../attendance/time.ts';

/** A stay within one instance. */
export type Presence = Interval & { readonly uuid: string };

/** Somebody in one meeting: what a course has to know of them. */
export type MeetingPerson = Pick<Person, 'name' | 'email' | 'userId' | 'knownBy' | 'role'> & {
  readonly names: readonly string[];
  /** Of all their stays together. */
  readonly signs: IdentitySigns;
  /** In the meeting or a breakout room, within the instance's time; overlaps within an instance counted once. */
  readonly presences: readonly Presence[];
};

/** One meeting of a course, a restart included, without its rows: these need not be held for a whole course. */
export type CourseMeeting = {
  readonly meetingId: string;
  readonly topic?: string | undefined;
  /** One for each instance, in the order of their start. */
  readonly parts: readonly (Interval & { readonly uuid: string })[];
  readonly people: readonly MeetingPerson[];
  /** Who had registered and could come; none where nobody had to, or they are not captured. */
  readonly registrants: readonly Registrant[];
  /** Whether a list of everybody who was there is stored, of each part. */
  readonly isWhole: boolean;
};

export type CourseMeetingFacts = Pick<CourseMeeting, 'topic' | 'isWhole'>;

/** What a course has to know of a meeting. `rows` are those that its attendance was computed from. */
export function readCourseMeeting(
  { meetingId, parts, people, sessions, registrants = [] }: Attendance,
  rows: readonly SourceRow[],
  facts: CourseMeetingFacts,
): CourseMeeting {
  const readPerson = (person: Person): MeetingPerson => {
    const own = person.sessions.flatMap((index) => sessions[index] ?? []);
    const inside = own.filter(({ place }) => place !== 'waiting-room');
    const byUuid = Map.groupBy(inside, ({ uuid }) => uuid);
    const { name, names, email, userId, knownBy, role } = person;
    return {
      name,
      names,
      knownBy,
      ...(email !== undefined && { email }),
      ...(userId !== undefined && { userId }),
      ...(role !== undefined && { role }),
      signs: uniteSigns(own.map((session) => readIdentitySigns(session, rows))),
      presences: [...byUuid].flatMap(([uuid, stays]) =>
        uniteIntervals(stays.map(({ stay }) => stay.counted)).map((interval) => ({ uuid, ...interval })),
      ),
    };
  };
  return {
    ...facts,
    meetingId,
    parts: parts.map(({ uuid, span }) => ({ uuid, ...span })),
    people: people.map(readPerson),
    registrants: registrants.filter(({ isExpected }) => isExpected),
  };
}

/** All signs of these, kind by kind. */
export function uniteSigns(all: readonly IdentitySigns[]): IdentitySigns {
  const unite = (kind: SignKind) => new Set(all.flatMap((signs) => [...signs[kind]]));
  return {
    'participant-user-id': unite('participant-user-id'),
    'user-id': unite('user-id'),
    email: unite('email'),
    'registrant-id': unite('registrant-id'),
    'customer-key': unite('customer-key'),
    'participant-uuid': unite('participant-uuid'),
  };
}
