import type { Person } from '../../shared/analysis/attendance/people.ts';
import type { MeasuredSession } from '../../shared/analysis/attendance/stays.ts';
import { datasets } from '../../shared/domain/dataset.ts';
import { oddityText } from '../attendance/oddity-text.ts';
import { personName } from '../attendance/person-name.ts';
import { placeText } from '../attendance/stay-bars.ts';
import { clockOn } from '../html/clock-on.ts';
import { html, type Markup } from '../html/markup.ts';
import { countText } from '../html/number-text.ts';
import { table } from '../html/table.ts';
import { durationText } from '../html/time-text.ts';
import type { MeetingPageData } from '../page-data.ts';

const mostListed = 500;

type Listed = { readonly session: MeasuredSession; readonly person: Person | undefined };

/** Each stay, which lists told of it, and what was assumed. Of many, those that something was assumed of. */
export function sessionList({ attendance, people, span }: MeetingPageData): Markup {
  const { sessions } = attendance;
  if (sessions.length === 0) return html`<p>No session is stored.</p>`;
  const owners = new Map(people.flatMap((person) => person.sessions.map((index) => [index, person] as const)));
  const all = sessions.map((session, index): Listed => ({ session, person: owners.get(index) }));
  const odd = all.filter(({ session }) => session.stay.oddities.length > 0);
  const listed = (all.length <= mostListed ? all : odd).slice(0, mostListed);
  const count = countText(all.length, 'session');
  if (listed.length === 0)
    return html`<p>${count}, and nothing had to be assumed of any. <code>rows</code> and <code>export</code> give them all.</p>`;
  const clock = clockOn(span.fromMs);
  const inOrder = `${count}, in the order of joining; something was assumed of ${odd.length}`;
  const oddAlone = `${listed.length} of ${countText(odd.length, 'session')} that something was assumed of; ${count} in all`;
  return table({
    id: 'sessions-caption',
    caption: all.length <= mostListed ? inOrder : oddAlone,
    columns: [
      { title: 'Person', cell: ({ person }: Listed) => personName({ name: person?.name ?? '' }) },
      { title: 'Where', cell: ({ session }) => placeText[session.place] },
      { title: 'Joined', cell: ({ session }) => wholeText(session, 'fromMs', clock), numeric: true },
      { title: 'Left', cell: ({ session }) => wholeText(session, 'toMs', clock), numeric: true },
      {
        title: 'Counted',
        cell: ({ session: { stay } }) => durationText((stay.counted.toMs - stay.counted.fromMs) / 1000),
        numeric: true,
      },
      { title: 'Told by', cell: ({ session }) => datasets.filter((one) => session.rows[one].length > 0).join(', ') },
      { title: 'Assumed', cell: ({ session }) => oddityText(session.stay.oddities) },
    ],
    rows: listed,
  });
}

const wholeText = ({ stay }: MeasuredSession, end: 'fromMs' | 'toMs', clock: (atMs: number) => string): string =>
  stay.whole ? clock(stay.whole[end]) : '';
