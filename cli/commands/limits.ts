import type { Command } from 'commander';
import type { Zone } from '../../shared/domain/zone/zone.ts';
import { resumeCalls } from '../../shared/dynamo/control/rate/account-stop.ts';
import { listAccounts } from '../../shared/dynamo/meetings/meeting-accounts.ts';
import { NoSuchAccountError } from '../../shared/operations/errors.ts';
import { readLimits } from '../../shared/operations/limits/read-limits.ts';
import { type ListedAccount, listAccountsOfStage } from '../../shared/operations/sweep-function/sweep-function.ts';
import { type CommandContext, note, withStack } from '../command-context.ts';
import { explainError } from '../errors.ts';
import { addSweptAccountOption } from '../options.ts';
import { commandLine } from '../output/command-line.ts';
import { jsonText } from '../output/printable.ts';
import { print } from '../output/terminal.ts';
import { usualColumns } from '../output/wrap.ts';
import type { SourceOptions } from '../source/source.ts';
import type { Stack } from '../source/stack.ts';
import { limitsJson, limitsText, type ShownLimits } from '../texts/limits-text.ts';

type LimitsOptions = { readonly account?: string; readonly resume?: true; readonly json?: true };

const examples = `
Live calls are those of events and demands. A stop is Zoom's daily limit, or an outage: one call now and then is let through,
and a good answer ends the stop for all. --resume ends it now; if Zoom does not answer, calls stop again.

Examples:
  $ zoom-capture limits
  $ zoom-capture limits --account main --stage prod --json
  $ zoom-capture limits --resume --local`;

export function defineLimits(command: Command, context: CommandContext): void {
  addSweptAccountOption(command)
    .option('--resume', 'end the stop: calls go on at once')
    .option('--json', 'one line of JSON: {"limits":[{"account":..., "calls":{...}, "stop":{...}}]}')
    .addHelpText('after', examples)
    .action((options: LimitsOptions) =>
      withStack(command, context, (stack, zone) => run(options, { stack, zone, command, context })),
    );
}

/** The stage's accounts with their ids, and why they cannot be told where nothing can be asked. */
type StageAccounts = { readonly accounts: readonly ListedAccount[]; readonly fault?: string };

/** Asked of the sweep function, which alone knows which account a secret is for. @throws NoSuchAccountError */
async function stageAccounts(account: string | undefined, { invokeSweep }: Stack): Promise<StageAccounts> {
  try {
    return { accounts: await listAccountsOfStage({ ...(account !== undefined && { account }) }, invokeSweep) };
  } catch (error) {
    if (error instanceof NoSuchAccountError) throw error;
    return { accounts: [], fault: explainError(error) };
  }
}

type LimitsScene = {
  readonly stack: Stack;
  readonly zone: Zone;
  readonly command: Command;
  readonly context: CommandContext;
};

async function run(
  { account, resume, json }: LimitsOptions,
  { stack, zone, command, context }: LimitsScene,
): Promise<void> {
  const { dynamodb: client, output } = stack;
  const { now, stdout } = context;
  const { accounts, fault } = await stageAccounts(account, stack);
  const stored = account === undefined ? await listAccounts(client, output('CapturesTable')) : [account];
  const ids = accounts.length > 0 ? accounts.map(({ accountId }) => accountId) : stored;
  const shown: ShownLimits[] = [];
  for (const accountId of ids) {
    const control = { client, table: output('ControlTable'), accountId };
    const resumed = resume ? await resumeCalls(control, now()) : undefined;
    const known = accounts.find((one) => one.accountId === accountId);
    const limits = await readLimits(control, now);
    shown.push({ ...limits, ...(known && { known }), ...(resumed && { resumed }) });
  }
  const view = {
    columns: stdout.columns ?? usualColumns,
    zone,
    command: commandLine(command.optsWithGlobals<SourceOptions>()),
  };
  const text = json
    ? `${jsonText({ limits: shown.map(limitsJson) })}\n`
    : shown.map((limits) => limitsText(limits, view)).join('');
  await print(stdout, text);
  if (fault !== undefined) await note(context, `Names and plans of the accounts are not known. ${fault}`);
  if (shown.length === 0) await note(context, 'No account has been called for yet.');
  if (resume && shown.every(({ resumed }) => resumed === undefined)) await note(context, 'There was no stop to end.');
}
