import { type Interval, lengthMs, uniteIntervals } from '../attendance/time.ts';
import { type Attendee, findAttendees } from './attendee.ts';
import type { CourseMeeting, Presence } from './course-meeting.ts';
import { groupIntoSessions, type HeldSession, overlapMs, type SessionRules } from './course-sessions.ts';
import { type Doubt, matchRoster, type RosterEntry } from './roster.ts';

export type CourseRules = SessionRules & {
  /** The least share of a session, 0 to 1, to have been there. */
  readonly threshold: number;
  /** Later after the start, or earlier before the end, than so long: late, left early. In ms. */
  readonly lateMs: number;
  readonly earlyMs: number;
};

/** `unknown`: nobody can say, since the session's lists are not whole. */
type CellStatus = 'present' | 'late' | 'left early' | 'late, left early' | 'absent' | 'not expected' | 'unknown';

/** One person in one session. */
export type CourseCell = {
  readonly status: CellStatus;
  /** Within the time that it was held. */
  readonly attendedMs: number;
  /** Of that time, 0 to 1. */
  readonly share: number;
  /** Part of `attendedMs`: while at least two people were in the same meeting. */
  readonly metMs: number;
  readonly firstJoinMs?: number;
  readonly lastLeaveMs?: number;
};

type CourseSession = HeldSession & {
  /** That it began on. */
  readonly day: string;
  /** Whether all of it is stored; one that is not counts in no total. */
  readonly isWhole: boolean;
  readonly people: number;
};

export type CoursePerson = {
  readonly name: string;
  readonly email?: string | undefined;
  readonly userId?: string | undefined;
  readonly knownBy: Attendee['knownBy'] | 'roster';
  /** What made their stays in several meetings one person's. */
  readonly unions: Attendee['unions'];
  /** On the roster, as which entry; absent without one. */
  readonly entry?: number | undefined;
  /** In the order of the sessions. */
  readonly cells: readonly CourseCell[];
  readonly totals: CourseTotals;
};

/** Over the sessions that count: whole ones in which the person was expected. */
type CourseTotals = {
  readonly sessions: number;
  readonly present: number;
  readonly late: number;
  readonly leftEarly: number;
  readonly absent: number;
  readonly attendedMs: number;
  readonly heldMs: number;
  /** `attendedMs` of `heldMs`, 0 to 1; absent where no session counts. */
  readonly share?: number;
  readonly metMs: number;
};

export type Course = {
  readonly sessions: readonly CourseSession[];
  /** Meetings in which nobody met: no sessions. */
  readonly extras: readonly HeldSession[];
  /** With a roster its entries in their order, then who else was there; else all who were there, by name. */
  readonly people: readonly CoursePerson[];
  readonly doubts: readonly Doubt[];
};

export type CourseQuestion = {
  readonly meetings: readonly CourseMeeting[];
  /** Everybody who was there is expected in all sessions where there is none. */
  readonly roster?: readonly RosterEntry[] | undefined;
  readonly rules: CourseRules;
  /** The day of an instant, such as `2026-11-20`. */
  readonly dayOf: (atMs: number) => string;
};

/** Who attended which session of a course. Pure; the order of meetings and of their people changes nothing. */
export function computeCourse({ meetings, roster, rules, dayOf }: CourseQuestion): Course {
  const { sessions: held, extras } = groupIntoSessions(meetings, rules);
  const sessions = held.map((session): CourseSession => {
    const people = findAttendees([session]).filter(({ presences }) => lengthMs(presences.get(0) ?? []) > 0);
    const isWhole = session.meetings.every((meeting) => meeting.isWhole);
    return { ...session, day: dayOf(session.fromMs), isWhole, people: people.length };
  });
  const attendees = findAttendees(held).filter(({ presences }) => [...presences.values()].flat().length > 0);
  const { own, doubts, others } = roster ? matchRoster(attendees, roster) : { own: [], doubts: [], others: attendees };
  const expected = (roster ?? []).map((entry, index): CoursePerson => {
    const mine = own[index] ?? [];
    const cells = sessions.map((session, at) => createCell({ session, at, attendees: mine, rules, entry }));
    const userId = mine.map((one) => one.userId).find((id) => id !== undefined);
    const { name, emails } = entry;
    const shown = { name: name || (mine[0]?.name ?? ''), email: emails[0] ?? mine[0]?.email, userId };
    return {
      ...shown,
      knownBy: 'roster',
      unions: mine.flatMap(({ unions }) => unions),
      entry: index,
      cells,
      totals: sumUp(cells, sessions),
    };
  });
  const rest = others.map((attendee): CoursePerson => {
    const { name, email, userId, knownBy, unions } = attendee;
    const isExpected = roster === undefined;
    const cells = sessions.map((session, at) => {
      const cell = createCell({ session, at, attendees: [attendee], rules });
      return isExpected || cell.status !== 'absent' || cell.attendedMs > 0 ? cell : notExpected;
    });
    return { name, email, userId, knownBy, unions, cells, totals: sumUp(cells, sessions) };
  });
  const byName = rest.toSorted((a, b) => a.name.localeCompare(b.name, 'en') || compare(a.email, b.email));
  return { sessions, extras, people: [...expected, ...byName], doubts };
}

const compare = (a = '', b = ''): number => Number(a > b) - Number(a < b);

const notExpected: CourseCell = { status: 'not expected', attendedMs: 0, share: 0, metMs: 0 };

type CellQuestion = {
  readonly session: CourseSession;
  /** The index of the session. */
  readonly at: number;
  readonly attendees: readonly Attendee[];
  readonly rules: CourseRules;
  readonly entry?: RosterEntry;
};

function createCell(question: CellQuestion): CourseCell {
  const { session, at, attendees } = question;
  const presences = attendees.flatMap((attendee) => attendee.presences.get(at) ?? []);
  const united = uniteIntervals(presences);
  const attendedMs = overlapMs(united, session.held);
  const share = session.heldMs > 0 ? attendedMs / session.heldMs : 0;
  const metMs = lengthMs(presences.flatMap((presence) => metWithin(presence, session)));
  const [firstJoinMs, lastLeaveMs] = [united[0]?.fromMs, united.at(-1)?.toMs];
  const times = firstJoinMs === undefined || lastLeaveMs === undefined ? {} : { firstJoinMs, lastLeaveMs };
  const stay = { attendedMs, share, metMs, ...times };
  return { status: judgeStatus(stay, question), ...stay };
}

function judgeStatus(
  { attendedMs, share, firstJoinMs, lastLeaveMs }: Omit<CourseCell, 'status'>,
  { session, rules, entry }: CellQuestion,
): CellStatus {
  const isExpected = (entry?.from ?? '') <= session.day && session.day <= (entry?.to ?? '~');
  if (!isExpected && attendedMs === 0) return 'not expected';
  if (!session.isWhole) return 'unknown';
  if (attendedMs === 0 || share < rules.threshold) return isExpected ? 'absent' : 'not expected';
  const isLate = (firstJoinMs ?? 0) - session.fromMs > rules.lateMs;
  const isEarly = session.toMs - (lastLeaveMs ?? 0) > rules.earlyMs;
  if (isLate && isEarly) return 'late, left early';
  if (isLate) return 'late';
  return isEarly ? 'left early' : 'present';
}

/** When others were in the same meeting, within a presence. */
const metWithin = ({ uuid, fromMs, toMs }: Presence, { met }: HeldSession): Interval[] =>
  (met.get(uuid) ?? []).flatMap((one) => {
    const both = { fromMs: Math.max(one.fromMs, fromMs), toMs: Math.min(one.toMs, toMs) };
    return both.fromMs < both.toMs ? [both] : [];
  });

function sumUp(cells: readonly CourseCell[], sessions: readonly CourseSession[]): CourseTotals {
  const counted = cells.flatMap((cell, at) => {
    const session = sessions[at];
    const counts = session !== undefined && cell.status !== 'unknown' && cell.status !== 'not expected';
    return counts ? [{ cell, heldMs: session.heldMs }] : [];
  });
  const count = (...statuses: CellStatus[]) => counted.filter(({ cell }) => statuses.includes(cell.status)).length;
  const sum = (of: (one: (typeof counted)[number]) => number) => counted.reduce((total, one) => total + of(one), 0);
  const attendedMs = sum(({ cell }) => cell.attendedMs);
  const heldMs = sum((one) => one.heldMs);
  return {
    sessions: counted.length,
    present: counted.length - count('absent'),
    late: count('late', 'late, left early'),
    leftEarly: count('left early', 'late, left early'),
    absent: count('absent'),
    attendedMs,
    heldMs,
    ...(heldMs > 0 && { share: attendedMs / heldMs }),
    metMs: sum(({ cell }) => cell.metMs),
  };
}
