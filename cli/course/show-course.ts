import { type Course, type CourseRules, computeCourse } from '../../shared/analysis/course/course.ts';
import type { CourseMeeting } from '../../shared/analysis/course/course-meeting.ts';
import { type RosterEntry, rosterOfRegistrants } from '../../shared/analysis/course/roster.ts';
import { dayAt, type Zone } from '../../shared/domain/zone/zone.ts';
import type { Queries } from '../../shared/queries/index.ts';
import type { TimeSpan } from '../../shared/queries/time-span.ts';
import { type CommandContext, note } from '../command-context.ts';
import { CliError } from '../errors.ts';
import { chooseDays, daysText, spanOf } from '../options.ts';
import { counted } from '../output/cells.ts';
import { type AnswerColumn, type AnswerOptions, each, printAnswer } from '../texts/answer.ts';
import {
  type CourseView,
  cellText,
  extrasJson,
  longColumns,
  longLines,
  matrixColumns,
  personJson,
  presenceText,
  sessionNames,
  sessionsJson,
} from './course-columns.ts';
import { courseNotes } from './course-notes.ts';
import { type CourseOptions, noRoster, ofRegistrants } from './course-options.ts';
import { writeGradebook } from './gradebook-files.ts';
import { readRosterFile } from './roster-file.ts';

export type CourseQuestion = {
  readonly meetingIds: readonly string[];
  readonly options: CourseOptions & AnswerOptions;
  readonly queries: Queries;
  readonly context: CommandContext;
  readonly zone: Zone;
};

/** Who attended which session of a course. */
export async function showCourse({ meetingIds, options, queries, context, zone }: CourseQuestion): Promise<void> {
  const given = await givenRoster(options);
  const days = daysOf(options, context.now(), zone);
  const meetings = await readMeetings(meetingIds, days && spanOf(days, zone), queries);
  const when = days ? ` ${daysText(days, zone)}` : '';
  if (meetings.length === 0) {
    throw new CliError(
      `The store has no meeting ${meetingIds.join(', ')}${when}: \`meeting ${meetingIds[0]}\` lists all there are.`,
    );
  }
  const roster = given ?? (options.roster === noRoster ? undefined : registered(meetings, options));
  const course = computeCourse({ meetings, roster, rules: rulesOf(options), dayOf: (atMs) => dayAt(atMs, zone) });
  const shown = { zone, presenceOnly: options.presenceOnly ?? false, why: options.why ?? false };
  const view: CourseView = { ...shown, names: sessionNames(course, shown) };
  if (options.gradebook !== undefined && roster) {
    await writeGradebook({ course, roster, names: view.names, options, context });
  } else await printCourse({ course, view, meetingIds, days, roster }, { options, context });
  for (const text of courseNotes({ course, roster, view })) await note(context, text);
  if (roster && !given) await note(context, registeredText(roster));
}

/** Of a file, if one is named. */
const givenRoster = async ({ roster }: CourseOptions): Promise<readonly RosterEntry[] | undefined> =>
  roster === undefined || roster === noRoster || roster === ofRegistrants ? undefined : readRosterFile(roster);

/** Those who registered, where that is captured. @throws {CliError} where they are asked for and there are none */
function registered(meetings: readonly CourseMeeting[], { roster }: CourseOptions): RosterEntry[] | undefined {
  const found = rosterOfRegistrants(meetings);
  if (found.length > 0) return found;
  if (roster === undefined) return undefined;
  throw new CliError('No registrants of these meetings are captured: name a file with --roster.');
}

const registeredText = ({ length }: readonly RosterEntry[]): string =>
  `Expected are the ${counted(length, 'person').replace(/persons$/, 'people')} who registered; --roster ${noRoster} expects nobody.`;

function daysOf(options: CourseOptions, now: number, zone: Zone): TimeSpan | undefined {
  const { day, from, to, last } = options;
  return [day, from, to, last].every((one) => one === undefined) ? undefined : chooseDays(options, now, zone);
}

async function readMeetings(
  meetingIds: readonly string[],
  ended: TimeSpan | undefined,
  { courseMeetings }: Queries,
): Promise<CourseMeeting[]> {
  const found: CourseMeeting[] = [];
  for (const meetingId of meetingIds) {
    for await (const one of courseMeetings({ meetingId, ...(ended && { ended }) })) found.push(one);
  }
  return found;
}

const minuteMs = 60_000;

const rulesOf = ({ threshold, late, early, joinWithin, without, including }: CourseOptions): CourseRules => ({
  threshold: threshold / 100,
  lateMs: late * minuteMs,
  earlyMs: early * minuteMs,
  joinWithinMs: joinWithin * minuteMs,
  without: new Set(without),
  including: new Set(including),
});

type Shown = {
  readonly course: Course;
  readonly view: CourseView;
  readonly meetingIds: readonly string[];
  readonly days: TimeSpan | undefined;
  readonly roster: readonly RosterEntry[] | undefined;
};

async function printCourse(
  { course, view, meetingIds, days, roster }: Shown,
  { options, context }: Pick<CourseQuestion, 'options' | 'context'>,
): Promise<void> {
  const { stdout } = context;
  const { threshold, late, early, joinWithin } = options;
  const facts = {
    meetingIds,
    ...days,
    rules: { thresholdPercent: threshold, lateMinutes: late, earlyMinutes: early, joinWithinMinutes: joinWithin },
    sessions: sessionsJson(course, view),
    extras: extrasJson(course, view),
    inDoubt: course.doubts.map(({ attendee: { name, email, userId }, why, candidates }) => {
      return {
        name,
        email,
        userId,
        why,
        candidates: candidates.map((at) => roster?.[at]?.name || roster?.[at]?.emails[0]),
      };
    }),
  };
  if (options.long && !options.json) {
    const lines = each(longLines(course));
    const answer = {
      items: lines,
      list: 'lines',
      columns: longColumns(view),
      zone: view.zone,
      toJson: () => undefined,
    };
    await printAnswer(answer, options, context);
    return;
  }
  const isCut = stdout.isTTY === true && !options.wide && !options.json && !options.csv;
  const from = isCut ? firstThatFits(course, view, stdout.columns ?? 80) : 0;
  const columns = matrixColumns(view, from);
  const toJson = (person: Course['people'][number]) => personJson(person, view);
  await printAnswer(
    { items: each(course.people), list: 'people', facts, columns, zone: view.zone, toJson },
    options,
    context,
  );
  if (from > 0) await note(context, `The newest sessions fit; ${from} before them are shown by --wide and --csv.`);
}

const gap = 2;

/** From which session on the columns fit: the newest are the most wanted. */
function firstThatFits(course: Course, view: CourseView, columns: number): number {
  const { people } = course;
  const widthOf = (title: string, texts: readonly string[]) =>
    texts.reduce((most, text) => Math.max(most, text.length), title.length) + gap;
  const fixed = matrixColumns({ ...view, names: [] }, 0).filter(({ only }) => only !== 'csv');
  const textOf = (column: AnswerColumn<Course['people'][number]>, person: Course['people'][number]) =>
    (column.text?.(person, view.zone) ?? String(column.cell(person) ?? '')).slice(0, column.width ?? 40);
  let left =
    columns -
    fixed.reduce(
      (sum, column) =>
        sum +
        widthOf(
          column.name,
          people.map((one) => textOf(column, one)),
        ),
      -gap,
    );
  let from = view.names.length;
  while (from > 0) {
    const at = from - 1;
    const texts = people.map(({ cells }) =>
      cells[at] ? (view.presenceOnly ? presenceText : cellText)(cells[at]) : '',
    );
    left -= widthOf(view.names[at] ?? '', texts);
    if (left < 0) break;
    from = at;
  }
  return from;
}
