import type { Command } from 'commander';
import type { Attendee } from '../../shared/analysis/attendance/attendees.ts';
import type { IsGuest } from '../../shared/analysis/attendance/guests.ts';
import type { Person } from '../../shared/analysis/attendance/people.ts';
import { readings } from '../../shared/datasets/datasets.ts';
import { datasets } from '../../shared/domain/dataset.ts';
import { meetingNumber } from '../../shared/domain/meeting/meeting-id.ts';
import { omit } from '../../shared/domain/omit.ts';
import { pick } from '../../shared/domain/pick.ts';
import { createQueries } from '../../shared/queries/index.ts';
import type { MeetingAttendance } from '../../shared/queries/meeting-attendance.ts';
import { type CommandContext, isGuestOf, note, storeOf, withQueries, withStack } from '../command-context.ts';
import { addCourseOptions, type CourseOptions, checkCourseOptions, readMeetingIds } from '../course/course-options.ts';
import { UsageError, unknownMeeting } from '../errors.ts';
import { uuidNamed } from '../named-meeting.ts';
import { checkDays } from '../options.ts';
import { counted, flagsText, minutesText, percentText, roundedTo, secondText, unionsText } from '../output/cells.ts';
import { printable } from '../output/printable.ts';
import { type AnswerColumn, type AnswerOptions, addAnswerOptions, each, printAnswer } from '../texts/answer.ts';
import { noteBefore } from '../texts/capture-notes.ts';
import { readUuid } from '../uuid-argument.ts';

type AttendanceOptions = AnswerOptions & CourseOptions & { readonly thisUuid?: true };

const examples = `
Each person once, over all devices and rejoins; minutes count overlaps once, and the waiting room not at all. A meeting
restarted within 5 minutes is one, unless --this-uuid is given. Flags:
  unidentified        nothing but a name: each of its sessions counts as a person
  assumed leave       no time of leaving: it counts up to the meeting's end
  unknown join        no time of joining: that session counts for nothing
  leave before join   likewise
  join before start, leave after end   what is outside of the meeting does not count
Rows of several lists are one stay by user_id and time of joining; --why says by which sign several stays are one person.
Where registrants are captured, those who did not come follow, flagged so, and "registered" says how whoever came was.

A course is one or more meeting ids (--course: a file with one a line), over all days that are stored or those that are
named. Its sessions are named by their day. Meetings at most --join-within minutes apart, or at the same time, are one
session; its breaks are not held. Meetings in which no two people met are no session, and are named. In a session somebody
is present who was there for --threshold percent of the time that it was held; L is late, E left early, A absent, ? not
known: its lists are not complete, and it counts for nobody. One person is one over all sessions by the same signs as in
one meeting; by a name alone only where nothing else is there, which is said.

With --roster those are expected who are on it: found by address or id, or by the very name where the row shows neither
and one person alone bears it. Without it those who registered are expected, where registrants are captured. Who may be somebody and is not surely is in doubt: named, and given to nobody.
Gradebooks have those alone who are on the roster: canvas (a roster out of Canvas keeps its columns), moodle (grades),
moodle-attendance (a file a session; P, L, A; who left early is P).

Examples:
  $ zoom-capture attendance 93201235621 --last 10w
  $ zoom-capture attendance 93201235621 --from 2026-09-01 --roster roster.csv --threshold 80 --csv > course.csv
  $ zoom-capture attendance --course algebra.txt --roster canvas.csv --gradebook canvas --points 10 > grades.csv
  $ zoom-capture attendance '/bM3k0pVTL2GdZ1rY7eXqA=='
  $ zoom-capture attendance '/bM3k0pVTL2GdZ1rY7eXqA==' --csv > attendance.csv
  $ zoom-capture attendance '/bM3k0pVTL2GdZ1rY7eXqA==' --local --json | jq '.people[] | {name, attendedMinutes}'`;

export function defineAttendance(command: Command, context: CommandContext): void {
  command
    .argument(
      '[meeting or meeting ids...]',
      'a meeting (its UUID or the beginning of it, @1, latest), or a course by the numbers people dial',
    )
    .option('--this-uuid', 'without the meetings that it was restarted from or as');
  addCourseOptions(command);
  addAnswerOptions(command, 'people')
    .addHelpText('after', examples)
    .action(async (args: readonly string[], options: AttendanceOptions) => {
      const name = oneMeeting(args);
      if (name === undefined) return courseAttendance(command, context, { args, options });
      refuseCourseOptions(command);
      return withStack(command, context, async (stack, zone) => {
        const queries = createQueries(storeOf(stack, context));
        const isGuest = isGuestOf(stack);
        const uuid = await uuidNamed(name, { queries, zone, context });
        const found = await queries.attendance({ uuid, extent: options.thisUuid ? 'this-uuid' : 'logical-meeting' });
        if (!found) throw unknownMeeting(uuid);
        for (const text of incompleteness(found)) await note(context, text);
        const { meetingId, lengthSeconds, meetings, parts } = found;
        const facts = {
          meetingId,
          topic: meetings[0]?.meeting.topic,
          uuids: parts.map((part) => part.uuid),
          lengthSeconds,
          complete: incompleteness(found).length === 0,
        };
        const { came, absent } = found.attendees;
        const ofAbsent = absent && {
          registeredDidNotCome: absent.map((one) => pick(one, 'name', 'email', 'registered')),
        };
        const toJson = (one: Attendee) => ({
          ...omit(one, 'isAbsent'),
          sessions: one.sessions.length,
          guest: isGuest(one.email),
          ...(options.why && { joinedBy: unionsOf(one, found) }),
        });
        await printAnswer(
          {
            items: each(options.json ? came : [...came, ...(absent ?? [])]),
            list: 'people',
            facts: { ...facts, ...ofAbsent },
            columns: columnsOf(found, { ...options, isGuest }),
            zone,
            toJson,
          },
          options,
          context,
        );
        if (!options.json && !options.csv) await note(context, totals(found, isGuest));
      });
    });
}

/** What names a single meeting; undefined for a course. */
function oneMeeting(args: readonly string[]): string | undefined {
  const [only, ...more] = args;
  if (only === undefined || more.length > 0 || meetingNumber(only) !== undefined) return undefined;
  return readUuid(only);
}

/** @throws {UsageError} where an option was given that a single meeting has no use for */
function refuseCourseOptions(command: Command): void {
  const own = new Set(['thisUuid', 'why', 'json', 'csv', 'columns', 'wide']);
  const given = command.options.find(
    (option) => !own.has(option.attributeName()) && command.getOptionValueSource(option.attributeName()) === 'cli',
  );
  if (given) throw new UsageError(`${given.long} is of a course: name its meeting id instead of a UUID.`);
}

async function courseAttendance(
  command: Command,
  context: CommandContext,
  { args, options }: { readonly args: readonly string[]; readonly options: AttendanceOptions },
): Promise<void> {
  const { day, from, to, last } = options;
  if ([day, from, to, last].some((one) => one !== undefined)) checkDays(options);
  checkCourseOptions(options);
  const meetingIds = await readMeetingIds(args, options);
  // Loaded here alone: a single meeting has no use for rosters and gradebooks.
  const { showCourse } = await import('../course/show-course.ts');
  return withQueries(command, context, (queries, zone) => showCourse({ meetingIds, options, queries, context, zone }));
}

/** The columns that this meeting, and what was asked, have use for. */
function columnsOf(
  found: MeetingAttendance,
  { why, isGuest }: AttendanceOptions & { readonly isGuest: IsGuest },
): readonly AnswerColumn<Attendee>[] {
  const joinedBy: AnswerColumn<Attendee> = {
    name: 'joined_by',
    shorten: true,
    importance: 2,
    cell: (one) => unionsText(unionsOf(one, found)),
  };
  const guest: AnswerColumn<Attendee> = { name: 'guest', cell: ({ email }) => guestText(isGuest(email)) };
  const hasGuests = isGuest('nobody@invalid') !== undefined;
  return [
    ...attendanceColumns,
    ...(hasGuests ? [guest] : []),
    ...(why ? [joinedBy] : []),
    ...(found.attendees.absent ? [registeredColumn] : []),
  ];
}

/** Blank where nobody can say. */
function guestText(isGuest: boolean | undefined): string | undefined {
  if (isGuest === undefined) return undefined;
  return isGuest ? 'guest' : 'internal';
}

const unionsOf = ({ sessions }: Person, { unions }: MeetingAttendance) =>
  unions.filter(({ sessions: [first] }) => sessions.includes(first)).map(({ kind, value }) => ({ kind, value }));

const registeredColumn: AnswerColumn<Attendee> = {
  name: 'registered',
  cell: ({ registered }) => registered,
};

/** Somebody who attended. Minutes have a decimal for people and two in CSV. */
const attendanceColumns: readonly AnswerColumn<Attendee>[] = [
  { name: 'name', width: 32, shorten: true, cell: ({ name }) => name },
  { name: 'email', shorten: true, cell: ({ email }) => email },
  {
    name: 'first_join',
    cell: (person) => person.firstJoinAt,
    text: (person, zone) => secondText(person.firstJoinAt, zone),
  },
  {
    name: 'last_leave',
    cell: (person) => person.lastLeaveAt,
    text: (person, zone) => secondText(person.lastLeaveAt, zone),
  },
  {
    name: 'minutes',
    importance: 2,
    cell: ({ attendedMinutes }) => roundedTo(attendedMinutes, 2),
    text: ({ attendedMinutes }) => minutesText(attendedMinutes),
  },
  { name: 'share', importance: 2, cell: ({ share }) => roundedTo(share, 4), text: ({ share }) => percentText(share) },
  {
    name: 'waiting_minutes',
    cell: ({ waitingSeconds }) => roundedTo(waitingSeconds / 60, 2),
    text: ({ waitingSeconds }) => (waitingSeconds > 0 ? minutesText(waitingSeconds / 60) : ''),
  },
  { name: 'breakout_rooms', cell: roomsCell, text: roomsText },
  { name: 'rejoins', cell: ({ rejoins }) => rejoins, text: ({ rejoins }) => (rejoins > 0 ? String(rejoins) : '') },
  {
    name: 'flags',
    importance: 2,
    shorten: true,
    cell: (one) => (one.isAbsent ? 'did not come' : flagsText(one)),
  },
  { name: 'role', only: 'csv', cell: ({ role }) => role },
  { name: 'user_id', only: 'csv', cell: ({ userId }) => userId },
];

/** In CSV each room with its seconds: `9vzDKa7PSCGJtFr6LUQBHA==: 600`. */
function roomsCell({ breakoutRooms }: Person): string {
  return breakoutRooms.map(({ id, seconds }) => `${id}: ${seconds}`).join('; ');
}

/** For people their number and minutes: Zoom's lists name no room. */
function roomsText({ breakoutRooms: rooms }: Person): string {
  const seconds = rooms.reduce((sum, room) => sum + room.seconds, 0);
  return rooms.length === 0 ? '' : `${rooms.length} (${minutesText(seconds / 60)} min)`;
}

/** Datasets that are not whole, and why; of those alone that list every stay. */
function incompleteness({ meetings }: MeetingAttendance): string[] {
  const wanted = datasets.filter((dataset) => readings[dataset].stays?.listsAll);
  return meetings.flatMap(({ meeting, captures }) =>
    wanted.flatMap((dataset) => {
      const text = noteBefore(captures[dataset]);
      return text === undefined ? [] : [`${printable(meeting.uuid)}, ${dataset}: ${text}`];
    }),
  );
}

function totals({ people, parts, lengthSeconds, registrants }: MeetingAttendance, isGuest: IsGuest): string {
  const restarts = parts.length - 1;
  const restarted = restarts > 0 ? `, restarted ${restarts === 1 ? 'once' : `${restarts} times`}` : '';
  const guests = people.filter(({ email }) => isGuest(email)).length;
  const ofGuests = guests > 0 ? ` (${counted(guests, 'guest')})` : '';
  const count = `${people.length === 1 ? '1 person' : `${people.length} people`}${ofGuests}`;
  const expected = registrants?.filter(({ isExpected }) => isExpected) ?? [];
  const absent = expected.filter((one) => one.people.length === 0).length;
  const registered = registrants ? `; ${absent} of ${expected.length} who registered did not come` : '';
  return `${count}; the meeting lasted ${minutesText(lengthSeconds / 60)} minutes${restarted}${registered}.`;
}
