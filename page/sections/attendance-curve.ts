import type { Place } from '../../shared/analysis/attendance/join.ts';
import type { Interval } from '../../shared/analysis/attendance/time.ts';
import { type CountStep, countAt, countOver, peakOf, thinned } from '../attendance/people-count.ts';
import { type ChartLayer, timeChart } from '../chart/time-chart.ts';
import { createTimeScale } from '../chart/time-scale.ts';
import { clockOn } from '../html/clock-on.ts';
import { html, type Markup } from '../html/markup.ts';
import { countText, numberText } from '../html/number-text.ts';
import { table } from '../html/table.ts';
import type { MeetingPageData } from '../page-data.ts';

/** Rows of the table beside the curve at the most. */
const mostRows = 24;

export type Counts = {
  /** People in the meeting or a breakout room, each once. */
  readonly inside: readonly CountStep[];
  readonly breakout: readonly CountStep[];
  readonly waiting: readonly CountStep[];
};

/** How many people were there over time. */
export function countsOf({ people, attendance, span }: MeetingPageData): Counts {
  const over = (intervals: readonly Interval[]) => countOver(intervals, span.fromMs, span.toMs);
  const at = (place: Place) =>
    attendance.sessions.filter((session) => session.place === place).map(({ stay }) => stay.counted);
  const presences = people.flatMap(({ presences: own }) =>
    own.map(({ fromAt, toAt }) => ({ fromMs: Date.parse(fromAt), toMs: Date.parse(toAt) })),
  );
  return { inside: over(presences), breakout: over(at('breakout')), waiting: over(at('waiting-room')) };
}

/** The curve, what it says as a sentence, and its numbers as a table. */
export function attendanceCurve({ span }: MeetingPageData, { inside, breakout, waiting }: Counts): Markup {
  const clock = clockOn(span.fromMs);
  const scale = createTimeScale(span.fromMs, span.toMs);
  const peak = peakOf(inside);
  const breakoutPeak = peakOf(breakout)?.count ?? 0;
  const waitingPeak = peakOf(waiting)?.count ?? 0;
  const sentence = [
    `At the most ${countText(peak?.count ?? 0, 'person was', 'people were')} there at the same time, first at ${clock(peak?.atMs ?? span.fromMs)}`,
    ...(breakoutPeak > 0 ? [`up to ${numberText(breakoutPeak)} of them in breakout rooms`] : []),
    ...(waitingPeak > 0 ? [`up to ${numberText(waitingPeak)} in the waiting room`] : []),
  ].join(', ');
  const layer = (shape: ChartLayer['shape'], look: ChartLayer['look'], steps: readonly CountStep[]): ChartLayer => ({
    ...{ shape, look, steps: true },
    points: thinned(steps).map(({ atMs, count }) => ({ atMs, high: count })),
  });
  const layers = [
    layer('area', 'crowd', inside),
    layer('line', 'people', inside),
    ...(breakoutPeak > 0 ? [layer('line', 'breakout', breakout)] : []),
    ...(waitingPeak > 0 ? [layer('line', 'waiting', waiting)] : []),
  ];
  const label = `People over time, ${clock(span.fromMs)} to ${clock(span.toMs)} UTC. ${sentence}.`;
  return html`<figure>
<ul class="legend" aria-label="Legend">${sample('people', 'in the meeting')}${breakoutPeak > 0 && sample('breakout', 'of them in a breakout room')}${waitingPeak > 0 && sample('waiting', 'in the waiting room')}</ul>
${timeChart({ label, scale, layers, unit: '', height: 170, timeTicks: 7 })}
<figcaption>${sentence}. Times are UTC.</figcaption></figure>
<details><summary>The curve as numbers</summary>${table({
    id: 'curve-numbers',
    caption: 'People at these times',
    columns: [
      { title: 'At, UTC', cell: clock },
      { title: 'In the meeting', cell: (atMs) => numberText(countAt(inside, atMs)), numeric: true },
      { title: 'Of them in a breakout room', cell: (atMs) => numberText(countAt(breakout, atMs)), numeric: true },
      { title: 'In the waiting room', cell: (atMs) => numberText(countAt(waiting, atMs)), numeric: true },
    ],
    rows: instantsOver(span),
  })}</details>`;
}

/** A line as the chart draws it, and what it stands for. */
export const sample = (look: ChartLayer['look'], text: string): Markup =>
  html`<li><svg aria-hidden="true" width="34" height="22"><path class="${look}" d="M1 11h32"/></svg> ${text}</li>`;

function instantsOver({ fromMs, toMs }: Interval): number[] {
  const minutes = Math.max(1, Math.ceil((toMs - fromMs) / 60_000));
  const stepMs = Math.ceil(minutes / mostRows) * 60_000;
  return Array.from({ length: Math.ceil((toMs - fromMs) / stepMs) }, (_, index) => fromMs + index * stepMs);
}
