import { datasets } from '../../shared/domain/dataset.ts';
import { peakOf } from '../attendance/people-count.ts';
import { clockOn } from '../html/clock-on.ts';
import { foreign, foreignOr } from '../html/foreign-text.ts';
import { type Content, html, type Markup } from '../html/markup.ts';
import { numberText, shareText } from '../html/number-text.ts';
import { durationText, instantMarkup } from '../html/time-text.ts';
import type { MeetingPageData } from '../page-data.ts';
import { media } from '../quality/quality-over-time.ts';
import type { Counts } from './attendance-curve.ts';
import { datasetText, standingOf } from './capture-words.ts';

/** What the meeting was, in a heading and a few figures. */
export function overview(data: MeetingPageData, counts: Counts): Markup {
  const { meeting, attendance, span } = data;
  const [part] = attendance.parts;
  const fact = (name: string, value: Content) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  const start = meeting.startTime ?? new Date(span.fromMs).toISOString();
  return html`<p class="kind">${meeting.kind === 'webinar' ? 'Webinar' : 'Meeting'}</p>
<h1>${foreignOr(meeting.topic, 'Without a topic', 200)}</h1>
${verdict(data)}
<ul class="tiles">${tiles(data, counts).map(([value, name]) => html`<li><strong>${value}</strong> ${name}</li>`)}</ul>
<dl class="facts">
${fact('Started', html`${instantMarkup(start)}${part?.assumedStart && ' (assumed: the first joining)'}`)}
${fact('Ended', html`${instantMarkup(meeting.endTime)}${part?.assumedEnd && ' (assumed: the last leaving)'}`)}
${fact('Meeting ID', meeting.meetingId === '' ? 'not told' : foreign(meeting.meetingId))}
${fact('UUID', html`<code>${foreign(meeting.uuid)}</code>`)}
${meeting.hostId !== undefined && fact('Host ID', html`<code>${foreign(meeting.hostId)}</code>`)}
${meeting.timezone !== undefined && fact('Time zone', foreign(meeting.timezone))}
${fact('Zoom account', foreign(meeting.account))}
</dl>`;
}

/** Whether one can rely on this page, first of all. */
function verdict({ status }: MeetingPageData): Markup {
  const open = datasets.filter((dataset) => standingOf(status.datasets[dataset]).standing !== 'good');
  if (open.length > 0) {
    const names = open.map((dataset) => `${datasetText[dataset].toLowerCase()} (${status.datasets[dataset].state})`);
    return html`<p class="verdict not-whole"><strong>Not complete:</strong> ${names.join(', ')}. <a href="#capture">State of the capture</a></p>`;
  }
  const later = datasets.some((dataset) => status.datasets[dataset].state === 'captured');
  return html`<p class="verdict whole"><strong>Complete:</strong> ${
    later ? 'all that Zoom listed is stored; Zoom is asked again for corrections.' : 'all that Zoom listed is stored.'
  } <a href="#capture">State of the capture</a></p>`;
}

function tiles({ people, span, quality }: MeetingPageData, { inside }: Counts): [string, string][] {
  const clock = clockOn(span.fromMs);
  const peak = peakOf(inside);
  const attended = people.map(({ attendedSeconds }) => attendedSeconds).filter((seconds) => seconds > 0);
  const middle = attended.toSorted((a, b) => a - b)[Math.ceil(attended.length / 2) - 1];
  const points = media.flatMap((medium) => quality[medium]);
  const heard = points.reduce((sum, point) => sum + point.heard, 0);
  const bad = points.reduce((sum, point) => sum + point.bad, 0);
  const outside = people.length - attended.length;
  return [
    [
      numberText(attended.length),
      `${attended.length === 1 ? 'person' : 'people'} took part${outside > 0 ? `; ${numberText(outside)} did not get in` : ''}`,
    ],
    [durationText((span.toMs - span.fromMs) / 1000), 'long'],
    [numberText(peak?.count ?? 0), `there at once${peak && peak.count > 0 ? `, at ${clock(peak.atMs)}` : ''}`],
    ...(middle === undefined
      ? []
      : [[durationText(middle), 'half of them stayed so long or longer'] satisfies [string, string]]),
    ...(heard === 0 ? [] : [[shareText(bad / heard), 'of the measured minutes were bad'] satisfies [string, string]]),
  ];
}
