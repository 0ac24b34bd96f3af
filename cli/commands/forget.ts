import type { Command } from 'commander';
import type { Zone } from '../../shared/domain/zone/zone.ts';
import { createLeasedItem } from '../../shared/dynamo/control/leased-item.ts';
import { type ForgetResult, type ForgottenMeeting, forget, planForget } from '../../shared/operations/forget/forget.ts';
import { decodeSweepState } from '../../shared/sweep/sweep-state.ts';
import { type CommandContext, isAgreed, note, storeOf, withStack } from '../command-context.ts';
import { CliError, UsageError, unknownMeeting } from '../errors.ts';
import { counted } from '../output/cells.ts';
import { jsonText } from '../output/printable.ts';
import { progressBar } from '../output/progress-bar.ts';
import { print } from '../output/terminal.ts';
import { usualColumns } from '../output/wrap.ts';
import type { Stack } from '../source/stack.ts';
import { forgetPlanText } from '../texts/forget-text.ts';
import { readUuid } from '../uuid-argument.ts';

type ForgetOptions = {
  readonly account?: string;
  readonly yes?: true;
  readonly dryRun?: true;
  readonly json?: true;
};

const examples = `
It removes what was never rightly here: a test, the meetings of an account id with a typing error. Meeting, captures and
rows go; a mark stays for 30 days, so that no message in a queue and no sweep brings it back. \`capture <uuid>\` does.
A meeting whose capture is at work is left alone. It is no erasure: backups, exports and Zoom have it still, and a person
who was in other meetings stays there (see erase).

Examples:
  $ zoom-capture forget '/bM3k0pVTL2GdZ1rY7eXqA==' --dry-run
  $ zoom-capture forget --account 'Nz3…' --stage prod
  $ zoom-capture forget --account 'Nz3…' --yes --json`;

export function defineForget(command: Command, context: CommandContext): void {
  command
    .argument('[uuid]', 'one meeting, as Zoom writes its UUID', readUuid)
    .option('--account <id>', 'all meetings of this Zoom account')
    .option('--dry-run', 'show what would go, and change nothing')
    .option('--yes', 'do it without asking')
    .option('--json', 'one line of JSON: {"dryRun":..., "meetings":[...], "forgotten":[...], "atWork":[...]}')
    .addHelpText('after', examples)
    .action((uuid: string | undefined, options: ForgetOptions) => {
      const request = requestOf(uuid, options);
      return withStack(command, context, (stack, zone) => run(request, options, { stack, zone, context }));
    });
}

type Request = { readonly uuid: string } | { readonly account: string };

function requestOf(uuid: string | undefined, { account }: ForgetOptions): Request {
  if (uuid !== undefined && account !== undefined) throw new UsageError('Give a UUID or --account, not both.');
  if (uuid === 'latest' || uuid?.startsWith('@')) {
    throw new UsageError('Give the whole UUID: what is forgotten does not come back.');
  }
  if (uuid !== undefined) return { uuid };
  if (account !== undefined && account !== '') return { account };
  throw new UsageError('What is to be forgotten? Give a UUID, or --account.');
}

type ForgetScene = { readonly stack: Stack; readonly zone: Zone; readonly context: CommandContext };

async function run(request: Request, options: ForgetOptions, { stack, zone, context }: ForgetScene): Promise<void> {
  const { dryRun = false, json } = options;
  const deps = { ...storeOf(stack, context), sleep: context.sleep, random: Math.random, isSwept: sweptIn(stack) };
  const meetings = await planForget(request, deps);
  if (meetings.length === 0 && 'uuid' in request) throw unknownMeeting(request.uuid);
  const columns = context.stdout.columns ?? usualColumns;
  if (meetings.length > 0)
    await print(json ? context.stderr : context.stdout, forgetPlanText(meetings, { columns, zone }));
  else await note(context, 'Nothing is stored of that account.');
  const isWanted = meetings.length > 0 && !dryRun && (await isAgreed('Forget them?', options, context));
  const result = isWanted ? await forgetAll(meetings, deps, context) : { forgotten: [], atWork: [] };
  if (json) await print(context.stdout, `${jsonText({ dryRun: !isWanted, meetings, ...result })}\n`);
  else if (isWanted) await print(context.stdout, `${counted(result.forgotten.length, 'meeting')} forgotten.\n`);
  if (result.atWork.length > 0) throw new CliError(atWorkText(result));
}

const atWorkText = ({ atWork }: ForgetResult): string =>
  `${counted(atWork.length, 'meeting')} left: a capture is at work. Type the same again in ten minutes.`;

const sweptIn =
  ({ dynamodb, output }: Stack) =>
  async (accountId: string): Promise<boolean> => {
    const control = { client: dynamodb, table: output('ControlTable'), accountId };
    const state = await createLeasedItem({ ...control, name: 'sweep', decode: decodeSweepState }).read();
    return state?.sweptUntil !== undefined;
  };

async function forgetAll(
  meetings: readonly ForgottenMeeting[],
  deps: Omit<Parameters<typeof forget>[1], 'tell'>,
  { stderr }: CommandContext,
): Promise<ForgetResult> {
  // Loaded here alone: few commands draw a bar.
  const { showProgress } = await import('../output/progress.ts');
  const text = (done: number) => progressBar(done, meetings.length, 'meeting');
  const uuids = meetings.map(({ uuid }) => uuid);
  return showProgress({ title: 'Forget', stream: stderr, text }, async (tell) => forget(uuids, { ...deps, tell }));
}
