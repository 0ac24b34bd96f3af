import type { Person } from '../../shared/analysis/attendance/people.ts';
import type { MeasuredSession } from '../../shared/analysis/attendance/stays.ts';
import { datasets } from '../../shared/domain/dataset.ts';
import { placeText } from '../charts/stay-bars.ts';
import type { MeetingPageData } from '../gather-meeting.ts';
import { html, type Markup } from '../html/markup.ts';
import { renderTable, type TableColumn } from '../html/table.ts';
import { type Clock, countText, createClock, durationText } from '../html/text.ts';
import { oddityText, personName } from './person-text.ts';

const mostListed = 500;

type ListedSession = { readonly session: MeasuredSession; readonly person: Person | undefined };

/** Each stay, which lists gave it, and what was assumed. Of many, those that something was assumed of. */
export function renderSessions({ attendance, people, span, zone }: MeetingPageData): Markup {
  const { sessions } = attendance;
  if (sessions.length === 0) return html`<p>No session is stored.</p>`;
  const owners = new Map(people.flatMap((person) => person.sessions.map((index) => [index, person] as const)));
  const all = sessions.map((session, index): ListedSession => ({ session, person: owners.get(index) }));
  const odd = all.filter(({ session }) => session.stay.oddities.length > 0);
  const listed = (all.length <= mostListed ? all : odd).slice(0, mostListed);
  const count = countText(all.length, 'session');
  if (listed.length === 0)
    return html`<p>${count}, and nothing had to be assumed of any. <code>rows</code> and <code>export</code> give them all.</p>`;
  const inOrder = `${count}, in the order of joining; something was assumed of ${odd.length}`;
  const oddAlone = `${listed.length} of ${countText(odd.length, 'session')} that something was assumed of; ${count} in all`;
  return renderTable({
    id: 'sessions-caption',
    caption: all.length <= mostListed ? inOrder : oddAlone,
    columns: createColumns(createClock(span.fromMs, zone)),
    rows: listed,
  });
}

const createColumns = (clock: Clock): TableColumn<ListedSession>[] => [
  { title: 'Person', cell: ({ person }) => personName({ name: person?.name ?? '' }) },
  { title: 'Where', cell: ({ session }) => placeText[session.place] },
  { title: 'Joined', cell: ({ session: { stay } }) => stay.whole && clock(stay.whole.fromMs), numeric: true },
  { title: 'Left', cell: ({ session: { stay } }) => stay.whole && clock(stay.whole.toMs), numeric: true },
  {
    title: 'Counted',
    cell: ({ session: { stay } }) => durationText((stay.counted.toMs - stay.counted.fromMs) / 1000),
    numeric: true,
  },
  { title: 'Told by', cell: ({ session }) => datasets.filter((one) => session.rows[one].length > 0).join(', ') },
  { title: 'Assumed', cell: ({ session }) => oddityText(session.stay.oddities) },
];
