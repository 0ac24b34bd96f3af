import type { Command } from 'commander';
import { type Dataset, knownDatasets } from '../../shared/domain/dataset.ts';
import { omit } from '../../shared/domain/omit.ts';
import { prices } from '../../shared/operations/estimate/prices.ts';
import { planBackfill } from '../../shared/operations/sweep-function/plan-backfill.ts';
import { controlBackfills } from '../../shared/operations/sweep-function/sweep-function.ts';
import type { BackfillStatus } from '../../shared/sweep/requests/answers.ts';
import { type CommandContext, note, withStack } from '../command-context.ts';
import { UsageError } from '../errors.ts';
import { addSweptAccountOption, chooseBackfilledDays, readCount, readDatasets, readDay } from '../options.ts';
import { jsonText } from '../output/printable.ts';
import { print } from '../output/terminal.ts';
import { usualColumns } from '../output/wrap.ts';
import type { Stack } from '../source/stack.ts';
import { backfillDaysLeft, backfillPlanText, backfillStatusText } from '../texts/backfill-text.ts';

type BackfillOptions = {
  readonly from?: string;
  readonly to?: string;
  readonly account?: string;
  readonly datasets?: Dataset[];
  readonly budget?: number;
  readonly dryRun?: true;
  readonly json?: true;
};

const examples = `
Examples:
  $ zoom-capture backfill --from 2026-06-01 --dry-run
      the plan: meetings, calls, days, dollars
  $ zoom-capture backfill --from 2026-06-01 --to 2026-08-31 --budget 10000
  $ zoom-capture backfill --from 2026-06-01 --datasets participants,report --account main
  $ zoom-capture backfill status --json
  $ zoom-capture backfill pause
  $ zoom-capture backfill resume
  $ zoom-capture backfill cancel

It runs in the deployed stack, for days if need be, a step every five minutes, the oldest day first; what is stored already is
passed over. It never uses more calls a day than its budget, nor the last four tenths of the account's. Zoom lists six months.`;

export function defineBackfill(command: Command, context: CommandContext): void {
  command
    .option('--from <day>', 'first UTC day, such as 2026-06-01', readDay)
    .option('--to <day>', 'last UTC day, included (default: today)', readDay);
  addSweptAccountOption(command)
    .option(
      '--datasets <list>',
      `some of ${knownDatasets.join(', ')} (default: all that the stage captures)`,
      readDatasets,
    )
    .option(
      '--budget <calls>',
      'calls to Zoom a day (default: four tenths of the plan)',
      readCount(9_999_999, 'a whole number of calls a day'),
    )
    .option('--dry-run', 'show the plan, and start nothing')
    .option('--json', 'one line of JSON: {"plans":[...], "backfills":[...]}')
    .addHelpText('after', examples)
    .action((options: BackfillOptions) => withStack(command, context, (stack) => start(options, stack, context)));
  addControls(command, context);
}

async function start(options: BackfillOptions, stack: Stack, context: CommandContext): Promise<void> {
  const { dryRun, json } = options;
  const columns = context.stdout.columns ?? usualColumns;
  const { from, to } = chooseBackfilledDays(options, context.now());
  const wanted = {
    from,
    to,
    ...(options.account !== undefined && { account: options.account }),
    ...(options.datasets && { datasets: options.datasets }),
    ...(options.budget !== undefined && { budgetPerDay: options.budget }),
  };
  const plans = await planBackfill(wanted, { invoke: stack.invokeSweep, prices, now: context.now });
  if (!json) await print(context.stdout, plans.map((plan) => backfillPlanText(plan, columns)).join(''));
  const isWorth = plans.some(({ meetings }) => meetings > 0);
  const planned = Object.fromEntries(plans.map(({ account, meetings }) => [account, meetings]));
  const backfills =
    dryRun || !isWorth ? [] : await controlBackfills({ command: 'start', ...wanted, planned }, stack.invokeSweep);
  if (json) return print(context.stdout, `${jsonText({ plans, backfills })}\n`);
  if (backfills.length > 0) await print(context.stdout, 'Started. See `backfill status`.\n');
}

type ControlOptions = { readonly account?: string; readonly json?: true };

const controlNames = ['status', 'pause', 'resume', 'cancel'] as const;
type ControlName = (typeof controlNames)[number];

const descriptions: Readonly<Record<ControlName, string>> = {
  status: 'How far the backfills are, and how long they will take.',
  pause: 'Queues no more; what is queued is still captured.',
  resume: 'Goes on where it was.',
  cancel: 'Ends it; what is captured stays, and what is queued is still captured.',
};

const controlExamples = (name: ControlName) => `
Examples:
  $ zoom-capture backfill ${name}
  $ zoom-capture backfill ${name} --account main --stage prod
  $ zoom-capture backfill ${name} --json --local`;

/** What can be done to backfills that were started. They share `--account` and `--json` with `backfill`, and nothing else. */
function addControls(backfill: Command, context: CommandContext): void {
  for (const name of controlNames) {
    const control = backfill.command(name).description(descriptions[name]);
    addSweptAccountOption(control)
      .option('--json', 'one line of JSON: {"backfills":[...]}')
      .configureHelp({ showGlobalOptions: true, visibleGlobalOptions: () => [...(backfill.parent?.options ?? [])] })
      .addHelpText('after', controlExamples(name))
      .action(() => {
        refuseForeign(backfill.opts(), name);
        const { account, json } = control.optsWithGlobals<ControlOptions>();
        return withStack(control, context, async (stack, zone) => {
          const request = { command: name, ...(account !== undefined && { account }) };
          const backfills = await controlBackfills(request, stack.invokeSweep);
          if (json) return print(context.stdout, `${jsonText({ backfills: backfills.map(withDaysLeft) })}\n`);
          if (backfills.length === 0) return note(context, 'There is no backfill.');
          const view = { columns: context.stdout.columns ?? usualColumns, zone };
          await print(context.stdout, backfills.map((one) => backfillStatusText(one, view)).join(''));
        });
      });
  }
}

/** Commander gives `backfill` its options from behind a sub-command's name too. @throws {UsageError} naming the first */
function refuseForeign(options: Record<string, unknown>, name: ControlName): void {
  const [first] = Object.keys(omit(options, 'account', 'json'));
  if (first === undefined) return;
  const flag = `--${first.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new UsageError(`\`backfill ${name}\` has no ${flag}: leave it out.`);
}

function withDaysLeft(status: BackfillStatus) {
  const left = backfillDaysLeft(status);
  return { ...status, ...(left !== undefined && { daysLeft: Math.round(left * 10) / 10 }) };
}
