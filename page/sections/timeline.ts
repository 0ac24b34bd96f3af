import { personName } from '../attendance/person-name.ts';
import { bar, placeText, stayBars, timelineTicks } from '../attendance/stay-bars.ts';
import { createTimeScale, tickLabels } from '../chart/time-scale.ts';
import { clockOn, instantClock } from '../html/clock-on.ts';
import { foreign } from '../html/foreign-text.ts';
import { html, type Markup } from '../html/markup.ts';
import { countText, numberText, shareText } from '../html/number-text.ts';
import { durationText } from '../html/time-text.ts';
import type { MeetingPageData, PagePerson } from '../page-data.ts';

/** With more people than this, not all of them have a bar. */
const mostWithAll = 100;
const shownOfMany = 60;
/** Who waited longer than this before the start has the rest of it cut off. */
const mostBeforeMs = 15 * 60_000;

/** Who was there when: a bar a person; of many people the hosts, the panelists, and those who stayed the longest. */
export function timeline({ people, attendance, span }: MeetingPageData): Markup {
  if (people.length === 0) return html`<p>Nobody is known to have come.</p>`;
  const shown = mostToTheTop(people);
  const clock = clockOn(span.fromMs);
  const sessionsOf = ({ sessions }: PagePerson) => sessions.flatMap((index) => attendance.sessions[index] ?? []);
  const joins = shown.flatMap(sessionsOf).map(({ stay }) => stay.counted.fromMs);
  const firstMs = joins.reduce((first, atMs) => Math.min(first, atMs), span.fromMs);
  const scale = createTimeScale(Math.max(firstMs, span.fromMs - mostBeforeMs), span.toMs);
  return html`<ul class="legend" aria-label="Legend">${(['meeting', 'breakout', 'waiting-room'] as const).map(
    (place) =>
      html`<li><svg aria-hidden="true" width="34" height="22">${bar(place, 0, 100)}</svg> ${placeText[place]}</li>`,
  )}</ul>
<div class="scroll" role="region" tabindex="0" aria-labelledby="timeline-caption"><table class="data timeline">
<caption id="timeline-caption">${captionText(shown.length, people.length)}</caption>
<thead><tr><th scope="col">Person</th><th scope="col"><span class="unseen">When, in UTC</span><svg class="bars" aria-hidden="true" width="100%" height="16">${tickLabels(scale, timelineTicks, 12)}</svg></th><th scope="col">Joined</th><th scope="col">Left</th><th scope="col">There for</th></tr></thead>
<tbody>
${shown.map(
  (person) =>
    html`<tr><th scope="row">${personName(person)}${person.role && person.role !== 'attendee' && html` <small>${foreign(person.role, 20)}</small>`}</th><td>${stayBars(sessionsOf(person), scale, clock)}</td><td>${instantClock(clock, person.firstJoinAt)}</td><td>${instantClock(clock, person.lastLeaveAt)}</td><td>${durationText(person.attendedSeconds)} <small>${shareText(person.share)}</small></td></tr>\n`,
)}</tbody></table></div>`;
}

const captionText = (shown: number, all: number): string =>
  shown === all
    ? `${countText(all, 'person', 'people')}, in the order of joining`
    : `${shown} of ${numberText(all)} people: the hosts, the panelists, then those who stayed the longest. All are in the list of people.`;

function mostToTheTop(people: readonly PagePerson[]): readonly PagePerson[] {
  if (people.length <= mostWithAll) return people;
  const rank = ({ role }: PagePerson) => (role === 'host' ? 0 : role === 'panelist' ? 1 : 2);
  return people.toSorted((a, b) => rank(a) - rank(b) || b.attendedSeconds - a.attendedSeconds).slice(0, shownOfMany);
}
