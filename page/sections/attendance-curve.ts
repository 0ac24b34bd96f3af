import type { Place } from '../../shared/analysis/attendance/join.ts';
import type { Interval } from '../../shared/analysis/attendance/time.ts';
import type { Zone } from '../../shared/domain/zone/zone.ts';
import { type CountStep, countAt, countOver, findPeak, thinSteps } from '../charts/people-count.ts';
import { type ChartLayer, createTimeScale, renderLegendLine, renderTimeChart } from '../charts/time-chart.ts';
import type { MeetingPageData } from '../gather-meeting.ts';
import { html, type Markup } from '../html/markup.ts';
import { renderTable } from '../html/table.ts';
import { type Clock, countText, createClock, numberText } from '../html/text.ts';

/** Rows of the table beside the curve at the most. */
const mostRows = 24;

export type PeopleCounts = {
  /** People in the meeting or a breakout room, each once. */
  readonly inside: readonly CountStep[];
  readonly breakout: readonly CountStep[];
  readonly waiting: readonly CountStep[];
};

/** How many people were there over time. */
export function countPeople({ people, attendance, span }: MeetingPageData): PeopleCounts {
  const staysIn = (place: Place) =>
    attendance.sessions.filter((session) => session.place === place).map(({ stay }) => stay.counted);
  const presences = people.flatMap(({ presences: own }) =>
    own.map(({ fromAt, toAt }) => ({ fromMs: Date.parse(fromAt), toMs: Date.parse(toAt) })),
  );
  return {
    inside: countOver(presences, span),
    breakout: countOver(staysIn('breakout'), span),
    waiting: countOver(staysIn('waiting-room'), span),
  };
}

/** The curve, what it says as a sentence, and its numbers as a table. */
export function renderAttendanceCurve({ span, zone, bounds }: MeetingPageData, counts: PeopleCounts): Markup {
  const { inside, breakout, waiting } = counts;
  const clock = createClock(span.fromMs, zone);
  const hasBreakout = peakCount(breakout) > 0;
  const hasWaiting = peakCount(waiting) > 0;
  const sentence = `${describeCurve(counts, span, clock)}${bounds.people ? '; not all who came may be known' : ''}`;
  const layers = [
    createLayer('area', 'crowd', inside),
    createLayer('line', 'people', inside),
    ...(hasBreakout ? [createLayer('line', 'breakout', breakout)] : []),
    ...(hasWaiting ? [createLayer('line', 'waiting', waiting)] : []),
  ];
  const chart = renderTimeChart({
    description: `People over time, ${clock(span.fromMs)} to ${clock(span.toMs)} ${zone.id}. ${sentence}.`,
    scale: createTimeScale(span, zone),
    layers,
    label: (count) => countText(count, 'person', 'people'),
    isWhole: true,
    height: 170,
    timeTicks: 7,
  });
  return html`<figure>
<ul class="legend" aria-label="Legend">${renderLegendLine('people', 'in the meeting')}${hasBreakout && renderLegendLine('breakout', 'of them in a breakout room')}${hasWaiting && renderLegendLine('waiting', 'in the waiting room')}</ul>
${chart}
<figcaption>${sentence}. Times are ${zone.id}.</figcaption></figure>
<details><summary>The curve as numbers</summary>${renderNumbers(counts, span, { clock, zone })}</details>`;
}

function describeCurve({ inside, breakout, waiting }: PeopleCounts, span: Interval, clock: Clock): string {
  const peak = findPeak(inside);
  const breakoutPeak = peakCount(breakout);
  const waitingPeak = peakCount(waiting);
  return [
    `At the most ${countText(peak?.count ?? 0, 'person was', 'people were')} there at the same time, first at ${clock(peak?.atMs ?? span.fromMs)}`,
    ...(breakoutPeak > 0 ? [`up to ${numberText(breakoutPeak)} of them in breakout rooms`] : []),
    ...(waitingPeak > 0 ? [`up to ${numberText(waitingPeak)} in the waiting room`] : []),
  ].join(', ');
}

const peakCount = (steps: readonly CountStep[]): number => findPeak(steps)?.count ?? 0;

function createLayer(
  shape: ChartLayer['shape'],
  style: ChartLayer['style'],
  counted: readonly CountStep[],
): ChartLayer {
  const points = thinSteps(counted).map(({ atMs, count }) => ({ atMs, high: count }));
  return { shape, style, steps: true, points };
}

const renderNumbers = (
  { inside, breakout, waiting }: PeopleCounts,
  span: Interval,
  { clock, zone }: { readonly clock: Clock; readonly zone: Zone },
): Markup =>
  renderTable({
    id: 'curve-numbers',
    caption: 'People at these times',
    columns: [
      { title: `At, ${zone.id}`, cell: clock },
      { title: 'In the meeting', cell: (atMs) => numberText(countAt(inside, atMs)), numeric: true },
      { title: 'Of them in a breakout room', cell: (atMs) => numberText(countAt(breakout, atMs)), numeric: true },
      { title: 'In the waiting room', cell: (atMs) => numberText(countAt(waiting, atMs)), numeric: true },
    ],
    rows: chooseInstants(span),
  });

function chooseInstants({ fromMs, toMs }: Interval): number[] {
  const minutes = Math.max(1, Math.ceil((toMs - fromMs) / 60_000));
  const stepMs = Math.ceil(minutes / mostRows) * 60_000;
  return Array.from({ length: Math.ceil((toMs - fromMs) / stepMs) }, (_, index) => fromMs + index * stepMs);
}
