import type { Zone } from '../shared/domain/zone/zone.ts';
import type { Attention } from '../shared/operations/attention/read-attention.ts';
import { renderDocument } from './html/document.ts';
import { foreignTextOr, html, type Markup } from './html/markup.ts';
import { searchBox, searchScript } from './html/search.ts';
import { renderTable } from './html/table.ts';
import { boundText, countText, dayText, numberText, shareText } from './html/text.ts';
import { type NeedyGroup, renderAttention } from './sections/attention-section.ts';
import { badText, type ListedMeeting, renderMeetings } from './sections/meeting-table.ts';

/** A series of meetings under one meeting id, in a list of several. */
type ListedSeries = {
  readonly meetingId: string;
  readonly topic: string | undefined;
  readonly meetings: number;
  /** The newest one's, milliseconds since 1970. */
  readonly lastEndMs: number;
  readonly href: string;
};

export type IndexPageData = {
  /** The days that are listed, such as `20 Nov 2026`, both included; absent where nothing is. */
  readonly days?: { readonly from: string; readonly to: string } | undefined;
  /** The newest first. */
  readonly meetings: readonly ListedMeeting[];
  /** Older ones are left out. */
  readonly isCut: boolean;
  readonly series: readonly ListedSeries[];
  readonly attention: Attention;
  readonly needy: readonly NeedyGroup[];
  readonly writtenAtMs: number;
  readonly zone: Zone;
};

const mostWorst = 10;
/** A share of bad minutes that somebody should know of. */
const noteworthyShare = 0.05;

/** Where all pages are found from: what needs somebody, the newest meetings, the series. */
export async function renderIndexPage(data: IndexPageData): Promise<string> {
  const { days, meetings, isCut, series, attention, needy, zone, writtenAtMs } = data;
  const byUuid = new Map(meetings.map(({ status, href }) => [status.uuid, { href, topic: status.topic }]));
  const worst = meetings
    .filter(({ facts }) => facts.minutes > 0 && facts.badMinutes / facts.minutes >= noteworthyShare)
    .toSorted((a, b) => badShareOf(b) - badShareOf(a))
    .slice(0, mostWorst);
  const cutText = `The newest ${numberText(meetings.length)} are listed; there are older ones.`;
  return renderDocument({
    title: days ? `Meetings – ${daysText(days)}` : 'Meetings',
    head: html`<p class="kind">zoom-capture</p>
<h1>Meetings and webinars</h1>
<p>${days ? `Those that ended ${days.from === days.to ? 'on' : 'from'} ${daysText(days)}, in the time of ${zone.id}.` : 'None is stored yet.'}</p>
<ul class="tiles">${createTiles(data).map(([value, name]) => html`<li><strong>${value}</strong> ${name}</li>`)}</ul>`,
    sections: [
      {
        id: 'attention',
        title: 'What needs attention',
        body: renderAttention(attention, needy, (uuid) => byUuid.get(uuid)),
      },
      ...(worst.length > 0 ? [{ id: 'worst', title: 'Worst connections', body: renderWorst(worst) }] : []),
      {
        id: 'list',
        title: 'Newest meetings',
        body: html`${isCut && html`<p>${cutText}</p>\n`}${meetings.length > 0 && searchBox}${renderMeetings(meetings, zone)}`,
      },
      ...(series.length > 0 ? [{ id: 'series', title: 'Series', body: renderSeries(series, zone) }] : []),
    ],
    writtenAtMs,
    zone,
    ...(meetings.length > 0 && { script: searchScript }),
  });
}

const daysText = ({ from, to }: { readonly from: string; readonly to: string }): string =>
  from === to ? from : `${from} to ${to}`;

const badShareOf = ({ facts }: ListedMeeting): number => facts.badMinutes / facts.minutes;

function createTiles({ meetings, isCut, needy, attention }: IndexPageData): [value: string, name: string][] {
  const webinars = meetings.filter(({ status }) => status.kind === 'webinar').length;
  const minutes = meetings.reduce((sum, { facts }) => sum + facts.minutes, 0);
  const bad = meetings.reduce((sum, { facts }) => sum + facts.badMinutes, 0);
  const captures = needy.reduce((sum, group) => sum + group.captures, 0);
  return [
    [
      boundText(isCut, numberText(meetings.length - webinars)),
      meetings.length - webinars === 1 ? 'meeting' : 'meetings',
    ],
    [boundText(isCut && webinars > 0, numberText(webinars)), webinars === 1 ? 'webinar' : 'webinars'],
    [
      boundText(attention.needsYou.unread > 0, numberText(captures)),
      captures === 1 ? 'list needs a person' : 'lists need a person',
    ],
    ...(minutes > 0 ? [[shareText(bad / minutes), 'of the measured minutes were bad'] as [string, string]] : []),
  ];
}

const renderWorst = (worst: readonly ListedMeeting[]): Markup =>
  renderTable({
    id: 'worst-caption',
    caption: 'The largest share of bad minutes first',
    columns: [
      {
        title: 'Meeting',
        cell: ({ status, href }: ListedMeeting) =>
          html`<a href="${href}">${foreignTextOr(status.topic, 'Without a topic', 100)}</a>`,
      },
      { title: 'Bad minutes', cell: ({ facts }) => badText(facts), numeric: true },
      { title: 'Measured, minutes', cell: ({ facts }) => numberText(facts.minutes), numeric: true },
      { title: 'People', cell: ({ facts }) => boundText(facts.isBound, numberText(facts.people)), numeric: true },
    ],
    rows: worst,
  });

const renderSeries = (series: readonly ListedSeries[], zone: Zone): Markup =>
  renderTable({
    id: 'series-caption',
    caption: `${countText(series.length, 'meeting ID')} with several meetings, the newest first`,
    columns: [
      {
        title: 'Series',
        cell: ({ topic, href }: ListedSeries) =>
          html`<a href="${href}">${foreignTextOr(topic, 'Without a topic', 100)}</a>`,
      },
      { title: 'Meetings', cell: ({ meetings }) => numberText(meetings), numeric: true },
      { title: `Last one, ${zone.id}`, cell: ({ lastEndMs }) => dayText(lastEndMs, zone), numeric: true },
      { title: 'Meeting ID', cell: ({ meetingId }) => meetingId, numeric: true },
    ],
    rows: series,
    form: 'lines',
  });
