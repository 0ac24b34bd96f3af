import { type Command, InvalidArgumentError, Option } from 'commander';
import { scaledWaits } from '../../shared/domain/capture/waits.ts';
import { type Dataset, datasets, knownDatasets } from '../../shared/domain/dataset.ts';
import { type Plan, plans } from '../../shared/domain/plan.ts';
import type { CostLine } from '../../shared/operations/estimate/estimate-cost.ts';
import { estimateCost } from '../../shared/operations/estimate/estimate-cost.ts';
import { infrequentAccess, prices, pricesOfClass } from '../../shared/operations/estimate/prices.ts';
import type { Events, Workload } from '../../shared/operations/estimate/workload.ts';
import { captureWork, datasetsOf, daysPerMonth, eventsPerDay } from '../../shared/operations/estimate/workload.ts';
import type { ZoomUse } from '../../shared/operations/estimate/zoom-use.ts';
import { zoomUse } from '../../shared/operations/estimate/zoom-use.ts';
import { pageSizes } from '../../shared/zoom/endpoints.ts';
import type { CommandContext } from '../command-context.ts';
import { UsageError } from '../errors.ts';
import { readDatasets } from '../options.ts';
import { printable } from '../output/printable.ts';
import { tableText } from '../output/table.ts';
import { print } from '../output/terminal.ts';

type EstimateOptions = {
  readonly meetingsPerDay: number;
  readonly participants: number;
  readonly minutes: number;
  readonly webinarsPerDay: number;
  readonly webinarParticipants?: number;
  readonly webinarMinutes?: number;
  readonly plan: Plan;
  readonly datasets?: readonly Dataset[];
  readonly retentionDays: number;
  readonly zoomAccounts: number;
  readonly region?: string;
  readonly json?: true;
};

const examples = `
Examples:
  $ npm run --silent cli -- estimate --meetings-per-day 500 --participants 12 --minutes 45
  $ npm run --silent cli -- estimate --meetings-per-day 200 --participants 8 --minutes 30 --plan pro \\
      --webinars-per-day 2 --webinar-participants 900 --webinar-minutes 90
  $ npm run --silent cli -- estimate --meetings-per-day 500 --participants 12 --minutes 45 --json | jq .dollarsPerMonth

Asks neither AWS nor Zoom. --region takes ${prices.regions.join(', ')} (default: ${prices.regions[0]}).
The limits are one Zoom account's, the prices AWS's list prices of ${prices.asOf}.`;

export function addEstimate(program: Command, context: CommandContext): void {
  const whole = wholeNumber(0, 10_000_000);
  const some = wholeNumber(1, 1_000_000);
  program
    .command('estimate')
    .description("What captures would cost on AWS, and whether Zoom's limits allow them.")
    .requiredOption('--meetings-per-day <number>', 'meetings that end in a day', whole)
    .requiredOption('--participants <number>', 'rows of a meeting: who joins again counts again', some)
    .requiredOption('--minutes <number>', 'how long each participant stays', some)
    .option('--webinars-per-day <number>', 'webinars that end in a day', whole, 0)
    .option('--webinar-participants <number>', 'rows of a webinar (default: as --participants)', some)
    .option('--webinar-minutes <number>', 'how long each of those stays (default: as --minutes)', some)
    .addOption(new Option('--plan <name>', 'of the Zoom account').choices(plans).default('business' satisfies Plan))
    .option(
      '--datasets <list>',
      `some of ${knownDatasets.join(',')}, each with as many rows (default: ${datasets.join(',')})`,
      readDatasets,
    )
    .option('--retention-days <number>', 'until rows are deleted; 0: never, and a year is shown', whole, 0)
    .option('--zoom-accounts <number>', 'secrets to keep', some, 1)
    .option('--json', 'one line of JSON: {"zoom":...,"dollarsPerMonth":...,"services":...,"lines":[...]}')
    .addHelpText('after', examples)
    .action(async (own: EstimateOptions, command: Command) => {
      // `--region` is an option of every command.
      const options = { ...own, ...command.optsWithGlobals<Pick<EstimateOptions, 'region'>>() };
      const region = readRegion(options.region);
      const { AWS_REGION, AWS_DEFAULT_REGION } = context.env;
      const meant = AWS_REGION || AWS_DEFAULT_REGION || region;
      if (options.region === undefined && !prices.regions.some((known) => known === meant)) {
        const sentence = `There are no prices of ${printable(meant)} here: these are of ${region}.\n`;
        await print(context.stderr, sentence);
      }
      const reported = options.json ? estimateJson : estimateText;
      await print(context.stdout, reported(estimateOf(options, region)));
    });
}

type Estimate = ReturnType<typeof estimateOf>;

function estimateOf(options: EstimateOptions, region: string) {
  const workload = workloadOf(options);
  return {
    region,
    zoom: zoomUse(workload, options.plan),
    lines: estimateCost(workload, prices),
    infrequentLines: estimateCost(workload, pricesOfClass(prices, infrequentAccess)),
    levers: leversOf(workload),
    /** The same stage without any event. */
    standingLines: estimateCost({ ...workload, events: [] }, prices),
    eventsPerDay: eventsPerDay(workload),
    captures: kindsOf(options).flatMap(([kind, events]) =>
      datasetsOf(workload).map((dataset) => ({ kind, ...captureWork(dataset, events, workload) })),
    ),
  };
}

/** What a stage can change about its bill, and the dollars a month that it saves. */
function leversOf(workload: Workload): { readonly lever: string; readonly saves: number }[] {
  const total = (changed: Partial<Workload>) => totalOf(estimateCost({ ...workload, ...changed }, prices));
  const now = total({});
  const days = workload.retentionDays || 365;
  const shorter = [90, 180]
    .filter((one) => one < days)
    .map((one) => [`retentionDays: ${one}`, { retentionDays: one }] as const);
  const changes = [...shorter, ["qosSamples: 'summary'", { qosSamples: 'summary' }] as const];
  return changes.map(([lever, changed]) => ({ lever, saves: Math.round((now - total(changed)) * 100) / 100 }));
}

function workloadOf(options: EstimateOptions): Workload {
  const { retentionDays, zoomAccounts, datasets } = options;
  const events = kindsOf(options).map(([, ofKind]) => ofKind);
  return { events, pageSizes, waits: scaledWaits(1), zoomAccounts, retentionDays, datasets };
}

function kindsOf(options: EstimateOptions): [string, Events][] {
  const { participants, minutes, webinarParticipants = participants, webinarMinutes = minutes } = options;
  const kinds: [string, Events][] = [
    ['meeting', { perDay: options.meetingsPerDay, participants, minutes }],
    ['webinar', { perDay: options.webinarsPerDay, participants: webinarParticipants, minutes: webinarMinutes }],
  ];
  return kinds.filter(([, { perDay }]) => perDay > 0);
}

function readRegion(region: string = prices.regions[0]): string {
  if (prices.regions.some((known) => known === region)) return region;
  throw new UsageError(
    `--region has no prices here: it can be ${prices.regions.join(', ')}; without it they are of ${prices.regions[0]}.`,
  );
}

const wholeNumber = (least: number, most: number) => (text: string) => {
  const number = /^\d{1,8}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
};

/** What `estimate --json` prints: one line. */
function estimateJson(estimate: Estimate): string {
  const { region, zoom, lines, infrequentLines, levers, standingLines, captures } = estimate;
  const dollarsPerMonth = totalOf(lines);
  const dollarsWithoutEvents = totalOf(standingLines);
  const byService = [...Map.groupBy(lines, ({ service }) => service)];
  const services = Object.fromEntries(byService.map(([service, ofService]) => [service, totalOf(ofService)]));
  const tableClasses = { standard: dollarsPerMonth, infrequent: totalOf(infrequentLines) };
  const dollars = { dollarsPerMonth, dollarsWithoutEvents, services, lines, tableClasses, levers };
  return `${JSON.stringify({ region, pricesAsOf: prices.asOf, zoom, captures, ...dollars })}\n`;
}

/** The same for people. */
function estimateText(estimate: Estimate): string {
  const { region, zoom, lines, captures } = estimate;
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
  return [
    perEvent,
    '\n',
    zoomText(zoom),
    '\n',
    costs,
    '\n',
    eachText(estimate),
    leversText(estimate),
    `List prices of ${prices.asOf} in ${region}, for ${daysPerMonth} days, without free tiers and taxes, of a stage with traces and without a\n`,
    'key of its own. How long Zoom takes to answer, and so the run time, is assumed.\n',
  ].join('');
}

/** Recovery saves nothing by fewer days, since AWS bills the size of the table. */
function leversText({ lines, infrequentLines, levers }: Estimate): string {
  const [standard, infrequent] = [totalOf(lines), totalOf(infrequentLines)];
  const cheaper = infrequent < standard ? 'infrequent' : 'standard';
  const classes = `Table class standard ${dollarText(standard)}, infrequent ${dollarText(infrequent)}: ${cheaper} is cheaper.\n`;
  return (
    classes + levers.map(({ lever, saves }) => `${lever} would save ${dollarText(saves)} dollars a month.\n`).join('')
  );
}

function eachText({ lines, standingLines, eventsPerDay }: Estimate): string {
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

const totalOf = (lines: readonly CostLine[]): number =>
  Math.round(lines.reduce((sum, { dollars }) => sum + dollars, 0) * 100) / 100;
const dollarText = (dollars: number): string => dollars.toFixed(2);
const numberText = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : 0 });
