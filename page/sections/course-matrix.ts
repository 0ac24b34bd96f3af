import type { CourseCell, CoursePerson } from '../../shared/analysis/course/course.ts';
import { wallText } from '../../shared/domain/zone/zone.ts';
import { foreignText, html, type Markup } from '../html/markup.ts';
import { renderTable, type TableColumn } from '../html/table.ts';
import { countText, durationText, numberText, shareText } from '../html/text.ts';
import { type NamedSeries, renderSessionName } from './course-sessions.ts';
import { personNameAndEmail } from './person-text.ts';

/** More people than this would make a page that no browser likes. */
const mostListed = 1_000;

/** Persons and sessions: who was there the least stands first. */
export function renderCourseMatrix(data: NamedSeries): Markup {
  const { people, sessions } = data.course;
  if (people.length === 0) return html`<p>Nobody is known to have come.</p>`;
  // Who counts in no session has no share, and stands last.
  const shareOf = ({ totals }: CoursePerson) => totals.share ?? 2;
  const sorted = people.toSorted((a, b) => shareOf(a) - shareOf(b)).slice(0, mostListed);
  const left = people.length - sorted.length;
  const columns: TableColumn<CoursePerson>[] = [
    { title: 'Person', cell: personNameAndEmail },
    { title: 'Present', cell: ({ totals }) => `${totals.present} of ${totals.sessions}` },
    { title: 'Share', cell: ({ totals }) => totals.share !== undefined && shareText(totals.share) },
    { title: 'Late', cell: ({ totals }) => totals.late > 0 && numberText(totals.late) },
    { title: 'Early', cell: ({ totals }) => totals.leftEarly > 0 && numberText(totals.leftEarly) },
    { title: 'There for', cell: ({ totals }) => durationText(totals.attendedMs / 1000) },
    ...sessions.map(
      (session, at): TableColumn<CoursePerson> => ({
        title: renderSessionName(session, data.names[at] ?? '', data),
        cell: ({ cells }) => cells[at] && renderCell(cells[at]),
      }),
    ),
  ];
  return html`${left > 0 && html`<p>${countText(left, 'person', 'people')} more were there the most and are left out: <code>attendance</code> lists all.</p>\n`}<p>Share of the time that the session was held. L came late, E left early, A absent, ? not known.</p>
${renderTable({ id: 'matrix-caption', caption: `${countText(sorted.length, 'person', 'people')}, who was there the least first`, columns, rows: sorted, form: 'matrix' })}`;
}

const letters: Readonly<Record<CourseCell['status'], string>> = {
  present: '',
  late: 'L',
  'left early': 'E',
  'late, left early': 'L E',
  absent: 'A',
  'not expected': '',
  unknown: '?',
};

function renderCell({ status, attendedMs, share }: CourseCell): Markup {
  const letter = letters[status];
  const kind = status === 'absent' ? 'bad' : 'open';
  const mark = letter !== '' && html`<abbr class="state ${kind}" title="${status}">${letter}</abbr> `;
  return html`${mark}${attendedMs > 0 && shareText(share)}`;
}

const namedOf = 3;

/** The rules, and what is no session. */
export function renderCourseNotes({ course, rules, zone }: NamedSeries): Markup {
  const { thresholdPercent, lateMinutes, earlyMinutes, joinWithinMinutes } = rules;
  const byName = course.people.filter(({ knownBy }) => knownBy === 'name').length;
  const unidentified = course.people.filter(({ knownBy }) => knownBy === 'nothing').length;
  const notes = [
    `Present was who was there for ${thresholdPercent} % of the time that a session was held; late, who came more than ${lateMinutes} minutes after its start; early, who left more than ${earlyMinutes} minutes before its end.`,
    `Meetings at most ${joinWithinMinutes} minutes apart are one session; its breaks are not held.`,
    'Everybody who came to one session is expected in all: attendance with --roster says who is expected.',
    ...(byName > 0
      ? [`${countText(byName, 'person is', 'people are')} known by a name alone: each may be several.`]
      : []),
    ...(unidentified > 0
      ? [`${countText(unidentified, 'stay')} without a name, an address or an id: each is a person of its own.`]
      : []),
  ];
  const extras = course.extras.map(({ fromMs, meetings }) => {
    const names = meetings.flatMap(({ people }) => people.map(({ name }) => name)).slice(0, namedOf);
    const who = names.map(
      (name, index) => html`${index > 0 && ', '}${foreignText(name || 'somebody without a name', 40)}`,
    );
    return html`<li>No session: ${wallText(fromMs, zone).slice(0, 16).replace('T', ' ')}, ${names.length === 0 ? 'nobody was in it' : html`${who} met nobody`}.</li>`;
  });
  return html`<ul>${notes.map((note) => html`<li>${note}</li>`)}${extras}</ul>`;
}
