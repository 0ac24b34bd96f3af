import { type Command, Option } from 'commander';
import type { Zone } from '../../shared/domain/zone/zone.ts';
import { createMeetingReader } from '../../shared/dynamo/meetings/meeting-reader.ts';
import { liveStatus, type MeetingStatus, meetingStatus } from '../../shared/dynamo/meetings/meeting-status.ts';
import { type AskedState, askedStates, newestMeetings } from '../../shared/operations/attention/meetings-in-state.ts';
import { type Attention, needsPerson, readAttention } from '../../shared/operations/attention/read-attention.ts';
import { createQueries } from '../../shared/queries/index.ts';
import { countDeadLetters } from '../../shared/queue/dead-letter-queue.ts';
import { type CommandContext, note, stageDatasetsOf, storeOf, withStack } from '../command-context.ts';
import { NeedsPersonError, unknownMeeting } from '../errors.ts';
import { namedMeeting, uuidNamed } from '../named-meeting.ts';
import { addAccountsOption, addDayOptions, chooseDays, type DayOptions, readCount, spanOf } from '../options.ts';
import { commandLine } from '../output/command-line.ts';
import { jsonText } from '../output/printable.ts';
import { createPaint, print, printAll } from '../output/terminal.ts';
import { usualColumns } from '../output/wrap.ts';
import { type AccountStop, accountStops } from '../source/account-stops.ts';
import { cannotBeAsked, type DelayedSweep, delayedSweeps } from '../source/delayed-sweeps.ts';
import type { SourceOptions } from '../source/source.ts';
import { deadLetterQueueOutput, type Stack } from '../source/stack.ts';
import { attentionJson } from '../texts/attention-json.ts';
import { type AttentionView, needsYouText, waitingText } from '../texts/attention-text.ts';
import { stopJson } from '../texts/limits-text.ts';
import { meetingDetails, statusTable } from '../texts/meeting-status.ts';
import { readUuid } from '../uuid-argument.ts';

type StatusOptions = DayOptions & {
  readonly json?: true;
  readonly limit?: number;
  readonly account?: readonly string[];
  readonly state?: AskedState;
  readonly needsYou?: true;
  readonly exitCode?: true;
};

/** Meetings for people, and for programs. */
const tableLimit = 20;
const jsonLimit = 1_000;
/** UUIDs named of a cause, unless more are asked for. */
const usuallyNamed = 3;

const examples = `
Examples:
  $ zoom-capture status
      what needs you, what waits by itself, and the meetings that ended last
  $ zoom-capture status --needs-you --exit-code --from 2026-11-19
      for cron and monitors: exit code 1 when a capture of these days needs a person
  $ zoom-capture status --state failed --limit 50 --local
  $ zoom-capture status '/bM3k0pVTL2GdZ1rY7eXqA==' --json
  $ zoom-capture status --json | jq '.needsYou.groups[] | {state, captures, uuids}'

A capture that failed needs you until it is captured after all, or its retention is over: give --from to a monitor.`;

export function defineStatus(command: Command, context: CommandContext): void {
  command
    .argument('[meeting]', `one alone: ${namedMeeting}`, readUuid)
    .option('--json', 'one line of JSON: {"meetings":[...], "needsYou":{...}, "waiting":{...}}')
    .option(
      '--limit <number>',
      `at most so many meetings, the newest (default: ${tableLimit}; with --json ${jsonLimit})`,
      readCount(999_999_999),
    )
    .addOption(new Option('--state <state>', 'meetings with a capture in this state').choices(askedStates))
    .option('--needs-you', 'what needs a person alone, and all of it')
    .option('--exit-code', 'exit code 1 when something needs a person');
  addDayOptions(command, 'of meetings that ended');
  addAccountsOption(command)
    .addHelpText('after', examples)
    .action((name: string | undefined, options: StatusOptions) =>
      withStack(command, context, async (stack, zone) => {
        const view = viewFor(command.optsWithGlobals<SourceOptions>(), options, { context, zone });
        const question = { stack, options, context, view, zone };
        await (name === undefined ? showAll(question) : showOne(name, question));
      }),
    );
}

type StatusQuestion = {
  readonly stack: Stack;
  readonly options: StatusOptions;
  readonly context: CommandContext;
  readonly view: AttentionView;
  readonly zone: Zone;
};

const viewFor = (
  source: SourceOptions,
  options: StatusOptions,
  { context: { stdout, env }, zone }: Pick<StatusQuestion, 'context' | 'zone'>,
): AttentionView => ({
  paint: createPaint(stdout, env),
  zone,
  columns: stdout.columns ?? usualColumns,
  command: commandLine(source),
  uuidsEach: options.needsYou ? (options.limit ?? jsonLimit) : usuallyNamed,
});

async function showOne(name: string, { stack, options, context, view, zone }: StatusQuestion): Promise<void> {
  const { json, account, exitCode } = options;
  const store = storeOf(stack, context);
  const uuid = await uuidNamed(name, { queries: createQueries(store), zone, context });
  const reader = createMeetingReader(store);
  const found = await reader.find(uuid);
  const snapshots = await reader.snapshots(uuid);
  // Until their first poll, captures of the ended meeting leave the snapshots in their place.
  const status = found
    ? meetingStatus({ ...found, captures: { ...snapshots, ...found.captures } }, context.now())
    : liveStatus(snapshots);
  if (!status || (account && !account.includes(status.account))) throw unknownMeeting(uuid);
  await print(
    context.stdout,
    json
      ? `${jsonText({ meetings: [status] })}\n`
      : meetingDetails(status, { paint: view.paint, zone, columns: context.stdout.columns }),
  );
  const states = Object.values(status.datasets).map(({ state }) => state);
  if (exitCode && states.some((state) => state === 'failed' || state === 'parked')) throw new NeedsPersonError();
}

async function showAll(question: StatusQuestion): Promise<void> {
  const { stack, options, context, view } = question;
  const { json, needsYou, exitCode } = options;
  const store = storeOf(stack, context);
  const ended = daysOf(options, question);
  const accounts = options.account ?? (await createMeetingReader(store).accounts());
  const attention = await readAttention(
    { accounts: options.account, ended },
    { store, now: context.now, datasets: stageDatasetsOf(stack), countDeadLetters: deadLetterCounter(stack) },
  );
  const sweeps = await delayedSweeps(accounts, stack);
  const stops = await accountStops(accounts, stack, context.now());
  const found = { attention, sweeps, stops, accounts };
  if (json) await printJson(found, question);
  else {
    await print(context.stdout, needsYouText(attention, sweeps, view));
    if (!needsYou) await print(context.stdout, `\n${waitingText(attention, found, view)}`);
    if (!needsYou) await printNewest(accounts, question);
  }
  if (exitCode && (needsPerson(attention) || sweeps.some(({ refused }) => refused))) throw new NeedsPersonError();
}

/** The days that the options name, if any. @throws {UsageError} where they contradict each other */
function daysOf(options: DayOptions, { context, zone }: Pick<StatusQuestion, 'context' | 'zone'>) {
  const { day, from, to, last } = options;
  if ([day, from, to, last].every((one) => one === undefined)) return undefined;
  return spanOf(chooseDays(options, context.now(), zone), zone);
}

const deadLetterCounter =
  ({ sqs, output }: Stack) =>
  async (dataset: Parameters<typeof deadLetterQueueOutput>[0]): Promise<number | undefined> => {
    try {
      return await countDeadLetters(sqs, output(deadLetterQueueOutput(dataset)));
    } catch (error) {
      if (cannotBeAsked(error)) return undefined;
      throw error;
    }
  };

type Found = {
  readonly attention: Attention;
  readonly sweeps: readonly DelayedSweep[];
  readonly stops: readonly AccountStop[];
  readonly accounts: readonly string[];
};

/** The newest meetings at the limit, or those that need a person; says so where there are more. */
async function* shownMeetings(
  {
    accounts,
    needy,
    limit,
  }: { readonly accounts: readonly string[]; readonly needy?: readonly string[]; readonly limit: number },
  { stack, options, context, zone }: StatusQuestion,
): AsyncGenerator<MeetingStatus> {
  const store = storeOf(stack, context);
  if (needy) {
    const found = await createMeetingReader(store).findAll(needy.slice(0, limit));
    for (const stored of found.values()) yield meetingStatus(stored, context.now());
    return;
  }
  const { state } = options;
  let shown = 0;
  // One more than is shown tells whether there are more.
  const wanted = { accounts, state, ended: daysOf(options, { context, zone }), limit: limit + 1 };
  for await (const stored of newestMeetings(wanted, store)) {
    if (shown === limit) {
      return note(context, `There are more meetings than these ${limit}: give a higher --limit to see them.`);
    }
    shown += 1;
    yield meetingStatus(stored, context.now());
  }
}

/** `sweeps` is there only when one is delayed, `stops` only when calls are stopped. */
async function printJson({ attention, sweeps, stops, accounts }: Found, question: StatusQuestion): Promise<void> {
  const { options, context, view } = question;
  const needy = [...new Set(attention.needsYou.groups.flatMap(({ uuids }) => uuids))];
  const limit = options.limit ?? jsonLimit;
  const meetings = shownMeetings({ accounts, limit, ...(options.needsYou && { needy }) }, question);
  await printAll(
    context.stdout,
    jsonLine(meetings, {
      ...(sweeps.length > 0 && { sweeps }),
      ...(stops.length > 0 && { stops: stops.map(({ account, stop }) => ({ account, ...stopJson(stop) })) }),
      ...attentionJson(attention, view),
    }),
  );
}

async function* jsonLine(
  meetings: AsyncIterable<MeetingStatus>,
  rest: Readonly<Record<string, unknown>>,
): AsyncGenerator<string> {
  yield '{"meetings":[';
  let separator = '';
  for await (const status of meetings) {
    yield `${separator}${jsonText(status)}`;
    separator = ',';
  }
  yield `],${jsonText(rest).slice(1)}\n`;
}

async function printNewest(accounts: readonly string[], question: StatusQuestion): Promise<void> {
  const { options, context, view } = question;
  const meetings = await Array.fromAsync(shownMeetings({ accounts, limit: options.limit ?? tableLimit }, question));
  if (meetings.length === 0) return note(context, noMeetingText(options));
  if (context.stdout.isTTY) await context.lastList?.write(meetings.map(({ uuid }) => uuid));
  await print(context.stdout, `\n${statusTable(meetings, view)}`);
}

const noMeetingText = ({ state, day, from, last }: StatusOptions): string =>
  [state, day, from, last].some((one) => one !== undefined)
    ? 'No such meeting is stored.'
    : 'No meeting has been captured yet.';
