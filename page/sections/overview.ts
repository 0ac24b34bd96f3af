import { media } from '../../shared/analysis/quality/quality-over-time.ts';
import { readings } from '../../shared/datasets/datasets.ts';
import { entriesByDataset } from '../../shared/domain/dataset.ts';
import { findPeak } from '../charts/people-count.ts';
import type { MeetingPageData } from '../gather-meeting.ts';
import { type Content, foreignText, foreignTextOr, html, type Markup } from '../html/markup.ts';
import { createClock, durationText, instantMarkup, numberText, shareText } from '../html/text.ts';
import type { PeopleCounts } from './attendance-curve.ts';
import { describeState } from './capture-section.ts';
import { countMinutes } from './quality-section.ts';

/** What the meeting was, in a heading and a few figures. */
export function renderOverview(data: MeetingPageData, counts: PeopleCounts): Markup {
  const { meeting, attendance, span, status, zone } = data;
  const [part] = attendance.parts;
  const renderFact = (name: string, value: Content) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  const start = meeting.startTime ?? new Date(span.fromMs).toISOString();
  return html`<p class="kind">${meeting.kind === 'webinar' ? 'Webinar' : 'Meeting'}</p>
<h1>${foreignTextOr(meeting.topic, 'Without a topic', 200)}</h1>
${renderCompleteness(data)}
<ul class="tiles">${createTiles(data, counts).map(([value, name]) => html`<li><strong>${value}</strong> ${name}</li>`)}</ul>
<dl class="facts">
${renderFact('Started', html`${instantMarkup(start, zone)}${part?.assumedStart && ' (assumed: the first joining)'}`)}
${renderFact('Ended', html`${instantMarkup(meeting.endTime, zone)}${part?.assumedEnd && ' (assumed: the last leaving)'}`)}
${renderFact('Meeting ID', meeting.meetingId === '' ? 'not told' : foreignText(meeting.meetingId))}
${renderFact('UUID', html`<code>${foreignText(meeting.uuid)}</code>`)}
${status.host !== undefined && renderFact('Host', foreignText(status.host))}
${status.department !== undefined && renderFact('Department', foreignText(status.department))}
${meeting.hostId !== undefined && renderFact('Host ID', html`<code>${foreignText(meeting.hostId)}</code>`)}
${meeting.timezone !== undefined && renderFact('Time zone', foreignText(meeting.timezone))}
${renderFact('Zoom account', foreignText(meeting.account))}
</dl>`;
}

/** Whether one can rely on this page, first of all. */
function renderCompleteness({ status }: MeetingPageData): Markup {
  const shown = entriesByDataset(status.datasets);
  const open = shown.filter(([, one]) => describeState(one).completeness !== 'good');
  if (open.length > 0) {
    const names = open.map(([dataset, { state }]) => `${readings[dataset].label.toLowerCase()} (${state})`);
    return html`<p class="completeness not-whole"><strong>Not complete:</strong> ${names.join(', ')}. <a href="#capture">State of the capture</a></p>`;
  }
  const isAskedAgain = shown.some(([, { state }]) => state === 'captured');
  return html`<p class="completeness whole"><strong>Complete:</strong> ${
    isAskedAgain
      ? 'all that Zoom listed is stored; Zoom is asked again for corrections.'
      : 'all that Zoom listed is stored.'
  } <a href="#capture">State of the capture</a></p>`;
}

type Tile = readonly [value: string, name: string];

function createTiles({ people, span, quality, zone }: MeetingPageData, { inside }: PeopleCounts): Tile[] {
  const clock = createClock(span.fromMs, zone);
  const peak = findPeak(inside);
  const attended = people.map(({ attendedSeconds }) => attendedSeconds).filter((seconds) => seconds > 0);
  const middle = attended.toSorted((a, b) => a - b)[Math.ceil(attended.length / 2) - 1];
  const { heard, bad } = countMinutes(media.flatMap((medium) => quality[medium]));
  const outside = people.length - attended.length;
  const tookPart = attended.length === 1 ? 'person took part' : 'people took part';
  const outsideText = outside > 0 ? `; ${numberText(outside)} did not get in` : '';
  const peakText = peak && peak.count > 0 ? `, at ${clock(peak.atMs)}` : '';
  const tiles: Tile[] = [
    [numberText(attended.length), `${tookPart}${outsideText}`],
    [durationText((span.toMs - span.fromMs) / 1000), 'long'],
    [numberText(peak?.count ?? 0), `there at once${peakText}`],
  ];
  if (middle !== undefined) tiles.push([durationText(middle), 'half of them stayed so long or longer']);
  if (heard > 0) tiles.push([shareText(bad / heard), 'of the measured minutes were bad']);
  return tiles;
}
