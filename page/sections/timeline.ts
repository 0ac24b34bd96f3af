import type { MeasuredSession } from '../../shared/analysis/attendance/stays.ts';
import { placeText, renderBar, renderStayBars, timelineTicks } from '../charts/stay-bars.ts';
import { createTimeScale, renderTickLabels, type TimeScale } from '../charts/time-chart.ts';
import type { MeetingPageData, PagePerson } from '../gather-meeting.ts';
import { foreignText, html, type Markup } from '../html/markup.ts';
import { type Clock, countText, createClock, numberText, shareText, shortTimeText } from '../html/text.ts';
import { personName, stayText } from './person-text.ts';

/** With more people than this, not all of them have a bar. */
const mostWithAll = 100;
const shownOfMany = 60;
/** Who waited longer than this before the start has the rest of it cut off. */
const mostBeforeMs = 15 * 60_000;

/** Who was there when: a bar a person; of many people the hosts, the panelists, and those who stayed the longest. */
export function renderTimeline({ people, attendance, span, zone }: MeetingPageData): Markup {
  if (people.length === 0) return html`<p>Nobody is known to have come.</p>`;
  const rows = choosePeople(people).map((person): TimelineRow => {
    return { person, sessions: person.sessions.flatMap((index) => attendance.sessions[index] ?? []) };
  });
  const clock = createClock(span.fromMs, zone);
  const scale = createScale(rows, { span, zone });
  return html`<ul class="legend" aria-label="Legend">${(['meeting', 'breakout', 'waiting-room'] as const).map(
    (place) =>
      html`<li><svg aria-hidden="true" width="34" height="22">${renderBar(place, 0, 100)}</svg> ${placeText[place]}</li>`,
  )}</ul>
<div class="scroll" role="region" tabindex="0" aria-labelledby="timeline-caption"><table class="data timeline">
<caption id="timeline-caption">${captionText(rows.length, people.length)}</caption>
<thead><tr><th scope="col">Person</th><th scope="col"><span class="when">When, in ${zone.id}</span><svg class="bars" aria-hidden="true" width="100%" height="16">${renderTickLabels(scale, timelineTicks, 12)}</svg></th><th scope="col">Joined</th><th scope="col">Left</th><th scope="col">There for</th></tr></thead>
<tbody>
${rows.map((row) => renderRow(row, scale, clock))}</tbody></table></div>`;
}

type TimelineRow = { readonly person: PagePerson; readonly sessions: readonly MeasuredSession[] };

function renderRow({ person, sessions }: TimelineRow, scale: TimeScale, clock: Clock): Markup {
  const { role, firstJoinAt, lastLeaveAt, share } = person;
  const roleMarkup = role && role !== 'attendee' && html` <small>${foreignText(role, 20)}</small>`;
  return html`<tr><th scope="row">${personName(person)}${roleMarkup}</th><td>${renderStayBars(sessions, scale, clock)}</td><td>${shortTimeText(clock, firstJoinAt)}</td><td>${shortTimeText(clock, lastLeaveAt)}</td><td>${stayText(person)} <small>${shareText(share)}</small></td></tr>\n`;
}

/** From the first stay on, which can lie before the meeting's start. */
function createScale(rows: readonly TimelineRow[], { span, zone }: Pick<MeetingPageData, 'span' | 'zone'>): TimeScale {
  const joins = rows.flatMap(({ sessions }) => sessions.map(({ stay }) => stay.counted.fromMs));
  const firstMs = joins.reduce((first, atMs) => Math.min(first, atMs), span.fromMs);
  return createTimeScale({ fromMs: Math.max(firstMs, span.fromMs - mostBeforeMs), toMs: span.toMs }, zone);
}

const captionText = (shown: number, all: number): string =>
  shown === all
    ? `${countText(all, 'person', 'people')}, in the order of joining`
    : `${shown} of ${numberText(all)} people: the hosts, the panelists, then those who stayed the longest. All are in the list of people.`;

function choosePeople(people: readonly PagePerson[]): readonly PagePerson[] {
  if (people.length <= mostWithAll) return people;
  return people
    .toSorted((a, b) => rankRole(a) - rankRole(b) || b.attendedSeconds - a.attendedSeconds)
    .slice(0, shownOfMany);
}

function rankRole({ role }: PagePerson): number {
  if (role === 'host') return 0;
  return role === 'panelist' ? 1 : 2;
}
