import { scaleUtc } from 'd3-scale';
import { html, type Markup } from '../html/markup.ts';
import { clockText } from '../html/time-text.ts';

/** Where instants (milliseconds since 1970) stand, from 0 at the left to 100 at the right. */
export type TimeScale = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly percent: (atMs: number) => number;
  /** About so many round instants. */
  readonly ticks: (count: number) => readonly number[];
};

export function createTimeScale(fromMs: number, toMs: number): TimeScale {
  // A stretch without length has no scale.
  const endMs = Math.max(toMs, fromMs + 60_000);
  const scale = scaleUtc([fromMs, endMs], [0, 100]).clamp(true);
  return {
    fromMs,
    toMs: endMs,
    percent: (atMs) => Math.round(scale(atMs) * 100) / 100,
    ticks: (count) => scale.ticks(count).map((date) => date.getTime()),
  };
}

/** The ticks' labels at the height `y`, none of them cut off at the ends. */
export const tickLabels = (scale: TimeScale, count: number, y: number): Markup[] =>
  scale.ticks(count).map((atMs) => {
    const x = scale.percent(atMs);
    const anchor = x < 2 ? 'start' : x > 98 ? 'end' : 'middle';
    return html`<text x="${x}%" y="${y}" text-anchor="${anchor}">${clockText(atMs)}</text>`;
  });

export const tickLines = (scale: TimeScale, count: number, fromY: number, toY: number): Markup[] =>
  scale.ticks(count).map((atMs) => {
    const x = scale.percent(atMs);
    return html`<line class="tick" x1="${x}%" x2="${x}%" y1="${fromY}" y2="${toY}"/>`;
  });
