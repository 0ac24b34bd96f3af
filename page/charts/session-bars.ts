import { scaleLinear } from 'd3-scale';
import { html, type Markup } from '../html/markup.ts';

type SessionBar = {
  /** Short, such as a day; shown below some of the bars. */
  readonly name: string;
  /** Absent where nobody can say. */
  readonly value?: number | undefined;
};

type SessionBars = {
  /** What one sees, for those who do not see it. */
  readonly description: string;
  readonly bars: readonly SessionBar[];
  /** A value, short: it stands beside the bars; the unit stands in the chart's title. */
  readonly label: (value: number) => string;
  /** The values are counts, which have no halves. */
  readonly isWhole?: true;
};

const height = 110;
const topPixels = 18;
const bottomPixels = 20;
/** Room for the values. */
const leftPercent = 14;
/** Names below the bars at the most: more would run into one another. */
const mostNames = 4;

/** A bar a session, in their order. As wide as its place; the texts keep their size. */
export function renderSessionBars({ description, bars, label, isWhole }: SessionBars): Markup {
  const highest = bars.reduce((most, { value = 0 }) => Math.max(most, value), 0);
  const y = scaleLinear([0, Math.max(highest, isWhole ? 1 : 0.01)], [height, 0]).nice(3);
  const place = (value: number) => Math.round(topPixels + y(value));
  const values = y.ticks(3).filter((value) => value > 0 && (!isWhole || Number.isInteger(value)));
  const step = (100 - leftPercent) / Math.max(bars.length, 1);
  const centreOf = (index: number) => leftPercent + (index + 0.5) * step;
  const round = (percent: number) => Math.round(percent * 100) / 100;
  const renderBar = ({ value }: SessionBar, index: number): Markup => {
    const width = Math.min(step * 0.7, 12);
    const x = html`x="${round(centreOf(index) - width / 2)}%" width="${round(width)}%"`;
    if (value === undefined) {
      return html`<rect class="bar-unknown" ${x} y="${topPixels + 1}" height="${height - 1}"/>`;
    }
    return html`<rect class="bar" ${x} y="${place(value)}" height="${topPixels + height - place(value)}"/>`;
  };
  return html`<svg class="chart" role="img" aria-label="${description}" width="100%" height="${topPixels + height + bottomPixels}">
${values.map((value) => html`<line class="grid" x1="0" x2="100%" y1="${place(value)}" y2="${place(value)}"/>`)}
${bars.map(renderBar)}
<line class="base" x1="0" x2="100%" y1="${topPixels + height}" y2="${topPixels + height}"/>
${values.map((value) => html`<text x="0" y="${place(value) - 3}">${label(value)}</text>`)}
${chooseNamed(bars.length).map((index) => renderName(bars[index]?.name ?? '', round(centreOf(index))))}
</svg>`;
}

const renderName = (name: string, x: number): Markup =>
  html`<text x="${x > 92 ? 100 : x}%" y="${topPixels + height + bottomPixels - 4}" text-anchor="${x > 92 ? 'end' : 'middle'}">${name}</text>`;

/** The first, the last, and some between. */
function chooseNamed(count: number): number[] {
  if (count <= mostNames) return Array.from({ length: count }, (_, index) => index);
  return Array.from({ length: mostNames }, (_, index) => Math.round((index * (count - 1)) / (mostNames - 1)));
}
