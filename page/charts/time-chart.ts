import { scaleLinear, scaleUtc } from 'd3-scale';
import { area, curveLinear, curveStepAfter, line } from 'd3-shape';
import type { Interval } from '../../shared/analysis/attendance/time.ts';
import type { Zone } from '../../shared/domain/zone/zone.ts';
import { html, type Markup } from '../html/markup.ts';
import { clockText } from '../html/text.ts';

/** Where instants (milliseconds since 1970) stand, from 0 at the left to 100 at the right. */
export type TimeScale = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly percent: (atMs: number) => number;
  /** About so many round instants. */
  readonly ticks: (count: number) => readonly number[];
  /** As a clock shows an instant. */
  readonly label: (atMs: number) => string;
};

export function createTimeScale({ fromMs, toMs }: Interval, zone: Zone): TimeScale {
  // A stretch without length has no scale.
  const endMs = Math.max(toMs, fromMs + 60_000);
  // Round instants are those of the clocks there, which may be half an hour from those of UTC.
  const aheadMs = zone.offsetMs(fromMs);
  const scale = scaleUtc([fromMs + aheadMs, endMs + aheadMs], [0, 100]).clamp(true);
  return {
    fromMs,
    toMs: endMs,
    percent: (atMs) => Math.round(scale(atMs + aheadMs) * 100) / 100,
    ticks: (count) => scale.ticks(count).map((date) => date.getTime() - aheadMs),
    label: (atMs) => clockText(atMs, zone),
  };
}

/** The ticks' labels at the height `y`, none of them cut off at the ends. */
export const renderTickLabels = (scale: TimeScale, count: number, y: number): Markup[] =>
  scale.ticks(count).map((atMs) => {
    const x = scale.percent(atMs);
    return html`<text x="${x}%" y="${y}" text-anchor="${chooseAnchor(x)}">${scale.label(atMs)}</text>`;
  });

function chooseAnchor(percent: number): 'start' | 'middle' | 'end' {
  if (percent < 2) return 'start';
  return percent > 98 ? 'end' : 'middle';
}

/** A line down from `fromY` to `toY` at each tick. */
export const renderTickLines = (
  scale: TimeScale,
  count: number,
  { fromY, toY }: { readonly fromY: number; readonly toY: number },
): Markup[] =>
  scale.ticks(count).map((atMs) => {
    const x = scale.percent(atMs);
    return html`<line class="tick" x1="${x}%" x2="${x}%" y1="${fromY}" y2="${toY}"/>`;
  });

/** Where `high` is undefined, the line has a gap. */
export type ChartPoint = { readonly atMs: number; readonly low?: number; readonly high: number | undefined };

export type ChartLayer = {
  /** A line along `high`, or the area from `low` (else 0) to `high`. */
  readonly shape: 'line' | 'area';
  /** How it is drawn: a class of the page's style. */
  readonly style: 'median' | 'p95' | 'between' | 'people' | 'breakout' | 'waiting' | 'crowd';
  /** A value holds until the next one, instead of being joined to it. */
  readonly steps?: true;
  readonly points: readonly ChartPoint[];
};

type TimeChart = {
  /** What one sees, for those who do not see it. */
  readonly description: string;
  readonly scale: TimeScale;
  readonly layers: readonly ChartLayer[];
  /** A value with its unit, such as `150 ms`. */
  readonly label: (value: number) => string;
  /** The values are counts, which have no halves. */
  readonly isWhole?: true;
  /** Pixels of the plot. */
  readonly height: number;
  readonly timeTicks: number;
  readonly limit?: number;
};

const topPixels = 18;
const bottomPixels = 20;

/**
 * A chart over time as SVG without a script. It is as wide as its place, its texts keep their size: everything is placed
 * in percent of the width, and the lines are in a plot that stretches.
 */
export function renderTimeChart(chart: TimeChart): Markup {
  const { description, scale, layers, label, isWhole, height, timeTicks, limit } = chart;
  const highest = layers.reduce(
    (most, { points }) => points.reduce((one, { high = 0 }) => Math.max(one, high), most),
    0,
  );
  // With a limit there is always some room above it, so that one sees how far below it all is.
  const y = scaleLinear([0, Math.max(highest, (limit ?? 0) * 1.25, 1)], [height, 0]).nice(3);
  const place = (value: number) => Math.round(topPixels + y(value));
  const values = y.ticks(3).filter((value) => value > 0 && (!isWhole || Number.isInteger(value)));
  const total = topPixels + height + bottomPixels;
  return html`<svg class="chart" role="img" aria-label="${description}" width="100%" height="${total}">
${limit !== undefined && html`<rect class="over" x="0" y="${topPixels}" width="100%" height="${place(limit) - topPixels}"/>`}
${renderTickLines(scale, timeTicks, { fromY: topPixels, toY: topPixels + height + 4 })}
${values.map((value) => html`<line class="grid" x1="0" x2="100%" y1="${place(value)}" y2="${place(value)}"/>`)}
<svg y="${topPixels}" width="100%" height="${height}" viewBox="0 0 1000 ${height}" preserveAspectRatio="none">
${layers.map((layer) => html`<path class="${layer.style}" d="${drawPath(layer, scale, y)}"/>`)}
</svg>
<line class="base" x1="0" x2="100%" y1="${topPixels + height}" y2="${topPixels + height}"/>
${limit !== undefined && html`<line class="limit" x1="0" x2="100%" y1="${place(limit)}" y2="${place(limit)}"/><text class="limit-name" x="100%" y="${place(limit) - 4}" text-anchor="end">limit ${label(limit)}</text>`}
${values.map((value) => html`<text x="0" y="${place(value) - 3}">${label(value)}</text>`)}
${renderTickLabels(scale, timeTicks, total - 4)}
</svg>`;
}

/** The `d` of an SVG path. */
function drawPath({ shape, points, steps }: ChartLayer, scale: TimeScale, y: (value: number) => number): string {
  const x = ({ atMs }: ChartPoint) => scale.percent(atMs) * 10;
  const known = ({ high }: ChartPoint) => high !== undefined;
  const top = ({ high = 0 }: ChartPoint) => y(high);
  const curve = steps ? curveStepAfter : curveLinear;
  const draw =
    shape === 'line'
      ? line<ChartPoint>(x, top).defined(known).curve(curve).digits(1)
      : area<ChartPoint>(x, ({ low = 0 }) => y(low), top)
          .defined(known)
          .curve(curve)
          .digits(1);
  return draw([...points]) ?? '';
}

/** An entry of a legend: a line as the chart draws it, and what it stands for. */
export const renderLegendLine = (style: ChartLayer['style'] | 'limit', text: string): Markup =>
  html`<li><svg aria-hidden="true" width="34" height="22"><path class="${style}" d="M1 11h32"/></svg> ${text}</li>`;
