import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import type { Course } from '../../shared/analysis/course/course.ts';
import {
  canvasGradebook,
  type GradebookFile,
  type Grading,
  moodleAttendance,
  moodleGrades,
} from '../../shared/analysis/course/gradebook.ts';
import type { RosterEntry } from '../../shared/analysis/course/roster.ts';
import { makeFolder, writeWhole } from '../../shared/operations/whole-file.ts';
import { type CommandContext, note } from '../command-context.ts';
import { counted } from '../output/cells.ts';
import { printable } from '../output/printable.ts';
import { print } from '../output/terminal.ts';
import type { CourseOptions } from './course-options.ts';

export type GradebookQuestion = {
  readonly course: Course;
  readonly roster: readonly RosterEntry[];
  readonly names: readonly string[];
  readonly options: CourseOptions;
  readonly context: CommandContext;
};

/** Writes what the gradebook imports: to the standard output, or where `--out` says. */
export async function writeGradebook(question: GradebookQuestion): Promise<void> {
  const { course, roster, options, context } = question;
  if (options.gradebook === 'moodle-attendance') return writeSessions(question);
  const { points, score, title, out } = options;
  const grading: Grading = { points, by: score, title };
  const make = options.gradebook === 'canvas' ? canvasGradebook : moodleGrades;
  const file = make(course, roster, grading);
  if (out === undefined) await print(context.stdout, csvOf(file));
  else await writeText(out, csvOf(file));
  await noteLeftOut(file, context);
}

/** A file a session, by its name. Sessions of which nobody can say who was there have none. */
async function writeSessions({ course, roster, names, options, context }: GradebookQuestion): Promise<void> {
  const { out = '.' } = options;
  await makeFolder(out);
  let written = 0;
  for (const [at, session] of course.sessions.entries()) {
    if (!session.isWhole) continue;
    const file = moodleAttendance(course, roster, at);
    await writeText(
      join(out, `${(names[at] ?? session.day).replace(/[^\w-]+/g, '-').replace(/-$/, '')}.csv`),
      csvOf(file),
    );
    written += 1;
    if (written === 1) await noteLeftOut(file, context);
  }
  await print(context.stdout, `${printable(out)}: ${counted(written, 'session')}, a file each.\n`);
}

const writeText = (path: string, text: string): Promise<void> =>
  writeWhole(path, (partPath) => writeFile(partPath, text));

/** No text is changed against formulas: an importer finds a person by the very text that it wrote itself. */
const csvOf = ({ lines }: GradebookFile): string => stringify(lines.map((line) => [...line]));

async function noteLeftOut({ leftOut }: GradebookFile, context: CommandContext): Promise<void> {
  for (const { name, why } of leftOut)
    await note(context, `Left out: ${printable(name || 'a line without a name')}: ${why}.`);
}
