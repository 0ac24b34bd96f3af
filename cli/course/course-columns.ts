import type { Course, CourseCell, CoursePerson } from '../../shared/analysis/course/course.ts';
import type { HeldSession } from '../../shared/analysis/course/course-sessions.ts';
import { omit } from '../../shared/domain/omit.ts';
import { wallText, type Zone } from '../../shared/domain/zone/zone.ts';
import { minutesText, percentText, roundedTo, secondText, unionsText } from '../output/cells.ts';
import type { AnswerColumn } from '../texts/answer.ts';

/** How a course is shown. */
export type CourseView = {
  readonly zone: Zone;
  readonly presenceOnly: boolean;
  /** Whether it is said what made stays one person's. */
  readonly why: boolean;
  /** In the order of the sessions, each once. */
  readonly names: readonly string[];
};

/** Sessions by their day there; where a day has several, with the time, or a number where times are not shown. */
export function sessionNames(
  { sessions }: Course,
  { zone, presenceOnly }: Pick<CourseView, 'zone' | 'presenceOnly'>,
): string[] {
  const onDay = Map.groupBy(sessions, ({ day }) => day);
  const taken = new Map<string, number>();
  return sessions.map(({ day, fromMs }) => {
    const isAlone = onDay.get(day)?.length === 1;
    const name = isAlone || presenceOnly ? day : `${day} ${wallText(fromMs, zone).slice(11, 16)}`;
    const before = taken.get(name) ?? 0;
    taken.set(name, before + 1);
    return before === 0 ? name : `${name} (${before + 1})`;
  });
}

/** Without times, shares and minutes: what some works councils allow. */
export function presenceText({ status, attendedMs }: CourseCell): string {
  if (status === 'unknown' || status === 'not expected') return status;
  if (status === 'absent') return attendedMs > 0 ? 'partly' : 'absent';
  return 'present';
}

const letters: Readonly<Record<CourseCell['status'], string>> = {
  present: '',
  late: 'L ',
  'left early': 'E ',
  'late, left early': 'LE ',
  absent: 'A ',
  'not expected': '',
  unknown: '? ',
};

/** `98%`, `L 85%`, `A` for who was not there, `?` for what nobody can say, and blank for who was not expected. */
export function cellText({ status, attendedMs, share }: CourseCell): string {
  if (attendedMs === 0) return letters[status].trim();
  return `${letters[status]}${Math.round(share * 100)}%`;
}

const minutes = (ms: number): number => roundedTo(ms / 60_000, 2);

const who: readonly AnswerColumn<CoursePerson>[] = [
  { name: 'name', width: 24, shorten: true, cell: ({ name }) => name },
  { name: 'email', only: 'csv', cell: ({ email }) => email },
  { name: 'user_id', only: 'csv', cell: ({ userId }) => userId },
  { name: 'known_by', only: 'csv', cell: ({ knownBy }) => knownBy },
];

const joinedBy: AnswerColumn<CoursePerson> = {
  name: 'joined_by',
  shorten: true,
  cell: ({ unions }) => unionsText(unions),
};

const counts: readonly AnswerColumn<CoursePerson>[] = [
  { name: 'sessions', only: 'csv', cell: ({ totals }) => totals.sessions },
  {
    name: 'present',
    cell: ({ totals }) => totals.present,
    text: ({ totals }) => `${totals.present}/${totals.sessions}`,
  },
  { name: 'absent', only: 'csv', cell: ({ totals }) => totals.absent },
];

const measured: readonly AnswerColumn<CoursePerson>[] = [
  { name: 'late', cell: ({ totals }) => totals.late, text: ({ totals }) => String(totals.late || '') },
  { name: 'early', cell: ({ totals }) => totals.leftEarly, text: ({ totals }) => String(totals.leftEarly || '') },
  {
    name: 'minutes',
    cell: ({ totals }) => minutes(totals.attendedMs),
    text: ({ totals }) => minutesText(totals.attendedMs / 60_000),
  },
  {
    name: 'share',
    cell: ({ totals }) => (totals.share === undefined ? undefined : roundedTo(totals.share, 4)),
    text: ({ totals }) => (totals.share === undefined ? '' : percentText(totals.share)),
  },
  { name: 'minutes_with_others', only: 'csv', cell: ({ totals }) => minutes(totals.metMs) },
];

/** A column for each session from `from` on, after who it is and the totals. */
export function matrixColumns({ names, presenceOnly, why }: CourseView, from: number): AnswerColumn<CoursePerson>[] {
  const sessions = names.map((name, at): AnswerColumn<CoursePerson> => {
    const csv = ({ share, status }: CourseCell) =>
      status === 'unknown' || status === 'not expected' ? undefined : roundedTo(share, 4);
    return {
      name,
      ...(at < from && { only: 'csv' }),
      cell: ({ cells }) => {
        const cell = cells[at];
        if (!cell) return undefined;
        return presenceOnly ? presenceText(cell) : csv(cell);
      },
      text: ({ cells }) => {
        const cell = cells[at];
        if (!cell) return '';
        return presenceOnly ? presenceText(cell) : cellText(cell);
      },
    };
  });
  return [...who, ...(why ? [joinedBy] : []), ...counts, ...(presenceOnly ? [] : measured), ...sessions];
}

/** One person in one session. */
export type LongLine = { readonly person: CoursePerson; readonly cell: CourseCell; readonly session: number };

export const longLines = ({ people }: Course): LongLine[] =>
  people.flatMap((person) => person.cells.map((cell, session) => ({ person, cell, session })));

const at = (ms: number | undefined): string | undefined => (ms === undefined ? undefined : new Date(ms).toISOString());

export function longColumns({ names, presenceOnly, why }: CourseView): AnswerColumn<LongLine>[] {
  const times: AnswerColumn<LongLine>[] = [
    { name: 'share', cell: ({ cell }) => roundedTo(cell.share, 4), text: ({ cell }) => percentText(cell.share) },
    {
      name: 'minutes',
      cell: ({ cell }) => minutes(cell.attendedMs),
      text: ({ cell }) => minutesText(cell.attendedMs / 60_000),
    },
    { name: 'minutes_with_others', only: 'csv', cell: ({ cell }) => minutes(cell.metMs) },
    {
      name: 'first_join',
      cell: ({ cell }) => at(cell.firstJoinMs),
      text: ({ cell }, zone) => secondText(at(cell.firstJoinMs), zone),
    },
    {
      name: 'last_leave',
      cell: ({ cell }) => at(cell.lastLeaveMs),
      text: ({ cell }, zone) => secondText(at(cell.lastLeaveMs), zone),
    },
  ];
  return [
    { name: 'session', cell: ({ session }) => names[session] },
    ...[...who, ...(why ? [joinedBy] : [])].map((column) => ({
      ...omit(column, 'text'),
      cell: ({ person }: LongLine) => column.cell(person),
    })),
    { name: 'status', cell: ({ cell }) => (presenceOnly ? presenceText(cell) : cell.status) },
    ...(presenceOnly ? [] : times),
  ];
}

/** A person for programs. */
export function personJson(
  { cells, totals, unions, ...person }: CoursePerson,
  { names, presenceOnly, why }: CourseView,
) {
  const { name, email, userId, knownBy, entry } = person;
  const { sessions, present, absent, late, leftEarly, share } = totals;
  const known = {
    name,
    email,
    userId,
    knownBy,
    onRoster: entry === undefined ? undefined : true,
    ...(why && { joinedBy: unions.map(({ kind, value }) => ({ kind, value })) }),
  };
  if (presenceOnly) {
    const own = cells.map((cell, index) => ({ session: names[index], presence: presenceText(cell) }));
    return { ...known, totals: { sessions, present, absent }, sessions: own };
  }
  return {
    ...known,
    totals: {
      sessions,
      present,
      absent,
      late,
      leftEarly,
      share,
      minutes: totals.attendedMs / 60_000,
      heldMinutes: totals.heldMs / 60_000,
      minutesWithOthers: totals.metMs / 60_000,
    },
    sessions: cells.map((cell, index) => ({
      session: names[index],
      status: cell.status,
      share: cell.share,
      minutes: cell.attendedMs / 60_000,
      minutesWithOthers: cell.metMs / 60_000,
      firstJoinAt: at(cell.firstJoinMs),
      lastLeaveAt: at(cell.lastLeaveMs),
    })),
  };
}

/** The sessions for programs. */
export const sessionsJson = ({ sessions }: Course, { names, presenceOnly }: CourseView) =>
  sessions.map(({ day, isWhole, people, ...session }, index) => ({
    name: names[index],
    day,
    complete: isWhole,
    people,
    uuids: session.uuids,
    topic: session.meetings[0]?.topic,
    ...(!presenceOnly && heldJson(session)),
  }));

export const extrasJson = ({ extras }: Course, { presenceOnly }: CourseView) =>
  extras.map((extra) => ({
    uuids: extra.uuids,
    names: extra.meetings.flatMap(({ people }) => people.map(({ name }) => name)),
    ...(!presenceOnly && heldJson(extra)),
  }));

const heldJson = ({ fromMs, toMs, heldMs, metMs }: Pick<HeldSession, 'fromMs' | 'toMs' | 'heldMs' | 'metMs'>) => ({
  startedAt: at(fromMs),
  endedAt: at(toMs),
  heldMinutes: heldMs / 60_000,
  minutesWithTwo: metMs / 60_000,
});
