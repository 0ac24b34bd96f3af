import type { CostLine } from '../../shared/operations/estimate/estimate-cost.ts';
import type { Prices } from '../../shared/operations/estimate/prices.ts';
import { daysPerMonth } from '../../shared/operations/estimate/workload.ts';
import type { ZoomUse } from '../../shared/operations/estimate/zoom-use.ts';
import { tableText } from '../table.ts';

export type Estimate = {
  readonly region: string;
  readonly zoom: ZoomUse;
  readonly lines: readonly CostLine[];
  /** The same stage without any event. */
  readonly standingLines: readonly CostLine[];
  readonly eventsPerDay: number;
  readonly captures: readonly CaptureShown[];
};

export type CaptureShown = {
  readonly kind: string;
  readonly dataset: string;
  readonly pages: number;
  readonly looks: number;
  readonly calls: number;
};

/** What `estimate --json` prints: one line. */
export function estimateJson({ region, zoom, lines, standingLines, captures }: Estimate, { asOf }: Prices): string {
  const dollarsPerMonth = totalOf(lines);
  const dollarsWithoutEvents = totalOf(standingLines);
  const services = Object.fromEntries(byService(lines).map(([service, of]) => [service, totalOf(of)]));
  const dollars = { dollarsPerMonth, dollarsWithoutEvents, services, lines };
  return `${JSON.stringify({ region, pricesAsOf: asOf, zoom, captures, ...dollars })}\n`;
}

/** The same for people. */
export function estimateText(estimate: Estimate, { asOf }: Prices): string {
  const { region, zoom, lines, captures } = estimate;
  const work = tableText(
    ['per event', 'dataset', 'pages', 'looks', 'calls'].map((title) => ({ title })),
    captures.map(({ kind, dataset, pages, looks, calls }) => [kind, dataset, ...[pages, looks, calls].map(number)]),
  );
  const costs = tableText(
    ['service', 'for', 'a month', 'unit', 'dollars'].map((title) => ({ title })),
    [
      ...lines.map(({ service, what, quantity, unit, dollars }) => [
        service,
        what,
        number(quantity),
        unit,
        money(dollars),
      ]),
      ['total', '', '', '', money(totalOf(lines))],
    ],
  );
  return [
    work,
    '\n',
    zoomText(zoom),
    '\n',
    costs,
    '\n',
    eachText(estimate),
    `List prices of ${asOf} in ${region}, for ${daysPerMonth} days, without free tiers and taxes, of a stage with traces and without a\n`,
    'key of its own. How long Zoom takes to answer, and so the run time, is assumed.\n',
  ].join('');
}

function eachText({ lines, standingLines, eventsPerDay }: Estimate): string {
  const standing = `Without any event it is ${money(totalOf(standingLines))} dollars a month.`;
  const thousands = (eventsPerDay * daysPerMonth) / 1_000;
  return thousands === 0
    ? `${standing}\n`
    : `${standing} All included, 1,000 events cost ${money(totalOf(lines) / thousands)} dollars.\n`;
}

function zoomText({
  plan,
  callsPerDay,
  sweepCallsPerDay,
  callsAllowedPerDay,
  share,
  eventsThatFit,
  callsPerSecond,
  minutesToDrainADay,
}: ZoomUse) {
  const verdict =
    share > 1
      ? `More than Zoom allows: captures fall behind every day. ${number(eventsThatFit)} events a day fit.`
      : `${number(eventsThatFit)} events a day like these fit.`;
  return [
    `Zoom, plan ${plan}: ${number(callsPerDay)} calls a day of ${number(callsAllowedPerDay)} (${(share * 100).toFixed(1)} %). ${verdict}\n`,
    `A day's backlog takes ${number(minutesToDrainADay)} minutes, at ${callsPerSecond.toFixed(1)} calls a second.\n`,
    `The sweep takes ${number(sweepCallsPerDay)} more calls a day to list what has ended.\n`,
    plan === 'business'
      ? ''
      : `Zoom has participants and QoS from plan business on: with ${plan} only the report is captured, for less.\n`,
  ].join('');
}

const totalOf = (lines: readonly CostLine[]): number =>
  Math.round(lines.reduce((sum, { dollars }) => sum + dollars, 0) * 100) / 100;
const byService = (lines: readonly CostLine[]) => [...Map.groupBy(lines, ({ service }) => service)];
const money = (dollars: number): string => dollars.toFixed(2);
const number = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : 0 });
