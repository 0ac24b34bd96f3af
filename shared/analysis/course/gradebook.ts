import type { Course, CoursePerson } from './course.ts';
import type { RosterEntry } from './roster.ts';

/** How a course becomes points. */
export type Grading = {
  /** What whoever attended all of it gets. */
  readonly points: number;
  /** By the sessions that they attended, or by their minutes. */
  readonly by: 'sessions' | 'minutes';
  /** The name of the column. */
  readonly title: string;
};

export type GradebookFile = {
  /** Lines of cells, the titles first. */
  readonly lines: readonly (readonly string[])[];
  /** Entries of the roster that are not in it, and why. */
  readonly leftOut: readonly { readonly name: string; readonly why: string }[];
};

type Graded = { readonly entry: RosterEntry; readonly name: string; readonly score: string | undefined };

/** Those on the roster alone: an importer offers to make whom it does not know, or stops. */
function gradeRoster({ people }: Course, roster: readonly RosterEntry[], { points, by }: Grading): Graded[] {
  return people.flatMap((person) => {
    const entry = person.entry === undefined ? undefined : roster[person.entry];
    const share = shareOf(person, by);
    const score = share === undefined ? undefined : scoreText(share * points);
    return entry ? [{ entry, name: person.name, score }] : [];
  });
}

const shareOf = ({ totals }: CoursePerson, by: Grading['by']): number | undefined =>
  by === 'minutes' || totals.sessions === 0 ? totals.share : totals.present / totals.sessions;

/** With a point, no separator of thousands, and two places at the most: any locale's importer takes it. */
const scoreText = (score: number): string => String(Math.round(score * 100) / 100);

/** Columns of Canvas's own gradebook file, in the orders that its importer knows. */
const canvasColumns = ['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Integration ID', 'Root Account', 'Section'];

/** Titles with these words are totals to Canvas, and dropped. */
const canvasTotals = /\b(current|final) +(score|grade|points)|\boverride\b/i;

/** Why Canvas would not take this as the title of an assignment; undefined where it would. */
export function faultOfCanvasTitle(title: string): string | undefined {
  if (/\(\d+\)\s*$/.test(title)) return 'a number in brackets at its end is the id of an assignment';
  return canvasTotals.test(title) ? 'these words are those of a total, which is passed over' : undefined;
}

/**
 * A gradebook file as Canvas imports it. A roster that came out of Canvas keeps its columns, by which it finds each
 * person; else they are found by the login, which is the address, or by the name.
 * @see https://github.com/instructure/canvas-lms/blob/master/lib/gradebook_importer.rb
 */
export function canvasGradebook(course: Course, roster: readonly RosterEntry[], grading: Grading): GradebookFile {
  const isCanvas = roster.some(({ fields }) => 'Student' in fields && 'ID' in fields);
  const known = canvasColumns.filter((name) => roster.some(({ fields }) => name in fields));
  const columns = isCanvas ? known : ['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section'];
  const cellOf = ({ entry, name }: Graded, column: string): string => {
    const given = entry.fields[column];
    if (isCanvas || given !== undefined) return given ?? '';
    if (column === 'Student') return name;
    return column === 'SIS Login ID' ? (entry.emails[0] ?? '') : '';
  };
  const graded = gradeRoster(course, roster, grading);
  const taken = graded.filter(({ score, entry, name }) => score !== undefined && (name !== '' || entry.emails[0]));
  const withSection = columns.includes('Section') ? columns : [...columns, 'Section'];
  const person = (one: Graded) => withSection.map((column) => cellOf(one, column));
  const possible = withSection.map((_, at) => (at === 0 ? '    Points Possible' : ''));
  return {
    lines: [
      [...withSection, grading.title],
      [...possible, scoreText(grading.points)],
      ...taken.map((one) => [...person(one), one.score ?? '']),
    ],
    leftOut: graded.filter((one) => !taken.includes(one)).map((one) => ({ name: one.name, why: leftOutWhy(one) })),
  };
}

const leftOutWhy = ({ score }: Graded): string =>
  score === undefined ? 'no session of theirs counts, and a blank would clear a grade' : 'nothing to find them by';

/**
 * A file as Moodle's import of grades takes it: a column that finds the user, and a new or existing item.
 *
 * The user is found by the address, else by the roster's id. A blank user skips a row, and a user given twice or unknown
 * stops the whole import: so neither is written.
 * @see https://github.com/moodle/moodle/blob/main/grade/import/csv/classes/load_data.php
 */
export function moodleGrades(course: Course, roster: readonly RosterEntry[], grading: Grading): GradebookFile {
  const graded = gradeRoster(course, roster, grading);
  const { title, userOf, taken, leftOut } = chooseUsers(graded, ({ score }) => score !== undefined);
  const lines = taken.map((one) => [userOf(one.entry), one.score ?? '']);
  return { lines: [[title, grading.title], ...lines], leftOut };
}

/** Acronyms of Moodle's attendance by default: E is excused, so who left early was present. */
const moodleStatus = {
  present: 'P',
  'left early': 'P',
  late: 'L',
  'late, left early': 'L',
  absent: 'A',
  'not expected': undefined,
  unknown: undefined,
} as const;

/**
 * Who was there in one session, as Moodle's activity "Attendance" imports it: a user and an acronym. A user who stands
 * twice is refused, so each is there once.
 * @see https://github.com/danmarsden/moodle-mod_attendance/blob/main/classes/import/marksessions.php
 */
export function moodleAttendance(course: Course, roster: readonly RosterEntry[], session: number): GradebookFile {
  const marked = course.people.flatMap(({ entry, name, cells }) => {
    const own = entry === undefined ? undefined : roster[entry];
    const status = moodleStatus[cells[session]?.status ?? 'unknown'];
    return own ? [{ entry: own, name, score: status }] : [];
  });
  const { title, userOf, taken, leftOut } = chooseUsers(marked, ({ score }) => score !== undefined);
  return { lines: [[title, 'status'], ...taken.map((one) => [userOf(one.entry), one.score ?? ''])], leftOut };
}

/** By which column of the roster users are found: that of most entries. */
function chooseUsers(graded: readonly Graded[], hasValue: (one: Graded) => boolean) {
  const byEmail = graded.filter(({ entry }) => entry.emails.length > 0).length;
  const byId = graded.filter(({ entry }) => entry.ids.length > 0).length;
  const isByEmail = byEmail >= byId;
  const userOf = ({ emails, ids }: RosterEntry): string => (isByEmail ? emails[0] : ids[0]) ?? '';
  const seen = new Set<string>();
  const taken: Graded[] = [];
  const leftOut: { name: string; why: string }[] = [];
  for (const one of graded) {
    const user = userOf(one.entry);
    const isTwice = seen.has(user);
    seen.add(user);
    if (user === '') leftOut.push({ name: one.name, why: 'nothing to find them by' });
    else if (isTwice) leftOut.push({ name: one.name, why: 'the roster has this user twice' });
    else if (!hasValue(one)) leftOut.push({ name: one.name, why: 'no session of theirs counts' });
    else taken.push(one);
  }
  return { title: isByEmail ? 'email' : 'idnumber', userOf, taken, leftOut };
}
