import type { Command } from 'commander';
import { createLeasedItem } from '../../shared/dynamo/control/leased-item.ts';
import { createMeetingReader, type MeetingReader } from '../../shared/dynamo/meetings/meeting-reader.ts';
import { liveStatus, type MeetingStatus, meetingStatus } from '../../shared/dynamo/meetings/meeting-status.ts';
import { decodeSweepState } from '../../shared/sweep/sweep-state.ts';
import { type CommandContext, note, storeOf, withStack } from '../command-context.ts';
import { CliError, unknownMeeting } from '../errors.ts';
import { addAccountsOption, readCount, readUuid } from '../options.ts';
import { minuteText } from '../output/cells.ts';
import { attentionText, meetingDetails, statusTable } from '../output/meeting-status.ts';
import { printable } from '../output/printable.ts';
import { createPaint, print, printAll } from '../output/terminal.ts';
import type { Stack } from '../source/stack.ts';

type StatusOptions = { readonly json?: true; readonly limit?: number; readonly account?: readonly string[] };

const defaultLimit = 1_000;

const examples = `
Examples:
  $ npm run --silent cli -- status
      the meetings that ended last, newest first, and what needs attention
  $ npm run --silent cli -- status --limit 20 --local
  $ npm run --silent cli -- status '/bM3k0pVTL2GdZ1rY7eXqA==' --json
  $ npm run --silent cli -- status --json | jq '.meetings[] | select(.datasets.report.state == "failed") | .uuid'`;

export function addStatus(program: Command, context: CommandContext): void {
  const command = program
    .command('status')
    .description('How far the captures are: of the meetings that ended last, or of one.')
    .argument('[uuid]', 'one meeting, as Zoom writes its UUID', readUuid)
    .option('--json', 'one line of JSON: {"meetings":[...]}, with "sweeps" that are delayed')
    .option('--limit <number>', `at most so many, the newest (default: ${defaultLimit})`, readCount(999_999_999));
  addAccountsOption(command)
    .addHelpText('after', examples)
    .action((uuid: string | undefined, options: StatusOptions) =>
      withStack(command, context, (stack) => {
        const question = { stack, reader: createMeetingReader(storeOf(stack, context)), options, context };
        return uuid === undefined ? showNewest(question) : showOne(uuid, question);
      }),
    );
}

type StatusQuestion = {
  readonly stack: Stack;
  readonly reader: MeetingReader;
  readonly options: StatusOptions;
  readonly context: CommandContext;
};

async function showOne(uuid: string, { reader, options, context }: StatusQuestion): Promise<void> {
  const { json, account } = options;
  const found = await reader.find(uuid);
  const snapshots = await reader.snapshots(uuid);
  // Until their first poll, captures of the ended meeting leave the snapshots in their place.
  const status = found
    ? meetingStatus({ ...found, captures: { ...snapshots, ...found.captures } }, context.now())
    : liveStatus(snapshots);
  if (!status || (account && !account.includes(status.account))) throw unknownMeeting(uuid);
  const text = json
    ? `${JSON.stringify({ meetings: [status] })}\n`
    : meetingDetails(status, createPaint(context.stdout, context.env));
  await print(context.stdout, text);
}

async function showNewest({ stack, reader, options, context }: StatusQuestion): Promise<void> {
  const { limit = defaultLimit, json } = options;
  const accounts = options.account ?? (await reader.accounts());
  const sweeps = await delayedSweeps(accounts, stack);
  let hasMore = false;
  const statuses = async function* (): AsyncGenerator<MeetingStatus> {
    let shown = 0;
    // One more than is shown tells whether there are more.
    for await (const stored of reader.newest({ accounts, limit: limit + 1 })) {
      hasMore = shown === limit;
      if (hasMore) return;
      shown += 1;
      yield meetingStatus(stored, context.now());
    }
  };
  if (json) await printAll(context.stdout, jsonLine(statuses(), sweeps));
  else await printTable(statuses(), sweeps, context);
  if (hasMore) await note(context, `There are more meetings than these ${limit}: give a higher --limit to see them.`);
}

/** `sweeps` is there only when one is delayed. */
async function* jsonLine(
  statuses: AsyncIterable<MeetingStatus>,
  sweeps: readonly DelayedSweep[],
): AsyncGenerator<string> {
  yield '{"meetings":[';
  let separator = '';
  for await (const status of statuses) {
    yield `${separator}${JSON.stringify(status)}`;
    separator = ',';
  }
  yield `]${sweeps.length > 0 ? `,"sweeps":${JSON.stringify(sweeps)}` : ''}}\n`;
}

async function printTable(
  statuses: AsyncIterable<MeetingStatus>,
  sweeps: readonly DelayedSweep[],
  context: CommandContext,
): Promise<void> {
  const { stdout, env } = context;
  const shown = await Array.fromAsync(statuses);
  if (shown.length === 0) await note(context, 'No meeting has been captured yet.');
  if (shown.length === 0) return print(stdout, sweepsText(sweeps).trimStart());
  const paint = createPaint(stdout, env);
  await print(stdout, statusTable(shown, paint, stdout.columns) + attentionText(shown, paint) + sweepsText(sweeps));
}

/** A sweep that something is in the way of: what no event told of is not found meanwhile. Instants are ISO 8601. */
type DelayedSweep = {
  /** Zoom's id of the account. */
  readonly account: string;
  /** When it was last tried. */
  readonly triedAt: string;
  /** All meetings that ended before are swept; absent before the first sweep is done. */
  readonly sweptUntil?: string;
  readonly message: string;
};

/** None where only the captures can be read: with `--table`, or without a right to the table `Control`. */
async function delayedSweeps(accounts: readonly string[], { dynamodb, output }: Stack): Promise<DelayedSweep[]> {
  try {
    const control = { client: dynamodb, table: output('ControlTable'), name: 'sweep', decode: decodeSweepState };
    const states = await Promise.all(accounts.map((accountId) => createLeasedItem({ ...control, accountId }).read()));
    return states.flatMap((state, index) => {
      const account = accounts[index];
      if (account === undefined || !state?.fault) return [];
      const { fault, sweptUntil } = state;
      return {
        account,
        triedAt: new Date(fault.at).toISOString(),
        ...(sweptUntil !== undefined && { sweptUntil: new Date(sweptUntil).toISOString() }),
        message: fault.message,
      };
    });
  } catch (error) {
    if (error instanceof CliError || (error instanceof Error && error.name === 'AccessDeniedException')) return [];
    throw error;
  }
}

/** One line each, below the table; empty when none is delayed. */
function sweepsText(sweeps: readonly DelayedSweep[]): string {
  const lines = sweeps.map(({ account, triedAt, sweptUntil, message }) => {
    const until = sweptUntil === undefined ? 'nothing is swept yet' : `swept until ${minuteText(sweptUntil)}`;
    return `Sweep of ${printable(account)} is delayed (${until}, tried ${minuteText(triedAt)}): ${printable(message)}\n`;
  });
  return lines.length === 0 ? '' : `\n${lines.join('')}`;
}
