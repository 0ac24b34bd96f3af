import type { Command } from 'commander';
import { firstListedDay } from '../../shared/domain/sweep/sweep-plan.ts';
import { CliError, UsageError } from '../cli-error.ts';
import { print } from '../print.ts';
import type { Rim } from '../rim.ts';
import type { Stack } from '../stack.ts';
import { type SweepDays, sweepDays } from '../sweep/sweep-days.ts';
import { sweepJson, sweepText } from '../sweep/sweep-report.ts';
import { readDay } from '../utc-day.ts';
import { withStack } from '../with-stack.ts';

type SweepOptions = {
  readonly from?: string;
  readonly to?: string;
  readonly account?: string;
  readonly dryRun?: true;
  readonly json?: true;
};

const dayMs = 86_400_000;

const examples = `
Examples:
  $ npm run --silent cli -- sweep
      yesterday and today: what ended, what of it is missing, and has it captured
  $ npm run --silent cli -- sweep --from 2026-11-01 --to 2026-11-07 --dry-run
  $ npm run --silent cli -- sweep --from 2026-11-01 --account main --json | jq '.accounts[].missing[].uuid'
  $ npm run --silent cli -- sweep --local

The deployed function asks Zoom (with --local the running \`npm run serve\`), so that no credentials are needed here.
It does the same by itself every hour. Zoom lists the last six months; for more than a few days use backfill.`;

export function addSweep(program: Command, rim: Rim): void {
  program
    .command('sweep')
    .description('Compares what ended, by Zoom, with what is stored, and has the missing captured.')
    .option('--from <day>', 'first UTC day, such as 2026-11-20 (default: yesterday)', readDay)
    .option('--to <day>', 'last UTC day, included (default: today)', readDay)
    .option('--account <name>', 'one Zoom account alone, by its name in the stage or its id')
    .option('--dry-run', 'show what is missing, and queue nothing')
    .option('--json', 'one line of JSON: {"from":...,"to":...,"dryRun":...,"accounts":[{"tally":...,"missing":[...]}]}')
    .addHelpText('after', examples)
    .action((options: SweepOptions, command: Command) =>
      withStack(command, rim, (stack) => run(daysOf(options, rim.now()), options, stack, rim)),
    );
}

function daysOf({ from, to, account, dryRun }: SweepOptions, now: number): SweepDays {
  const today = new Date(now).toISOString().slice(0, 10);
  const last = to ?? today;
  const first = from ?? new Date(Math.min(Date.parse(last), Date.parse(today) - dayMs)).toISOString().slice(0, 10);
  const listed = firstListedDay(now);
  if (first < listed) throw new UsageError(`Zoom lists the last six months: --from can be ${listed} at the earliest.`);
  if (first > today)
    throw new UsageError(`--from ${first} has not begun: it can be ${today}, today in UTC, at the most.`);
  if (first > last) throw new UsageError(`--from ${first} is after --to ${last}: change them over.`);
  return { from: first, to: last, dryRun: dryRun === true, ...(account !== undefined && { account }) };
}

async function run(days: SweepDays, { json }: SweepOptions, stack: Stack, rim: Rim): Promise<void> {
  const accounts = await sweepDays(days, stack);
  await print(rim.stdout, (json ? sweepJson : sweepText)(days, accounts));
  const failed = accounts.filter(({ fault }) => fault !== undefined);
  if (failed.length > 0) {
    const names = failed.map(({ account }) => account).join(', ');
    throw new CliError(`Not looked at: ${names}. ${failed[0]?.fault}`);
  }
}
