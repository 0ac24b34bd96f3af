import {
  type Measure,
  measures,
  media,
  type QualityPoint,
  type Quantiles,
} from '../../shared/analysis/quality/quality-over-time.ts';
import { limits, type Medium } from '../../shared/domain/quality/stream-minute.ts';
import type { StreamName } from '../../shared/domain/quality/summary.ts';
import {
  type ChartLayer,
  type ChartPoint,
  createTimeScale,
  renderLegendLine,
  renderTimeChart,
} from '../charts/time-chart.ts';
import type { Bounds, MeetingPageData } from '../gather-meeting.ts';
import { html, type Markup } from '../html/markup.ts';
import { renderTable, type TableColumn } from '../html/table.ts';
import { boundText, countText, createClock, measureText, numberText, shareText } from '../html/text.ts';

const mediumText: Readonly<Record<Medium, string>> = { audio: 'Audio', video: 'Video', as: 'Screen sharing' };
export const measureName: Readonly<Record<Measure, string>> = {
  latency: 'Latency',
  jitter: 'Jitter',
  avg_loss: 'Packet loss',
};
export const unitText: Readonly<Record<Measure, string>> = {
  latency: '\u00a0ms',
  jitter: '\u00a0ms',
  avg_loss: '\u00a0%',
};

/** `Latency, ms`. */
const measureTitle = (measure: Measure): string => `${measureName[measure]}, ${unitText[measure].trim()}`;

/** In Zoom's words: it does not say whether `input` is what the participant sent. */
export const streamText: Readonly<Record<StreamName, string>> = {
  audio_input: 'audio input',
  audio_output: 'audio output',
  video_input: 'video input',
  video_output: 'video output',
  as_input: 'screen sharing input',
  as_output: 'screen sharing output',
};

/** Quality over time: of each medium three charts with their limits, and the same as numbers. */
export function renderQuality(data: MeetingPageData): Markup {
  const minutes = data.columns.widthMs / 60_000;
  if (media.every((medium) => data.quality[medium].length === 0)) return html`<p>No quality of service is stored.</p>`;
  return html`<p>Each point of a line is ${minutes === 1 ? 'one minute' : `${minutes} minutes`} over all participants; of each one's input and output the worse counts. A minute is bad where latency is over ${limits.audio.latency}${unitText.latency}, jitter over ${limits.audio.jitter}${unitText.jitter}, or average packet loss over ${limits.audio.avg_loss}${unitText.avg_loss}: more than Zoom recommends. Times are ${data.zone.id}.</p>
${renderMissing(data.bounds)}<ul class="legend" aria-label="Legend">${renderLegendLine('median', 'median: half of the participants had this or less')}${renderLegendLine('p95', 'p95: 95 of 100 had this or less')}${renderLegendLine('limit', 'the limit')}</ul>
${media.map((medium) => renderMedium(medium, data))}`;
}

function renderMissing({ quality, sessionsWithoutSamples }: Bounds): Markup | undefined {
  const texts = [
    ...(quality ? ['Quality of service is not stored as a whole: counts of minutes are the least there were.'] : []),
    ...(sessionsWithoutSamples > 0
      ? [
          `${countText(sessionsWithoutSamples, 'session')} ${sessionsWithoutSamples === 1 ? 'has' : 'have'} a summary and no samples here: in no chart.`,
        ]
      : []),
  ];
  return texts.length === 0 ? undefined : html`<p class="note">${texts.join(' ')}</p>`;
}

/** How many of these points' minutes were measured, and how many of them were bad. */
function countMinutes(points: readonly QualityPoint[]): { readonly heard: number; readonly bad: number } {
  const heard = points.reduce((sum, point) => sum + point.heard, 0);
  const bad = points.reduce((sum, point) => sum + point.bad, 0);
  return { heard, bad };
}

function renderMedium(medium: Medium, data: MeetingPageData): Markup {
  const { heard, bad } = countMinutes(data.quality[medium]);
  const isBound = data.bounds.quality || data.bounds.sessionsWithoutSamples > 0;
  const title = html`<h3 id="quality-${medium}">${mediumText[medium]}</h3>`;
  if (heard === 0) return html`${title}<p>Nothing was measured.</p>`;
  return html`${title}
<p>${boundText(isBound, countText(heard, 'minute'))} measured over all participants; ${boundText(isBound, numberText(bad))} of them bad (<strong>${shareText(bad / heard)}</strong>).</p>
<div class="charts">${measures.map((measure) => renderMeasure(medium, measure, data))}</div>
<details><summary>${mediumText[medium]} as numbers</summary>${renderNumbers(medium, data)}</details>`;
}

/** What one measure came to in one column. */
type MeasuredColumn = Quantiles & { readonly fromMs: number };

function renderMeasure(medium: Medium, measure: Measure, { quality, columns, span, zone }: MeetingPageData): Markup {
  const measured = quality[medium].flatMap(({ fromMs, [measure]: quantiles }): MeasuredColumn[] =>
    quantiles ? [{ fromMs, ...quantiles }] : [],
  );
  const [first, ...others] = measured;
  if (!first) return html`<figure><h4>${measureTitle(measure)}</h4><p>Nothing was measured.</p></figure>`;
  const { widthMs } = columns;
  const limit = limits[medium][measure];
  const unit = unitText[measure];
  const worst = others.reduce((one, other) => (other.p95 > one.p95 ? other : one), first);
  const highest = `${measureText(worst.p95)}${unit} at ${createClock(span.fromMs, zone)(worst.fromMs)}`;
  const over = measured.filter(({ p95 }) => p95 > limit).length;
  const columnName = widthMs === 60_000 ? 'minute' : 'point';
  const overText =
    over === 0
      ? 'never over the limit'
      : `over the limit in ${numberText(over)} of ${countText(measured.length, columnName)}`;
  const sentence = `p95: ${overText}, at the most ${highest}.`;
  return html`<figure><h4>${measureTitle(measure)}</h4>${renderTimeChart({
    description: `${mediumText[medium]}: ${measureName[measure].toLowerCase()} over time, limit ${limit}${unit}. ${sentence}`,
    scale: createTimeScale(span, zone),
    layers: createLayers(measured, widthMs),
    label: (value) => `${numberText(value)}${unit}`,
    limit,
    height: 110,
    timeTicks: 4,
  })}<figcaption>${sentence}</figcaption></figure>`;
}

/** The median, the 95th percentile and the area between them. Each point stands in the middle of its column. */
function createLayers(measured: readonly MeasuredColumn[], widthMs: number): ChartLayer[] {
  const createPoints = (rangeOf: (column: MeasuredColumn) => { readonly low?: number; readonly high: number }) => {
    const points = measured.map((column) => ({ atMs: column.fromMs + widthMs / 2, ...rangeOf(column) }));
    return addGaps(points, widthMs);
  };
  return [
    { shape: 'area', style: 'between', points: createPoints(({ median, p95 }) => ({ low: median, high: p95 })) },
    { shape: 'line', style: 'p95', points: createPoints(({ p95 }) => ({ high: p95 })) },
    { shape: 'line', style: 'median', points: createPoints(({ median }) => ({ high: median })) },
  ];
}

/** A point without a value where columns are left out, so that no line is drawn over what was not measured. */
function addGaps(points: readonly ChartPoint[], widthMs: number): ChartPoint[] {
  return points.flatMap((point, index) => {
    const before = points[index - 1];
    const isFar = before !== undefined && point.atMs - before.atMs > widthMs;
    return isFar ? [{ atMs: before.atMs + widthMs / 2, high: undefined }, point] : [point];
  });
}

function renderNumbers(medium: Medium, { quality, span, zone }: MeetingPageData): Markup {
  const clock = createClock(span.fromMs, zone);
  return renderTable({
    id: `numbers-${medium}`,
    caption: `${mediumText[medium]} over time`,
    columns: [
      { title: `From, ${zone.id}`, cell: ({ fromMs }: QualityPoint) => clock(fromMs) },
      { title: 'Measured', cell: ({ heard }) => numberText(heard), numeric: true },
      { title: 'Bad', cell: ({ heard, bad }) => shareText(bad / heard), numeric: true },
      ...measures.flatMap((measure) => [createColumn(measure, 'median'), createColumn(measure, 'p95')]),
    ],
    rows: quality[medium],
  });
}

const createColumn = (measure: Measure, quantile: keyof Quantiles): TableColumn<QualityPoint> => ({
  title: `${measureName[measure]} in${unitText[measure]}, ${quantile}`,
  cell: ({ [measure]: quantiles }) => quantiles && measureText(quantiles[quantile]),
  numeric: true,
});
