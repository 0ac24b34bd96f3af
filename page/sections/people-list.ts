import type { MeetingPageData, PagePerson } from '../gather-meeting.ts';
import { foreignText, foreignTextOr, html, type Markup } from '../html/markup.ts';
import { renderTable, type TableColumn } from '../html/table.ts';
import {
  type Clock,
  countText,
  createClock,
  durationText,
  numberText,
  shareText,
  shortTimeText,
} from '../html/text.ts';
import { oddityText, personNameAndEmail, stayText } from './person-text.ts';

/** More people than this would make a file that no mail takes; those who stayed the shortest are left out. */
const mostListed = 6_000;
/** People in one part: a longer list is folded into parts, so that it opens at once and is short to step through. */
const partSize = 250;

const byName = new Intl.Collator('en', { sensitivity: 'base', numeric: true });

/** Everybody, by name. */
export function renderPeople({ people, span, zone }: MeetingPageData): Markup {
  if (people.length === 0) return html`<p>Nobody is known to have come.</p>`;
  const listed =
    people.length > mostListed
      ? people.toSorted((a, b) => b.attendedSeconds - a.attendedSeconds).slice(0, mostListed)
      : people;
  const sorted = listed.toSorted((a, b) => byName.compare(a.name, b.name));
  const columns = createColumns(createClock(span.fromMs, zone)).filter(
    ({ isFor }) => isFor === undefined || people.some(isFor),
  );
  if (sorted.length <= partSize) {
    const caption = `${countText(sorted.length, 'person', 'people')}, by name`;
    return renderTable({ id: 'people-caption', caption, columns, rows: sorted });
  }
  const parts = Array.from({ length: Math.ceil(sorted.length / partSize) }, (_, index) =>
    sorted.slice(index * partSize, (index + 1) * partSize),
  );
  return html`<p>${countText(sorted.length, 'person', 'people')}, by name, in ${parts.length} parts. The browser's search finds the folded ones too.${
    people.length > listed.length &&
    ` ${countText(people.length - listed.length, 'person', 'people')} who stayed the shortest are left out: \`export\` writes all rows.`
  }</p>
${parts.map((part, index) => {
  const range = renderRange(part, index * partSize);
  return html`<details><summary>${range}</summary>${renderTable({ id: `people-${index + 1}`, caption: html`People ${range}`, columns, rows: part })}</details>\n`;
})}`;
}

function renderRange(part: readonly PagePerson[], before: number): Markup {
  const name = (person: PagePerson | undefined) => foreignTextOr(person?.name, 'name not told', 30);
  return html`${numberText(before + 1)} to ${numberText(before + part.length)}: ${name(part[0])} to ${name(part.at(-1))}`;
}

type PeopleColumn = TableColumn<PagePerson> & {
  /** Whether it says anything of somebody: a column that is blank for all is left out. */
  readonly isFor?: (person: PagePerson) => boolean;
};

const createColumns = (clock: Clock): PeopleColumn[] => [
  { title: 'Person', cell: personNameAndEmail },
  {
    title: 'Role',
    isFor: ({ role }) => role !== undefined,
    cell: ({ role }) => role !== undefined && foreignText(role, 20),
  },
  { title: 'Joined', cell: ({ firstJoinAt }) => shortTimeText(clock, firstJoinAt), numeric: true },
  { title: 'Left', cell: ({ lastLeaveAt }) => shortTimeText(clock, lastLeaveAt), numeric: true },
  { title: 'There for', cell: stayText, numeric: true },
  { title: 'Share', cell: ({ share }) => shareText(share), numeric: true },
  {
    title: 'Waited',
    isFor: ({ waitingSeconds }) => waitingSeconds > 0,
    cell: ({ waitingSeconds }) => waitingSeconds > 0 && durationText(waitingSeconds),
    numeric: true,
  },
  {
    title: 'Breakout rooms',
    isFor: ({ breakoutRooms }) => breakoutRooms.length > 0,
    cell: ({ breakoutRooms }) => breakoutText(breakoutRooms),
    numeric: true,
  },
  {
    title: 'Rejoined',
    isFor: ({ rejoins }) => rejoins > 0,
    cell: ({ rejoins }) => rejoins > 0 && `${numberText(rejoins)} ×`,
    numeric: true,
  },
  { title: 'Device', cell: ({ devices }) => devices[0] !== undefined && foreignText(devices[0], 40) },
  {
    title: 'Bad minutes',
    isFor: ({ quality }) => quality !== undefined,
    cell: ({ quality }) => quality && `${numberText(quality.badMinutes)} of ${numberText(quality.minutes)}`,
    numeric: true,
  },
  { title: 'Assumed', isFor: ({ oddities }) => oddities.length > 0, cell: ({ oddities }) => oddityText(oddities) },
];

function breakoutText(rooms: PagePerson['breakoutRooms']): string {
  if (rooms.length === 0) return '';
  const seconds = rooms.reduce((sum, room) => sum + room.seconds, 0);
  return `${durationText(seconds)}${rooms.length > 1 ? ` in ${rooms.length}` : ''}`;
}
