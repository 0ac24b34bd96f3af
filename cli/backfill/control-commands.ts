import type { Command } from 'commander';
import { UsageError } from '../cli-error.ts';
import { print } from '../print.ts';
import type { Rim } from '../rim.ts';
import type { Stack } from '../stack.ts';
import { withStack } from '../with-stack.ts';
import { askBackfill, type BackfillStatus } from './ask-backfill.ts';
import { backfillText, daysLeft } from './backfill-report.ts';

type ControlOptions = { readonly account?: string; readonly json?: true };

const descriptions = {
  status: 'How far the backfills are, and how long they will take.',
  pause: 'Queues no more; what is queued is still captured.',
  resume: 'Goes on where it was.',
  cancel: 'Ends it; what is captured stays, and what is queued is still captured.',
};

const examples = (name: string) => `
Examples:
  $ npm run --silent cli -- backfill ${name}
  $ npm run --silent cli -- backfill ${name} --account main --stage prod
  $ npm run --silent cli -- backfill ${name} --json --local`;

/** What can be done to backfills that were started. They share `--account` and `--json` with `backfill`, and nothing else. */
export function addBackfillControl(backfill: Command, program: Command, rim: Rim): void {
  for (const [name, description] of Object.entries(descriptions)) {
    backfill
      .command(name)
      .description(description)
      .option('--account <name>', 'one Zoom account alone, by its name in the stage or its id')
      .option('--json', 'one line of JSON: {"backfills":[...]}')
      .configureHelp({ showGlobalOptions: true, visibleGlobalOptions: () => [...program.options] })
      .addHelpText('after', examples(name))
      .action((_: unknown, command: Command) => {
        refuseForeign(backfill.opts(), name);
        return withStack(command, rim, (stack) => control(name, command.optsWithGlobals<ControlOptions>(), stack, rim));
      });
  }
}

/** Commander gives `backfill` its options from behind a sub-command's name too. @throws {UsageError} naming the first */
function refuseForeign({ account: _, json: __, ...foreign }: Record<string, unknown>, name: string): void {
  const [first] = Object.keys(foreign);
  if (first === undefined) return;
  const flag = `--${first.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new UsageError(`\`backfill ${name}\` has no ${flag}: leave it out.`);
}

async function control(command: string, { account, json }: ControlOptions, stack: Stack, rim: Rim): Promise<void> {
  const backfills = await askBackfill(stack, { command, ...(account !== undefined && { account }) });
  if (json) return print(rim.stdout, `${JSON.stringify({ backfills: backfills.map(withDaysLeft) })}\n`);
  if (backfills.length === 0) return print(rim.stderr, 'There is no backfill.\n');
  await print(rim.stdout, backfills.map(backfillText).join(''));
}

const withDaysLeft = (status: BackfillStatus) => {
  const left = daysLeft(status);
  return { ...status, ...(left !== undefined && { daysLeft: Math.round(left * 10) / 10 }) };
};
