import type { Course } from '../../shared/analysis/course/course.ts';
import type { Zone } from '../../shared/domain/zone/zone.ts';
import { renderSessionBars } from '../charts/session-bars.ts';
import type { MeetingFacts } from '../gather-meeting.ts';
import { type Content, html, type Markup } from '../html/markup.ts';
import { renderTable } from '../html/table.ts';
import { boundText, clockText, countText, dayText, durationText, numberText, shareText } from '../html/text.ts';
import type { SeriesPageData } from '../series-data.ts';
import { badText } from './meeting-table.ts';

export type NamedSeries = SeriesPageData & {
  /** Of the sessions, in their order, each once. */
  readonly names: readonly string[];
};

type Session = Course['sessions'][number];

/** Sessions by their day there, with the time where a day has several: `5 Nov`, `5 Nov 14:00`. The year where it changes. */
export function nameSessions(sessions: readonly Session[], zone: Zone): string[] {
  const onDay = Map.groupBy(sessions, ({ day }) => day);
  const years = new Set(sessions.map(({ day }) => day.slice(0, 4)));
  return sessions.map(({ day, fromMs }) => {
    const name = years.size === 1 ? dayText(fromMs, zone).slice(0, -5) : dayText(fromMs, zone);
    return onDay.get(day)?.length === 1 ? name : `${name} ${clockText(fromMs, zone)}`;
  });
}

/** What the instances of a session came to together. */
function sumFacts({ uuids }: Session, { instances }: SeriesPageData): Omit<MeetingFacts, 'people'> {
  const own = uuids.flatMap((uuid) => instances.get(uuid)?.facts ?? []);
  return {
    isBound: own.some(({ isBound }) => isBound),
    minutes: own.reduce((sum, { minutes }) => sum + minutes, 0),
    badMinutes: own.reduce((sum, { badMinutes }) => sum + badMinutes, 0),
  };
}

/** A session's name with a link to the page of each of its instances. */
export function renderSessionName(session: Session, name: string, { instances }: SeriesPageData): Content {
  const pages = session.uuids.flatMap((uuid) => instances.get(uuid) ?? []);
  const [first, ...others] = pages;
  if (!first) return name;
  return html`<a href="${first.href}">${name}</a>${others.map(({ href }, index) => html` <a href="${href}" aria-label="${name}, part ${index + 2}">(${index + 2})</a>`)}`;
}

/** People, presence and quality from session to session. */
export function renderTrends(data: NamedSeries): Markup {
  const { course, names } = data;
  const { sessions, people } = course;
  if (sessions.length === 0) return html`<p>No session was held: in no meeting were two people for a minute.</p>`;
  const bars = (measure: (session: Session, at: number) => number | undefined) =>
    sessions.map((session, at) => ({ name: names[at] ?? '', value: measure(session, at) }));
  const presentIn = (at: number) => people.filter(({ cells }) => isPresent(cells[at]?.status)).length;
  const charts = [
    { title: 'People', unit: 'people', bars: bars((session) => session.people), isWhole: true as const },
    {
      title: 'Present, %',
      unit: '%',
      bars: bars((session, at) => (session.isWhole && people.length > 0 ? presentIn(at) / people.length : undefined)),
    },
    {
      title: 'Bad minutes, %',
      unit: '%',
      bars: bars((session) => {
        const { badMinutes, minutes } = sumFacts(session, data);
        return minutes === 0 ? undefined : badMinutes / minutes;
      }),
    },
  ];
  return html`<div class="charts">${charts.map(({ title, unit, bars: values, isWhole }) => {
    const label = (value: number) => (unit === '%' ? shareText(value) : countText(value, 'person', 'people'));
    const sentence = describe(values, label);
    return html`<figure><h3>${title}</h3>${renderSessionBars({ description: `${title} in each session. ${sentence}`, bars: values, label: isWhole ? numberText : shareText, ...(isWhole && { isWhole }) })}<figcaption>${sentence}</figcaption></figure>`;
  })}</div>
<p>Present: of all who came to any of the sessions. A dashed bar: nobody can say.</p>`;
}

const isPresent = (status: string | undefined): boolean =>
  status === 'present' || status === 'late' || status === 'left early' || status === 'late, left early';

function describe(
  bars: readonly { readonly name: string; readonly value?: number | undefined }[],
  label: (value: number) => string,
): string {
  const known = bars.flatMap(({ name, value }) => (value === undefined ? [] : [{ name, value }]));
  const [first, ...others] = known;
  if (!first) return 'Nothing is known.';
  const least = others.reduce((one, other) => (other.value < one.value ? other : one), first);
  const most = others.reduce((one, other) => (other.value > one.value ? other : one), first);
  return `From ${label(least.value)} on ${least.name} to ${label(most.value)} on ${most.name}.`;
}

/** Each session with what it came to. */
export function renderCourseSessions(data: NamedSeries): Markup {
  const { course, names, zone } = data;
  const presentIn = (at: number, ...statuses: string[]) =>
    course.people.filter(({ cells }) => statuses.includes(cells[at]?.status ?? '')).length;
  const rows = course.sessions.map((session, at) => ({ session, at, facts: sumFacts(session, data) }));
  return renderTable({
    id: 'sessions-caption',
    caption: countText(rows.length, 'session'),
    columns: [
      {
        title: 'Session',
        cell: ({ session, at }: (typeof rows)[number]) => renderSessionName(session, names[at] ?? '', data),
      },
      { title: `From, ${zone.id}`, cell: ({ session }) => clockText(session.fromMs, zone), numeric: true },
      { title: 'To', cell: ({ session }) => clockText(session.toMs, zone), numeric: true },
      { title: 'Held', cell: ({ session }) => durationText(session.heldMs / 1000), numeric: true },
      { title: 'With two or more', cell: ({ session }) => durationText(session.metMs / 1000), numeric: true },
      {
        title: 'People',
        cell: ({ session }) => boundText(!session.isWhole, numberText(session.people)),
        numeric: true,
      },
      { title: 'Late', cell: ({ at }) => numberText(presentIn(at, 'late', 'late, left early')), numeric: true },
      {
        title: 'Left early',
        cell: ({ at }) => numberText(presentIn(at, 'left early', 'late, left early')),
        numeric: true,
      },
      { title: 'Bad minutes', cell: ({ facts }) => badText(facts), numeric: true },
      { title: 'Lists', cell: ({ session }) => (session.isWhole ? 'complete' : 'not complete: counts for nobody') },
    ],
    rows,
    form: 'lines',
  });
}
