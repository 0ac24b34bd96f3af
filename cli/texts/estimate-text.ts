import type { ListedPrices } from '../../shared/operations/estimate/price-list.ts';
import { type StageEstimate, totalOf } from '../../shared/operations/estimate/stage-estimate.ts';
import { daysPerMonth } from '../../shared/operations/estimate/workload.ts';
import type { ZoomUse } from '../../shared/operations/estimate/zoom-use.ts';
import { jsonText } from '../output/printable.ts';
import { tableText } from '../output/table.ts';

/** The prices that an estimate was made with. */
export type EstimatePrices = ListedPrices & { readonly region: string };

/** What `estimate --json` prints: one line. */
export function estimateJson(estimate: StageEstimate, { region, asOf, missing }: EstimatePrices): string {
  const { zoom, lines, tableClass, tableClasses, cheaperClass, levers, standingLines, captures, stored } = estimate;
  const byService = [...Map.groupBy(lines, ({ service }) => service)];
  const services = Object.fromEntries(byService.map(([service, ofService]) => [service, totalOf(ofService)]));
  const told = { region, pricesAsOf: asOf, ...(missing.length > 0 && { pricesMissing: missing }) };
  return `${jsonText({
    ...told,
    zoom,
    captures,
    dollarsPerMonth: totalOf(lines),
    dollarsWithoutEvents: totalOf(standingLines),
    services,
    lines,
    tableClass,
    tableClasses,
    cheaperClass,
    levers,
    ...(stored && { stored }),
  })}\n`;
}

/** The same for people. */
export function estimateText(estimate: StageEstimate, listed: EstimatePrices): string {
  const { zoom, lines, captures } = estimate;
  const perEvent = tableText(
    ['per event', 'dataset', 'pages', 'polls', 'calls'],
    captures.map(({ kind, dataset, ...work }) => [
      kind,
      dataset,
      ...[work.pages, work.polls, work.calls].map(numberText),
    ]),
  );
  const costs = tableText(
    ['service', 'for', 'a month', 'unit', 'dollars'],
    [
      ...lines.map((line) => [line.service, line.what, numberText(line.quantity), line.unit, dollarText(line.dollars)]),
      ['total', '', '', '', dollarText(totalOf(lines))],
    ],
  );
  const parts = [perEvent, zoomText(zoom), costs, eachText(estimate) + classText(estimate) + storedText(estimate)];
  return [...parts, questionsText(estimate, listed) + leversText(estimate), pricesText(listed)].join('\n');
}

function classText({ tableClass, tableClasses, cheaperClass }: StageEstimate): string {
  const each = Object.entries(tableClasses).map(([name, dollars]) => `${name} ${dollarText(dollars)}`);
  const advice = cheaperClass === tableClass ? `${tableClass} is the cheaper one` : `${cheaperClass} is cheaper`;
  return `Table class ${each.join(', ')}: ${advice}.\n`;
}

function storedText({ stored }: StageEstimate): string {
  if (!stored) return '';
  const { items, tableBytes, indexBytes, tableClass } = stored;
  const sizes = `${numberText(tableBytes / 1e9)} GB in the table and ${numberText(indexBytes / 1e9)} GB in its indexes`;
  return `The stage stores ${numberText(items)} items by now, ${sizes}, in the class ${tableClass}.\n`;
}

/** What is asked of a lake nobody can reckon: the price is there to know. */
const questionsText = ({ lines }: StageEstimate, { prices }: EstimatePrices): string =>
  lines.some(({ service }) => service === 'S3')
    ? `Athena takes ${dollarText(prices.athena.perTbRead)} dollars more for each TB that questions read of the lake.\n`
    : '';

function leversText({ levers }: StageEstimate): string {
  const rows = levers.map(({ lever, saves }) => [lever, dollarText(saves)]);
  return `${tableText(['what would change', 'saves a month'], rows)}AWS bills recovery by the table's size, however many days.\n`;
}

function pricesText({ region, asOf, missing }: EstimatePrices): string {
  const gaps = missing.length === 0 ? '' : `The lists have no ${missing.join(', ')}: these are those of us-east-1.\n`;
  return [
    `List prices of ${asOf} in ${region}, for ${daysPerMonth} days, without free tiers and taxes, of a stage with traces and without a\n`,
    'key of its own. How long Zoom takes to answer, and so the run time, is assumed.\n',
    gaps,
  ].join('');
}

function eachText({ lines, standingLines, eventsPerDay }: StageEstimate): string {
  const standing = `Without any event it is ${dollarText(totalOf(standingLines))} dollars a month.`;
  const thousands = (eventsPerDay * daysPerMonth) / 1_000;
  return thousands === 0
    ? `${standing}\n`
    : `${standing} All included, 1,000 events cost ${dollarText(totalOf(lines) / thousands)} dollars.\n`;
}

function zoomText(use: ZoomUse): string {
  const { plan, callsPerDay, callsAllowedPerDay, share, eventsThatFit, callsPerSecond } = use;
  const room =
    share > 1
      ? `More than Zoom allows: captures fall behind every day. ${numberText(eventsThatFit)} events a day fit.`
      : `${numberText(eventsThatFit)} events a day like these fit.`;
  return [
    `Zoom, plan ${plan}: ${numberText(callsPerDay)} calls a day of ${numberText(callsAllowedPerDay)} (${(share * 100).toFixed(1)} %). ${room}\n`,
    `A day's backlog takes ${numberText(use.minutesToDrainADay)} minutes, at ${callsPerSecond.toFixed(1)} calls a second.\n`,
    `The sweep takes ${numberText(use.sweepCallsPerDay)} more calls a day to list what has ended.\n`,
    plan === 'business'
      ? ''
      : `Zoom has participants and QoS from plan business on: with ${plan} only the report is captured, for less.\n`,
  ].join('');
}

const dollarText = (dollars: number): string => dollars.toFixed(2);
const numberText = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : 0 });
