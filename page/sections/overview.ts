import { readings } from '../../shared/datasets/datasets.ts';
import { entriesByDataset } from '../../shared/domain/dataset.ts';
import { listedFacts } from '../../shared/domain/meeting/listed-row.ts';
import { zoneNamed } from '../../shared/domain/zone/named-zone.ts';
import { isTimeZone } from '../../shared/domain/zone/zone.ts';
import { findPeak } from '../charts/people-count.ts';
import { factsOf, type MeetingPageData } from '../gather-meeting.ts';
import { type Content, foreignText, foreignTextOr, html, type Markup } from '../html/markup.ts';
import { boundText, createClock, durationText, instantMarkup, numberText, shareText } from '../html/text.ts';
import type { PeopleCounts } from './attendance-curve.ts';
import { describeState } from './capture-section.ts';

/** What the meeting was, in a heading and a few figures. */
export function renderOverview(data: MeetingPageData, counts: PeopleCounts): Markup {
  const { meeting, attendance, span, status, zone } = data;
  const [part] = attendance.parts;
  const renderFact = (name: string, value: Content) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  const start = meeting.startTime ?? new Date(span.fromMs).toISOString();
  const host = renderHost(data);
  return html`<p class="kind">${meeting.kind === 'webinar' ? 'Webinar' : 'Meeting'}</p>
<h1>${foreignTextOr(meeting.topic, 'Without a topic', 200)}</h1>
${renderCompleteness(data)}
<ul class="tiles">${createTiles(data, counts).map(([value, name]) => html`<li><strong>${value}</strong> ${name}</li>`)}</ul>
<dl class="facts">
${renderFact('Started', html`${instantMarkup(start, zone)}${part?.assumedStart && ' (assumed: the first joining)'}`)}
${renderFact('Ended', html`${instantMarkup(meeting.endTime, zone)}${part?.assumedEnd && ' (assumed: the last leaving)'}`)}
${meeting.timezone !== undefined && renderFact("The meeting's time zone", renderOwnTimes(meeting.timezone, [start, meeting.endTime], data))}
${host && renderFact('Host', host)}
${status.department !== undefined && renderFact('Department', foreignText(status.department))}
${renderFact('Meeting ID', meeting.meetingId === '' ? 'not told' : foreignText(meeting.meetingId))}
${renderFact('UUID', html`<code>${foreignText(meeting.uuid)}</code>`)}
${meeting.hostId !== undefined && renderFact('Host ID', html`<code>${foreignText(meeting.hostId)}</code>`)}
${renderFact('Zoom account', foreignText(meeting.account))}
</dl>`;
}

/** As the row of Zoom's list names them; where there is none, who was there as host. */
function renderHost({ meeting, people }: MeetingPageData): Markup | undefined {
  const { hostName, hostEmail } = listedFacts(meeting.listed?.row ?? {});
  const listed = hostName ?? hostEmail;
  if (listed !== undefined) {
    return html`${foreignText(listed)}${hostEmail !== undefined && hostEmail !== listed && html` <small>${foreignText(hostEmail)}</small>`}`;
  }
  const present = people.find(({ role, name }) => role === 'host' && name.trim() !== '');
  return present && html`${foreignText(present.name)} <small>who was there as host</small>`;
}

/** The zone that the meeting was planned in, and what its clocks showed, where this page's show something else. */
function renderOwnTimes(timezone: string, instants: readonly string[], { zone }: MeetingPageData): Markup {
  if (!isTimeZone(timezone)) return foreignText(timezone);
  const own = zoneNamed(timezone);
  const times = instants.map((instant) => Date.parse(instant)).filter((atMs) => !Number.isNaN(atMs));
  const isSame = times.every((atMs) => own.offsetMs(atMs) === zone.offsetMs(atMs));
  if (isSame || times.length === 0) return foreignText(timezone);
  const [fromMs = 0, toMs = fromMs] = times;
  const clock = createClock(fromMs, own);
  return html`${foreignText(timezone)}: ${instantMarkup(new Date(fromMs).toISOString(), own)} to ${clock(toMs)} there`;
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

function createTiles(data: MeetingPageData, { inside }: PeopleCounts): Tile[] {
  const { people, span, zone, bounds, attendance } = data;
  const clock = createClock(span.fromMs, zone);
  const peak = findPeak(inside);
  const facts = factsOf(data);
  const attended = people.map(({ attendedSeconds }) => attendedSeconds).filter((seconds) => seconds > 0);
  const middle = attended.toSorted((a, b) => a - b)[Math.ceil(attended.length / 2) - 1];
  const outside = people.length - facts.people;
  const tookPart = facts.people === 1 && !bounds.people ? 'person took part' : 'people took part';
  const outsideText = outside > 0 ? `; ${numberText(outside)} did not get in` : '';
  const peakText = peak && peak.count > 0 ? `, at ${clock(peak.atMs)}` : '';
  // From the first joining, or to the last leaving, that is known.
  const isLengthBound = attendance.parts.some(({ assumedStart, assumedEnd }) => assumedStart || assumedEnd);
  const tiles: Tile[] = [
    [boundText(bounds.people, numberText(facts.people)), `${tookPart}${outsideText}`],
    [boundText(isLengthBound, durationText((span.toMs - span.fromMs) / 1000)), 'long'],
    [boundText(bounds.people, numberText(peak?.count ?? 0)), `there at once${peakText}`],
  ];
  if (middle !== undefined) tiles.push([durationText(middle), 'half of them stayed so long or longer']);
  if (facts.minutes > 0)
    tiles.push([shareText(facts.badMinutes / facts.minutes), 'of their measured minutes were bad']);
  return tiles;
}
