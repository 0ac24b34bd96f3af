import { oddityText } from '../attendance/oddity-text.ts';
import { personNameAndEmail } from '../attendance/person-name.ts';
import { clockOn, instantClock } from '../html/clock-on.ts';
import { foreign, foreignOr } from '../html/foreign-text.ts';
import { html, type Markup } from '../html/markup.ts';
import { countText, numberText, shareText } from '../html/number-text.ts';
import { type Column, table } from '../html/table.ts';
import { durationText } from '../html/time-text.ts';
import type { MeetingPageData, PagePerson } from '../page-data.ts';

/** More people than this would make a file that no mail takes; those who stayed the shortest are left out. */
const mostListed = 6_000;
/** People in one part: a longer list is folded into parts, so that it opens at once and is short to step through. */
const partSize = 250;

const byName = new Intl.Collator('en', { sensitivity: 'base', numeric: true });

/** Everybody, by name. */
export function peopleList({ people, span }: MeetingPageData): Markup {
  if (people.length === 0) return html`<p>Nobody is known to have come.</p>`;
  const listed =
    people.length > mostListed
      ? people.toSorted((a, b) => b.attendedSeconds - a.attendedSeconds).slice(0, mostListed)
      : people;
  const sorted = listed.toSorted((a, b) => byName.compare(a.name, b.name));
  const columns = columnsOf(clockOn(span.fromMs)).filter(({ tells }) => tells === undefined || people.some(tells));
  if (sorted.length <= partSize) {
    const caption = `${countText(sorted.length, 'person', 'people')}, by name`;
    return table({ id: 'people-caption', caption, columns, rows: sorted });
  }
  const parts = Array.from({ length: Math.ceil(sorted.length / partSize) }, (_, index) =>
    sorted.slice(index * partSize, (index + 1) * partSize),
  );
  return html`<p>${countText(sorted.length, 'person', 'people')}, by name, in ${parts.length} parts. The browser's search looks into the folded ones too.${
    people.length > listed.length &&
    ` ${countText(people.length - listed.length, 'person', 'people')} who stayed the shortest are left out: \`export\` writes all rows.`
  }</p>
${parts.map((part, index) => {
  const range = rangeOf(part, index * partSize);
  return html`<details><summary>${range}</summary>${table({ id: `people-${index + 1}`, caption: html`People ${range}`, columns, rows: part })}</details>\n`;
})}`;
}

function rangeOf(part: readonly PagePerson[], before: number): Markup {
  const name = (person: PagePerson | undefined) => foreignOr(person?.name, 'name not told', 30);
  return html`${numberText(before + 1)} to ${numberText(before + part.length)}: ${name(part[0])} to ${name(part.at(-1))}`;
}

/** `tells`: whether it says anything of somebody; a column that is blank for all is left out. */
type PeopleColumn = Column<PagePerson> & { readonly tells?: (person: PagePerson) => boolean };

const columnsOf = (clock: (atMs: number) => string): PeopleColumn[] => [
  { title: 'Person', cell: personNameAndEmail },
  {
    title: 'Role',
    tells: ({ role }) => role !== undefined,
    cell: ({ role }) => role !== undefined && foreign(role, 20),
  },
  { title: 'Joined', cell: ({ firstJoinAt }) => instantClock(clock, firstJoinAt), numeric: true },
  { title: 'Left', cell: ({ lastLeaveAt }) => instantClock(clock, lastLeaveAt), numeric: true },
  { title: 'There for', cell: ({ attendedSeconds }) => durationText(attendedSeconds), numeric: true },
  { title: 'Share', cell: ({ share }) => shareText(share), numeric: true },
  {
    title: 'Waited',
    tells: ({ waitingSeconds }) => waitingSeconds > 0,
    cell: ({ waitingSeconds }) => waitingSeconds > 0 && durationText(waitingSeconds),
    numeric: true,
  },
  {
    title: 'Breakout rooms',
    tells: ({ breakoutRooms }) => breakoutRooms.length > 0,
    cell: ({ breakoutRooms }) => breakoutText(breakoutRooms),
    numeric: true,
  },
  {
    title: 'Rejoined',
    tells: ({ rejoins }) => rejoins > 0,
    cell: ({ rejoins }) => rejoins > 0 && `${numberText(rejoins)} ×`,
    numeric: true,
  },
  { title: 'Device', cell: ({ devices }) => devices[0] !== undefined && foreign(devices[0], 40) },
  {
    title: 'Bad minutes',
    tells: ({ quality }) => quality !== undefined,
    cell: ({ quality }) => quality && `${numberText(quality.badMinutes)} of ${numberText(quality.minutes)}`,
    numeric: true,
  },
  { title: 'Assumed', tells: ({ oddities }) => oddities.length > 0, cell: ({ oddities }) => oddityText(oddities) },
];

function breakoutText(rooms: PagePerson['breakoutRooms']): string {
  if (rooms.length === 0) return '';
  const seconds = rooms.reduce((sum, room) => sum + room.seconds, 0);
  return `${durationText(seconds)}${rooms.length > 1 ? ` in ${rooms.length}` : ''}`;
}
