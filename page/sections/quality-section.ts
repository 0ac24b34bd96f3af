import { limits, type Medium } from '../../shared/domain/quality/stream-minute.ts';
import { type ChartPoint, timeChart } from '../chart/time-chart.ts';
import { createTimeScale } from '../chart/time-scale.ts';
import { clockOn } from '../html/clock-on.ts';
import { html, type Markup } from '../html/markup.ts';
import { countText, measureText, numberText, shareText } from '../html/number-text.ts';
import { table } from '../html/table.ts';
import type { MeetingPageData } from '../page-data.ts';
import { type Measure, measures, media, type QualityPoint } from '../quality/quality-over-time.ts';
import { sample } from './attendance-curve.ts';
import { measureName, mediumText, unitText } from './quality-words.ts';

/** Quality over time: of each medium three charts with their limits, and the same as numbers. */
export function qualitySection(data: MeetingPageData): Markup {
  const minutes = data.columns.widthMs / 60_000;
  if (media.every((medium) => data.quality[medium].length === 0)) return html`<p>No quality of service is stored.</p>`;
  return html`<p>Each point of a line is ${minutes === 1 ? 'one minute' : `${minutes} minutes`} over all participants; of each one's input and output the worse counts. A minute is bad where latency is over ${limits.audio.latency}${unitText.latency}, jitter over ${limits.audio.jitter}${unitText.jitter}, or average packet loss over ${limits.audio.avg_loss}${unitText.avg_loss}: more than Zoom recommends.</p>
<ul class="legend" aria-label="Legend">${sample('median', 'median: half of the participants had this or less')}${sample('p95', 'p95: 95 of 100 had this or less')}<li><svg aria-hidden="true" width="34" height="22"><path class="limit" d="M1 11h32"/></svg> the limit</li></ul>
${media.map((medium) => mediumSection(medium, data))}`;
}

function mediumSection(medium: Medium, data: MeetingPageData): Markup {
  const points = data.quality[medium];
  const heard = points.reduce((sum, point) => sum + point.heard, 0);
  const bad = points.reduce((sum, point) => sum + point.bad, 0);
  const title = html`<h3 id="quality-${medium}">${mediumText[medium]}</h3>`;
  if (heard === 0) return html`${title}<p>Nothing was measured.</p>`;
  return html`${title}
<p>${countText(heard, 'minute')} measured over all participants; ${numberText(bad)} of them bad (<strong>${shareText(bad / heard)}</strong>).</p>
<div class="charts">${measures.map((measure) => measureFigure(medium, measure, data))}</div>
<details><summary>${mediumText[medium]} as numbers</summary>${numbers(medium, data)}</details>`;
}

function measureFigure(medium: Medium, measure: Measure, { quality, columns, span }: MeetingPageData): Markup {
  const points = quality[medium].filter((point) => point[measure]);
  if (points.length === 0) return html`<figure><h4>${measureName[measure]}</h4><p>Nothing was measured.</p></figure>`;
  const { widthMs } = columns;
  const clock = clockOn(span.fromMs);
  const limit = limits[medium][measure];
  const unit = unitText[measure];
  const worst = points.reduce((one, other) => ((other[measure]?.p95 ?? 0) > (one[measure]?.p95 ?? 0) ? other : one));
  const over = points.filter((point) => (point[measure]?.p95 ?? 0) > limit).length;
  const highest = `${measureText(worst[measure]?.p95 ?? 0)}${unit} at ${clock(worst.fromMs)}`;
  const unitOfTime = widthMs === 60_000 ? 'minute' : 'point';
  const overText =
    over === 0
      ? 'never over the limit'
      : `over the limit in ${numberText(over)} of ${countText(points.length, unitOfTime)}`;
  const sentence = `p95: ${overText}, at the most ${highest}.`;
  const middles = points.map(({ fromMs, [measure]: middle }) => ({ atMs: fromMs + widthMs / 2, ...middle }));
  const median = withGaps(
    middles.map(({ atMs, median: high }) => ({ atMs, high })),
    widthMs,
  );
  const p95 = withGaps(
    middles.map(({ atMs, p95: high }) => ({ atMs, high })),
    widthMs,
  );
  const between = withGaps(
    middles.map(({ atMs, median: low = 0, p95: high }) => ({ atMs, low, high })),
    widthMs,
  );
  return html`<figure><h4>${measureName[measure]}</h4>${timeChart({
    label: `${mediumText[medium]}: ${measureName[measure].toLowerCase()} over time, limit ${limit}${unit}. ${sentence}`,
    scale: createTimeScale(span.fromMs, span.toMs),
    layers: [
      { shape: 'area', look: 'between', points: between },
      { shape: 'line', look: 'p95', points: p95 },
      { shape: 'line', look: 'median', points: median },
    ],
    ...{ unit, limit, height: 110, timeTicks: 4 },
  })}<figcaption>${sentence}</figcaption></figure>`;
}

/** A point without a value where columns are left out, so that no line is drawn over what was not measured. */
function withGaps(points: readonly ChartPoint[], widthMs: number): ChartPoint[] {
  return points.flatMap((point, index) => {
    const before = points[index - 1];
    const far = before !== undefined && point.atMs - before.atMs > widthMs;
    return far ? [{ atMs: before.atMs + widthMs / 2, high: undefined }, point] : [point];
  });
}

function numbers(medium: Medium, { quality, span }: MeetingPageData): Markup {
  const clock = clockOn(span.fromMs);
  const cell = (measure: Measure, part: 'median' | 'p95') => (point: QualityPoint) => {
    const middle = point[measure];
    return middle && measureText(middle[part]);
  };
  return table({
    id: `numbers-${medium}`,
    caption: `${mediumText[medium]} over time`,
    columns: [
      { title: 'From, UTC', cell: ({ fromMs }: QualityPoint) => clock(fromMs) },
      { title: 'Measured', cell: ({ heard }) => numberText(heard), numeric: true },
      { title: 'Bad', cell: ({ heard, bad }) => shareText(bad / heard), numeric: true },
      ...measures.flatMap((measure) => {
        const title = `${measureName[measure]} in${unitText[measure]}`;
        return [
          { title: `${title}, median`, cell: cell(measure, 'median'), numeric: true } as const,
          { title: `${title}, p95`, cell: cell(measure, 'p95'), numeric: true } as const,
        ];
      }),
    ],
    rows: quality[medium],
  });
}
