import { readings } from '../../shared/datasets/datasets.ts';
import { entriesByDataset } from '../../shared/domain/dataset.ts';
import { wallText, type Zone } from '../../shared/domain/zone/zone.ts';
import type { DatasetStatus, MeetingStatus } from '../../shared/dynamo/meetings/meeting-status.ts';
import type { MeetingFacts } from '../gather-meeting.ts';
import { type Content, foreignText, foreignTextOr, html, type Markup } from '../html/markup.ts';
import { renderTable, type TableColumn } from '../html/table.ts';
import { boundText, countText, durationText, numberText, shareText } from '../html/text.ts';
import { type Completeness, describeState, signs } from './capture-section.ts';

/** A meeting in a list of several. */
export type ListedMeeting = {
  readonly status: MeetingStatus;
  readonly facts: MeetingFacts;
  /** Of its page, relative to the list's. */
  readonly href: string;
};

/** Meetings in one part of the list: the others are in folds. */
const partSize = 300;

/** The meetings, each with a link to its page, in the order that they are given. */
export function renderMeetings(meetings: readonly ListedMeeting[], zone: Zone): Markup {
  if (meetings.length === 0) return html`<p>No meeting ended on these days.</p>`;
  const columns = createColumns(zone);
  const parts = Array.from({ length: Math.ceil(meetings.length / partSize) }, (_, index) =>
    meetings.slice(index * partSize, (index + 1) * partSize),
  );
  return html`${parts.map((rows, index) => {
    const first = index * partSize + 1;
    const range = `${numberText(first)} to ${numberText(first + rows.length - 1)}`;
    const caption = parts.length === 1 ? countText(rows.length, 'meeting') : `Meetings ${range}`;
    const table = renderTable({
      id: `list-${index + 1}`,
      caption: `${caption}, the newest first`,
      columns,
      rows,
      form: 'meetings',
    });
    return index === 0 ? table : html`<details><summary>${range}</summary>${table}</details>\n`;
  })}`;
}

const createColumns = (zone: Zone): TableColumn<ListedMeeting>[] => [
  { title: 'Meeting', cell: renderName },
  { title: `Started, ${zone.id}`, cell: ({ status }) => startText(status, zone) },
  { title: 'Length', cell: ({ status }) => lengthText(status), numeric: true },
  { title: 'People', cell: ({ facts }) => boundText(facts.isBound, numberText(facts.people)), numeric: true },
  { title: 'Bad minutes', cell: ({ facts }) => badText(facts), numeric: true },
  { title: 'Captured', cell: ({ status }) => renderState(status) },
  { title: 'Kind', cell: ({ status }) => status.kind },
  { title: 'Meeting ID', cell: ({ status }) => foreignText(status.meetingId) },
];

const renderName = ({ status: { topic, host }, href }: ListedMeeting): Markup =>
  html`<a href="${href}">${foreignTextOr(topic, 'Without a topic', 100)}</a>${host !== undefined && html`<small>${foreignText(host, 60)}</small>`}`;

/** `2026-11-20 10:00`: sorts as it reads, and is found by its day. */
const startText = ({ startTime, endTime }: MeetingStatus, zone: Zone): Content => {
  const atMs = Date.parse(startTime ?? endTime);
  return Number.isNaN(atMs) ? '' : wallText(atMs, zone).slice(0, 16).replace('T', ' ');
};

function lengthText({ startTime, endTime }: MeetingStatus): string {
  const seconds = (Date.parse(endTime) - Date.parse(startTime ?? '')) / 1000;
  return seconds >= 0 ? durationText(seconds) : '';
}

/** `12 %`, and nothing where nothing was measured. */
export const badText = ({ badMinutes, minutes }: Pick<MeetingFacts, 'badMinutes' | 'minutes'>): string =>
  minutes === 0 ? '' : shareText(badMinutes / minutes);

const order: readonly Completeness[] = ['bad', 'open', 'good'];
const whole: Readonly<Record<Completeness, string>> = { good: 'complete', open: 'under way', bad: 'not complete' };

/** The worst of its lists, by name where it is not complete. */
function renderState({ datasets }: Pick<MeetingStatus, 'datasets'>): Markup {
  const all = entriesByDataset<DatasetStatus>(datasets).map(([dataset, one]) => {
    return { name: readings[dataset].label, state: one.state, completeness: describeState(one).completeness };
  });
  const completeness = order.find((one) => all.some((dataset) => dataset.completeness === one)) ?? 'good';
  const named = all.filter((one) => completeness !== 'good' && one.completeness === completeness);
  const why = named.map(({ name, state }) => `${name.toLowerCase()} (${state})`).join(', ');
  return html`<span class="state ${completeness}"><span aria-hidden="true">${signs[completeness]}</span> ${whole[completeness]}</span>${why !== '' && html` <small>${why}</small>`}`;
}
