import { type Command, InvalidArgumentError } from 'commander';
import { type Dataset, datasets } from '../../shared/domain/dataset.ts';
import { usualBackfillBudget } from '../../shared/domain/day-reserve.ts';
import { firstListedDay } from '../../shared/domain/sweep/sweep-plan.ts';
import { prices } from '../../shared/operations/estimate/prices.ts';
import { meetingLists } from '../../shared/zoom/meeting-lists.ts';
import { askBackfill } from '../backfill/ask-backfill.ts';
import { backfillPlan } from '../backfill/backfill-plan.ts';
import { type AccountPlan, planText } from '../backfill/backfill-report.ts';
import { addBackfillControl } from '../backfill/control-commands.ts';
import { CliError, UsageError } from '../cli-error.ts';
import { readDatasets } from '../dataset-list.ts';
import { print } from '../print.ts';
import type { Rim } from '../rim.ts';
import type { Stack } from '../stack.ts';
import { sweepDays } from '../sweep/sweep-days.ts';
import { readDay } from '../utc-day.ts';
import { withStack } from '../with-stack.ts';

type BackfillOptions = {
  readonly from?: string;
  readonly to?: string;
  readonly account?: string;
  readonly datasets?: readonly Dataset[];
  readonly budget?: number;
  readonly dryRun?: true;
  readonly json?: true;
};

const examples = `
Examples:
  $ npm run --silent cli -- backfill --from 2026-06-01 --dry-run
      the plan: meetings, calls, days, dollars
  $ npm run --silent cli -- backfill --from 2026-06-01 --to 2026-08-31 --budget 10000
  $ npm run --silent cli -- backfill --from 2026-06-01 --datasets participants,report --account main
  $ npm run --silent cli -- backfill status --json
  $ npm run --silent cli -- backfill pause
  $ npm run --silent cli -- backfill resume
  $ npm run --silent cli -- backfill cancel

It runs in the deployed stack, for days if need be, a step every five minutes, the oldest day first; what is stored already is
passed over. It never uses more calls a day than its budget, nor the last four tenths of the account's. Zoom lists six months.`;

export function addBackfill(program: Command, rim: Rim): void {
  const backfill = program
    .command('backfill')
    .description('Captures what ended before, in the background: plans it, starts it, shows how far it is.')
    .option('--from <day>', 'first UTC day, such as 2026-06-01', readDay)
    .option('--to <day>', 'last UTC day, included (default: today)', readDay)
    .option('--account <name>', 'one Zoom account alone, by its name in the stage or its id')
    .option('--datasets <list>', `some of ${datasets.join(',')} (default: all that the stage captures)`, readDatasets)
    .option('--budget <calls>', 'calls to Zoom a day (default: four tenths of the plan)', readBudget)
    .option('--dry-run', 'show the plan, and start nothing')
    .option('--json', 'one line of JSON: {"plans":[...],"backfills":[...]}')
    .addHelpText('after', examples)
    .action((options: BackfillOptions, command: Command) =>
      withStack(command, rim, (stack) => start(options, stack, rim)),
    );
  addBackfillControl(backfill, program, rim);
}

async function start(options: BackfillOptions, stack: Stack, rim: Rim): Promise<void> {
  const { account, datasets: wanted, budget, dryRun, json } = options;
  const { from, to } = daysOf(options, rim.now());
  const ofAccount = account === undefined ? {} : { account };
  const found = await sweepDays({ from, to, dryRun: true, ...ofAccount }, stack);
  const failed = found.find(({ fault }) => fault !== undefined);
  if (failed) throw new CliError(`Not planned: ${failed.account} could not be looked at. ${failed.fault}`);
  const plans = found.map(({ account: name, plan, source, missing, tally }): AccountPlan => {
    const { listed, known } = tally;
    const lacking = missing.filter((one) => one.datasets.some((dataset) => (wanted ?? datasets).includes(dataset)));
    const days = { from, to, lists: meetingLists[source].length };
    return {
      account: name,
      listed,
      known,
      ...backfillPlan(lacking, wanted ?? datasets, days, {
        ...{ budgetPerDay: budget ?? usualBackfillBudget(plan), prices, now: rim.now() },
      }),
    };
  });
  if (!json) await print(rim.stdout, plans.map(planText).join(''));
  const worth = plans.some(({ meetings }) => meetings > 0);
  const planned = Object.fromEntries(plans.map(({ account: name, meetings }) => [name, meetings]));
  const request = {
    ...{ command: 'start', from, to, planned, ...ofAccount },
    ...(wanted && { datasets: wanted }),
    ...(budget !== undefined && { budgetPerDay: budget }),
  };
  const backfills = dryRun || !worth ? [] : await askBackfill(stack, request);
  if (json) return print(rim.stdout, `${JSON.stringify({ plans, backfills })}\n`);
  if (backfills.length === 0) return;
  await print(rim.stdout, 'Started. See `backfill status`.\n');
}

function daysOf({ from, to }: BackfillOptions, now: number): { from: string; to: string } {
  const today = new Date(now).toISOString().slice(0, 10);
  const first = firstListedDay(now);
  const last = to ?? today;
  if (from === undefined) throw new UsageError(`From which day? Give --from; Zoom lists since ${first}.`);
  if (from < first) throw new UsageError(`Zoom lists the last six months: --from can be ${first} at the earliest.`);
  if (last > today) throw new UsageError(`--to has not begun: it can be ${today}, today in UTC, at the most.`);
  if (from > last) throw new UsageError(`--from ${from} is after --to ${last}: change them over.`);
  return { from, to: last };
}

function readBudget(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number of calls a day, 1 or more.');
}
