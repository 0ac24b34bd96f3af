import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Plan, plans } from '../../shared/domain/account/plan.ts';
import { scaledWaits } from '../../shared/domain/capture/waits.ts';
import { type Dataset, datasets, knownDatasets } from '../../shared/domain/dataset.ts';
import { readTableSizes } from '../../shared/dynamo/table-sizes.ts';
import { readPriceLists } from '../../shared/operations/estimate/price-list.ts';
import { prices, pricesKnown } from '../../shared/operations/estimate/prices.ts';
import { estimateStage, type StoredNow } from '../../shared/operations/estimate/stage-estimate.ts';
import type { Events, Workload } from '../../shared/operations/estimate/workload.ts';
import { tablesOf } from '../../shared/operations/export/tables/export-columns.ts';
import { pageSizes } from '../../shared/zoom/endpoints.ts';
import { type CommandContext, withStack } from '../command-context.ts';
import { UsageError } from '../errors.ts';
import { readDatasets } from '../options.ts';
import { printable } from '../output/printable.ts';
import { print, printProse } from '../output/terminal.ts';
import type { Stack } from '../source/stack.ts';
import { type EstimatePrices, estimateJson, estimateText } from '../texts/estimate-text.ts';

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
  readonly subAccounts: number;
  readonly region?: string;
  readonly prices?: readonly string[];
  readonly lake?: true;
  readonly news?: true;
  readonly measured?: true;
  readonly json?: true;
};

const examples = `
Examples:
  $ zoom-capture estimate --meetings-per-day 500 --participants 12 --minutes 45
  $ zoom-capture estimate --meetings-per-day 200 --participants 8 --minutes 30 --plan pro \\
      --webinars-per-day 2 --webinar-participants 900 --webinar-minutes 90
  $ zoom-capture estimate --meetings-per-day 500 --participants 12 --minutes 45 --json | jq .dollarsPerMonth

Without --measured it asks neither AWS nor Zoom. The limits are one Zoom account's, the prices AWS's list prices of
${pricesKnown.asOf} in ${pricesKnown.regions.join(', ')}. For another region or a newer list:
  $ curl -O https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonDynamoDB/current/eu-central-1/index.json
  $ zoom-capture estimate --meetings-per-day 500 --participants 12 --minutes 45 \\
      --region eu-central-1 --prices index.json`;

export function defineEstimate(command: Command, context: CommandContext): void {
  const whole = wholeNumber(0, 10_000_000);
  const some = wholeNumber(1, 1_000_000);
  command
    .requiredOption('--meetings-per-day <number>', 'meetings that end in a day', whole)
    .requiredOption('--participants <number>', 'rows of a meeting: who joins again counts again', some)
    .requiredOption('--minutes <number>', 'how long each participant stays', some)
    .option('--webinars-per-day <number>', 'webinars that end in a day', whole, 0)
    .option('--webinar-participants <number>', 'rows of a webinar (default: as --participants)', some)
    .option('--webinar-minutes <number>', 'how long each of those stays (default: as --minutes)', some)
    .addOption(new Option('--plan <name>', 'of the Zoom account').choices(plans).default('business' satisfies Plan))
    .option(
      '--datasets <list>',
      `some of ${knownDatasets.join(', ')}, each with as many rows (default: ${datasets.join(', ')})`,
      readDatasets,
    )
    .option('--retention-days <number>', 'until rows are deleted; 0: never, and a year is shown', whole, 0)
    .option('--zoom-accounts <number>', 'secrets to keep', some, 1)
    .option('--sub-accounts <number>', 'that are captured through them, as their masters', whole, 0)
    .option('--lake', 'with a lake in S3, as by `lake: true`')
    .option('--news', 'with news on EventBridge, as by `events`')
    .option(
      '--prices <file...>',
      "AWS's own price lists, for any region and day: offer files, or `aws pricing get-products`",
    )
    .option('--measured', 'with what the stage stores by now, by DescribeTable; the rest is reckoned')
    .option('--json', 'one line of JSON: {"zoom":..., "dollarsPerMonth":..., "services":..., "lines":[...]}')
    .addHelpText('after', examples)
    .action(async (own: EstimateOptions) => {
      // `--region` is an option of every command.
      const options = { ...own, ...command.optsWithGlobals<Pick<EstimateOptions, 'region'>>() };
      const listed = await pricesOf(options, context);
      const input = { kinds: kindsOf(options), workload: workloadOf(options), plan: options.plan };
      const show = (stored?: StoredNow) => {
        const estimate = estimateStage({ ...input, prices: listed.prices, ...(stored && { stored }) });
        if (options.json) return print(context.stdout, estimateJson(estimate, listed));
        return printProse(context.stdout, estimateText(estimate, listed));
      };
      if (options.measured) await withStack(command, context, async (stack) => show(await storedNow(stack)));
      else await show();
    });
}

function workloadOf(options: EstimateOptions): Workload {
  const { retentionDays, zoomAccounts, subAccounts, lake, news } = options;
  const events = kindsOf(options).map(([, ofKind]) => ofKind);
  const lakeTables = lake && tablesOf(options.datasets ?? datasets).length;
  return {
    events,
    pageSizes,
    waits: scaledWaits(1),
    zoomAccounts,
    subAccounts,
    retentionDays,
    datasets: options.datasets,
    lakeTables,
    news,
  };
}

function kindsOf(options: EstimateOptions): [string, Events][] {
  const { participants, minutes, webinarParticipants = participants, webinarMinutes = minutes } = options;
  const kinds: [string, Events][] = [
    ['meeting', { kind: 'meeting', perDay: options.meetingsPerDay, participants, minutes }],
    [
      'webinar',
      {
        kind: 'webinar',
        perDay: options.webinarsPerDay,
        participants: webinarParticipants,
        minutes: webinarMinutes,
      },
    ],
  ];
  return kinds.filter(([, { perDay }]) => perDay > 0);
}

function knownRegion(region: string = pricesKnown.regions[0]): string {
  if (pricesKnown.regions.some((known) => known === region)) return region;
  throw new UsageError(
    `--region has no prices here: it can be ${pricesKnown.regions.join(', ')}; for others give AWS's own lists by --prices.`,
  );
}

async function pricesOf(
  { prices: files, region }: EstimateOptions,
  { env, stderr }: CommandContext,
): Promise<EstimatePrices> {
  const meant = region ?? (env.AWS_REGION || env.AWS_DEFAULT_REGION || undefined);
  if (files) {
    if (meant === undefined) throw new UsageError('--prices needs to know whose prices count: add --region.');
    const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
    return { region: meant, ...readPriceLists(texts, meant) };
  }
  const known = knownRegion(region);
  if (region === undefined && meant !== undefined && !pricesKnown.regions.some((one) => one === meant)) {
    await print(stderr, `There are no prices of ${printable(meant)} here: these are of ${known}. See --prices.\n`);
  }
  return { region: known, prices, asOf: pricesKnown.asOf, missing: [] };
}

async function storedNow({ dynamodb, output }: Stack): Promise<StoredNow> {
  const { items, bytes, indexes, tableClass } = await readTableSizes(dynamodb, output('CapturesTable'));
  return { items, tableBytes: bytes, indexBytes: indexes.reduce((sum, index) => sum + index.bytes, 0), tableClass };
}

const wholeNumber = (least: number, most: number) => (text: string) => {
  const number = /^\d{1,8}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
};
