import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { faultOfCanvasTitle } from '../../shared/analysis/course/gradebook.ts';
import { isMeetingId, meetingNumber } from '../../shared/domain/meeting/meeting-id.ts';
import { UsageError } from '../errors.ts';
import { addDayOptions, type DayOptions } from '../options.ts';
import { printable } from '../output/printable.ts';
import { readUuid } from '../uuid-argument.ts';

const gradebookForms = ['canvas', 'moodle', 'moodle-attendance'] as const;

/** What can be said in place of a file: those who registered; nobody. */
export const ofRegistrants = 'registrants';
export const noRoster = 'none';

export type CourseOptions = DayOptions & {
  readonly course?: string;
  readonly roster?: string;
  /** Percent. */
  readonly threshold: number;
  /** Minutes. */
  readonly late: number;
  readonly early: number;
  readonly joinWithin: number;
  readonly without?: readonly string[];
  readonly including?: readonly string[];
  readonly presenceOnly?: true;
  /** Of a single meeting too. */
  readonly why?: true;
  readonly long?: true;
  readonly gradebook?: (typeof gradebookForms)[number];
  readonly points: number;
  readonly score: 'sessions' | 'minutes';
  readonly title: string;
  readonly out?: string;
};

const readUuids = (uuid: string, before: readonly string[] = []): readonly string[] => [...before, readUuid(uuid)];

function readNumber(least: number, most: number) {
  return (text: string): number => {
    const number = Number(text);
    if (/^\d{1,6}(\.\d{1,3})?$/.test(text) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a number from ${least} to ${most}.`);
  };
}

/** What is asked of a course: a meeting id over all its days, or several. */
export const addCourseOptions = (command: Command): Command =>
  addDayOptions(command, 'of a course: sessions that ended')
    .option('--course <file>', 'of a course: a file with a meeting id a line')
    .option(
      '--roster <file>',
      `CSV of who is expected, with columns such as email, name, id, from, to; or ${ofRegistrants}, or ${noRoster} (default: ${ofRegistrants} where they are captured)`,
    )
    .addOption(
      new Option('--threshold <percent>', 'the least of a session to have been there')
        .argParser(readNumber(0, 100))
        .default(75),
    )
    .addOption(new Option('--late <minutes>', 'after the start').argParser(readNumber(0, 1440)).default(10))
    .addOption(new Option('--early <minutes>', 'before the end').argParser(readNumber(0, 1440)).default(10))
    .addOption(
      new Option('--join-within <minutes>', 'meetings no further apart are one session')
        .argParser(readNumber(0, 1440))
        .default(30),
    )
    .option('--without <uuid>', 'leaves a meeting out; can be repeated', readUuids)
    .option('--including <uuid>', 'counts a meeting in which nobody met; can be repeated', readUuids)
    .option('--presence-only', 'no times, minutes and shares: who was there, partly or not')
    .option('--why', 'by what sign several stays are one person, in the column joined_by')
    .option('--long', 'a line for each person and session')
    .addOption(new Option('--gradebook <form>', 'a file that this imports').choices(gradebookForms))
    .addOption(new Option('--points <number>', 'for all of it').argParser(readNumber(1, 100_000)).default(100))
    .addOption(new Option('--score <by>', 'points by').choices(['sessions', 'minutes']).default('sessions'))
    .option('--title <text>', 'the name of the column in the gradebook', 'Zoom attendance')
    .option('--out <path>', 'where the gradebook goes: a file; of moodle-attendance a folder');

/** @throws {UsageError} where options contradict each other */
export function checkCourseOptions(options: CourseOptions & { readonly json?: true; readonly csv?: true }): void {
  const { gradebook, roster, out, title, presenceOnly, score, json, csv } = options;
  if (gradebook === undefined) {
    if (out !== undefined) throw new UsageError('--out goes with --gradebook: add it, or send the output to a file.');
    return;
  }
  if (json || csv) throw new UsageError('--gradebook is a file of its own: leave --json and --csv out.');
  if (roster === undefined || roster === noRoster) {
    throw new UsageError('A gradebook takes those alone whom it knows: give them with --roster.');
  }
  if (presenceOnly && score === 'minutes') throw new UsageError('--presence-only has no minutes: leave --score out.');
  if (gradebook === 'moodle-attendance' && out === undefined) {
    throw new UsageError('moodle-attendance is a file a session: name a folder with --out.');
  }
  const fault = gradebook === 'canvas' ? faultOfCanvasTitle(title) : undefined;
  if (fault !== undefined) throw new UsageError(`--title would mislead Canvas: ${fault}. Choose another.`);
}

/** The meeting ids that the arguments and `--course` name. @throws {UsageError} when one is none */
export async function readMeetingIds(args: readonly string[], { course }: CourseOptions): Promise<string[]> {
  const lines = course === undefined ? [] : (await readFile(course, 'utf8')).split(/\r?\n/);
  const texts = [...args, ...lines.map((line) => line.replace(/#.*/, '').trim()).filter(Boolean)];
  const ids = texts.map((text) => meetingNumber(text) ?? text);
  const wrong = texts.find((_, at) => !isMeetingId(ids[at] ?? ''));
  if (wrong !== undefined) throw new UsageError(`${printable(wrong)} is no meeting id: a course is of these alone.`);
  if (ids.length === 0) throw new UsageError('Which course? Name its meeting id, or a file of them with --course.');
  return [...new Set(ids)];
}
