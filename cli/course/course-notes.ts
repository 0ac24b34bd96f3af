import type { Course } from '../../shared/analysis/course/course.ts';
import type { RosterEntry } from '../../shared/analysis/course/roster.ts';
import { wallText } from '../../shared/domain/zone/zone.ts';
import { counted, minutesText } from '../output/cells.ts';
import { printable } from '../output/printable.ts';
import type { CourseView } from './course-columns.ts';

export type CourseNotesQuestion = {
  readonly course: Course;
  readonly roster: readonly RosterEntry[] | undefined;
  readonly view: CourseView;
};

/** What to know before trusting a course's numbers. */
export function courseNotes({ course, roster, view }: CourseNotesQuestion): string[] {
  const { sessions, people } = course;
  const isWhole = sessions.filter((session) => session.isWhole);
  const heldMinutes = minutesText(isWhole.reduce((sum, { heldMs }) => sum + heldMs, 0) / 60_000);
  const byName = people.filter(({ knownBy }) => knownBy === 'name').length;
  const unidentified = people.filter(({ knownBy }) => knownBy === 'nothing').length;
  const held = view.presenceOnly ? '' : `, ${heldMinutes} minutes held`;
  return [
    `${counted(people.length, 'person').replace(/persons$/, 'people')}, ${counted(isWhole.length, 'session')}${held}.`,
    ...sessions.flatMap((session, at) =>
      session.isWhole ? [] : [`${view.names[at]} counts for nobody: its lists are not complete. \`status\` says more.`],
    ),
    ...course.extras.map((extra) => extraText(extra, view)),
    ...course.doubts.map((doubt) => doubtText(doubt, roster ?? [])),
    ...(byName > 0 ? [`${byName} of them known by a name alone: each may be several people.`] : []),
    ...(unidentified > 0
      ? [`${unidentified} without a name, an address or an id: each of their stays is a person.`]
      : []),
  ];
}

function extraText({ uuids, fromMs, meetings }: Course['extras'][number], { zone, presenceOnly }: CourseView): string {
  const at = wallText(fromMs, zone)
    .slice(0, presenceOnly ? 10 : 16)
    .replace('T', ' ');
  const names = meetings.flatMap(({ people }) =>
    people.map(({ name }) => printable(name) || 'somebody without a name'),
  );
  const who = names.length === 0 ? 'nobody was in it' : `${names.slice(0, 3).join(', ')} met nobody`;
  return `No session: ${at}, ${uuids.map(printable).join(', ')}: ${who}. --including counts it.`;
}

function doubtText({ attendee, candidates, why }: Course['doubts'][number], roster: readonly RosterEntry[]): string {
  const nameOf = ({ name, emails, ids }: RosterEntry): string =>
    [name, emails[0] ?? ids[0]].filter((text) => text !== undefined && text !== '').join(' ');
  const who = printable([attendee.name, attendee.email].filter(Boolean).join(' ') || 'Somebody');
  const may = candidates.flatMap((at) => roster[at] ?? []).map((entry) => printable(nameOf(entry)));
  return `In doubt: ${who} (${counted(attendee.presences.size, 'session')}) may be ${may.join(' or ')}: ${why}. It counts for nobody.`;
}
