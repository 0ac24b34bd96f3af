import type { Place } from '../../shared/analysis/attendance/join.ts';
import type { MeasuredSession } from '../../shared/analysis/attendance/stays.ts';
import { type TimeScale, tickLines } from '../chart/time-scale.ts';
import { html, type Markup } from '../html/markup.ts';

export const placeText: Readonly<Record<Place, string>> = {
  meeting: 'meeting',
  breakout: 'breakout room',
  'waiting-room': 'waiting room',
};

const heightPixels = 22;
/** Stays read out of one person; the table of sessions has all. */
const mostToldStays = 8;

/**
 * One person's stays as bars. The places differ in form, not in colour alone: the meeting is a full bar, a breakout room two
 * rails, the waiting room a thin line.
 */
export function stayBars(
  sessions: readonly MeasuredSession[],
  scale: TimeScale,
  clock: (atMs: number) => string,
): Markup {
  const stays = sessions.flatMap(({ place, stay }) => {
    const { fromMs, toMs } = stay.counted;
    return toMs > fromMs && toMs > scale.fromMs && fromMs < scale.toMs ? [{ place, fromMs, toMs }] : [];
  });
  const told = stays
    .slice(0, mostToldStays)
    .map(({ place, fromMs, toMs }) => `${placeText[place]} ${clock(fromMs)} to ${clock(toMs)}`);
  const more = stays.length > mostToldStays ? [`and ${stays.length - mostToldStays} more`] : [];
  return html`<svg class="bars" role="img" aria-label="${[...told, ...more].join(', ') || 'no time known'}" width="100%" height="${heightPixels}">${tickLines(scale, timelineTicks, 0, heightPixels)}${stays.map(({ place, fromMs, toMs }) => bar(place, scale.percent(fromMs), scale.percent(toMs)))}</svg>`;
}

export const timelineTicks = 6;

/** From percent to percent; seconds are still to be seen. */
export function bar(place: Place, from: number, to: number): Markup {
  const width = Math.round(Math.max(to - from, 0.25) * 100) / 100;
  const x = Math.min(from, 99.75);
  const rect = (look: string, y: number, height: number) =>
    html`<rect class="${look}" x="${x}%" y="${y}" width="${width}%" height="${height}"/>`;
  switch (place) {
    case 'meeting':
      return rect('in-meeting', 4, 14);
    case 'breakout':
      // A field of the page's own colour first: a main room's bar can lie below.
      return html`${rect('in-gap', 4, 14)}${rect('in-breakout', 4, 5)}${rect('in-breakout', 13, 5)}`;
    case 'waiting-room':
      return rect('in-waiting', 9.5, 3);
  }
}
