import type { Place } from '../../shared/analysis/attendance/join.ts';
import type { MeasuredSession } from '../../shared/analysis/attendance/stays.ts';
import { html, type Markup } from '../html/markup.ts';
import type { Clock } from '../html/text.ts';
import { renderTickLines, type TimeScale } from './time-chart.ts';

export const placeText: Readonly<Record<Place, string>> = {
  meeting: 'meeting',
  breakout: 'breakout room',
  'waiting-room': 'waiting room',
};

const heightPixels = 22;
/** Stays read out of one person; the table of sessions has all. */
const mostReadOut = 8;
export const timelineTicks = 6;

/**
 * One person's stays as bars. The places differ in form, not in colour alone: the meeting is a full bar, a breakout room two
 * rails, the waiting room a thin line.
 */
export function renderStayBars(sessions: readonly MeasuredSession[], scale: TimeScale, clock: Clock): Markup {
  const stays = sessions.flatMap(({ place, stay }) => {
    const { fromMs, toMs } = stay.counted;
    return toMs > fromMs && toMs > scale.fromMs && fromMs < scale.toMs ? [{ place, fromMs, toMs }] : [];
  });
  const texts = stays
    .slice(0, mostReadOut)
    .map(({ place, fromMs, toMs }) => `${placeText[place]} ${clock(fromMs)} to ${clock(toMs)}`);
  const more = stays.length > mostReadOut ? [`and ${stays.length - mostReadOut} more`] : [];
  const bars = stays.map(({ place, fromMs, toMs }) => renderBar(place, scale.percent(fromMs), scale.percent(toMs)));
  return html`<svg class="bars" role="img" aria-label="${[...texts, ...more].join(', ') || 'no time known'}" width="100%" height="${heightPixels}">${renderTickLines(scale, timelineTicks, { fromY: 0, toY: heightPixels })}${bars}</svg>`;
}

/** From percent to percent; seconds are still to be seen. */
export function renderBar(place: Place, from: number, to: number): Markup {
  const width = Math.round(Math.max(to - from, 0.25) * 100) / 100;
  const x = Math.min(from, 99.75);
  const rect = (style: string, y: number, height: number) =>
    html`<rect class="${style}" x="${x}%" y="${y}" width="${width}%" height="${height}"/>`;
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
