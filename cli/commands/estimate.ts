import { type Command, InvalidArgumentError, Option } from 'commander';
import { datasets } from '../../shared/domain/dataset.ts';
import { type Plan, plans } from '../../shared/domain/plan.ts';
import { scaledWaits } from '../../shared/domain/waits.ts';
import { estimateCost } from '../../shared/operations/estimate/estimate-cost.ts';
import { prices } from '../../shared/operations/estimate/prices.ts';
import { captureWork, type Events, eventsPerDay, type Workload } from '../../shared/operations/estimate/workload.ts';
import { zoomUse } from '../../shared/operations/estimate/zoom-use.ts';
import { pageSizes } from '../../shared/zoom/endpoints.ts';
import { UsageError } from '../cli-error.ts';
import { type Estimate, estimateJson, estimateText } from '../estimate/estimate-report.ts';
import { print } from '../print.ts';
import { printable } from '../printable.ts';
import type { Rim } from '../rim.ts';

type EstimateOptions = {
  readonly meetingsPerDay: number;
  readonly participants: number;
  readonly minutes: number;
  readonly webinarsPerDay: number;
  readonly webinarParticipants?: number;
  readonly webinarMinutes?: number;
  readonly plan: Plan;
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

export function addEstimate(program: Command, rim: Rim): void {
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
    .option('--retention-days <number>', 'until rows are deleted; 0: never, and a year is shown', whole, 0)
    .option('--zoom-accounts <number>', 'secrets to keep', some, 1)
    .option('--json', 'one line of JSON: {"zoom":...,"dollarsPerMonth":...,"services":...,"lines":[...]}')
    .addHelpText('after', examples)
    .action(async (_: EstimateOptions, command: Command) => {
      const options = command.optsWithGlobals<EstimateOptions>();
      const { json, plan } = options;
      const region = readRegion(options.region);
      const workload = workloadOf(options);
      const captures = kindsOf(options).flatMap(([kind, events]) =>
        datasets.map((dataset) => {
          const { rows, pages, polls, calls, deliveries } = captureWork(dataset, events, workload);
          // Programs that read the JSON know polls as `looks`.
          return { kind, dataset, rows, pages, looks: polls, calls, deliveries };
        }),
      );
      const estimate: Estimate = {
        ...{ region, captures, zoom: zoomUse(workload, plan), eventsPerDay: eventsPerDay(workload) },
        lines: estimateCost(workload, prices),
        standingLines: estimateCost({ ...workload, events: [] }, prices),
      };
      const meant = rim.env.AWS_REGION || rim.env.AWS_DEFAULT_REGION || region;
      if (options.region === undefined && !prices.regions.some((known) => known === meant))
        await print(rim.stderr, `There are no prices of ${printable(meant)} here: these are of ${region}.\n`);
      await print(rim.stdout, (json ? estimateJson : estimateText)(estimate, prices));
    });
}

function workloadOf(options: EstimateOptions): Workload {
  const { retentionDays, zoomAccounts } = options;
  const events = kindsOf(options).map(([, of]) => of);
  return { events, pageSizes, waits: scaledWaits(1), zoomAccounts, retentionDays };
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
