import { type Command, Option } from 'commander';
import { type Dataset, hasListType, knownDatasets, pastOneDatasets } from '../../shared/domain/dataset.ts';
import { type Kind, kinds, type ListType, listTypes } from '../../shared/domain/meeting/kind.ts';
import { meetingNumber } from '../../shared/domain/meeting/meeting-id.ts';
import { omit } from '../../shared/domain/omit.ts';
import type { Zone } from '../../shared/domain/zone/zone.ts';
import { listAccounts } from '../../shared/dynamo/meetings/meeting-accounts.ts';
import {
  captureAgain,
  type EndedListType,
  type QueuedPoll,
} from '../../shared/operations/capture-again/capture-again.ts';
import { captureUnknown } from '../../shared/operations/sweep-function/sweep-function.ts';
import { createQueries } from '../../shared/queries/index.ts';
import { createCaptureQueue } from '../../shared/queue/capture-queue.ts';
import { type CommandContext, note, storeOf, withStack } from '../command-context.ts';
import { CliError, UsageError } from '../errors.ts';
import { namedMeeting, uuidNamed } from '../named-meeting.ts';
import { readDatasets } from '../options.ts';
import { counted, minuteText } from '../output/cells.ts';
import { fittedTable } from '../output/fitted-table.ts';
import { jsonText, printable, printableWithin } from '../output/printable.ts';
import { print } from '../output/terminal.ts';
import { queueParked } from '../parked-captures.ts';
import { accountStops } from '../source/account-stops.ts';
import { queueOutput, type Stack } from '../source/stack.ts';
import { stopText } from '../texts/limits-text.ts';
import { readUuid } from '../uuid-argument.ts';

type CaptureOptions = {
  readonly datasets?: Dataset[];
  readonly type?: ListType;
  readonly kind?: Kind;
  readonly account?: string;
  readonly allInstances?: boolean;
  readonly parked?: true;
  readonly yes?: true;
  readonly dryRun?: true;
  readonly json?: true;
};

const examples = `
Examples:
  $ zoom-capture capture '/bM3k0pVTL2GdZ1rY7eXqA=='
      every dataset is asked for again and replaces what is stored; what the store has never heard of, Zoom is asked about
  $ zoom-capture capture 93201235621 --datasets report
      the instances of that meeting, when it has several: choose one by its UUID
  $ zoom-capture capture 93201235621 --all-instances --json --local
  $ zoom-capture capture '4444AAAiAAAAAiAiAiiAii==' --kind webinar --account main
  $ zoom-capture capture '4444AAAiAAAAAiAiAiiAii==' --type pastOne
      the participants' list of a meeting of one participant
  $ zoom-capture capture 93201235621 --type live
      a snapshot of the running meeting: who is there now; the capture after its end replaces it
  $ zoom-capture capture --parked --account 'Nz3…' --dry-run
      every capture that a fault of the account has parked, once it is mended; without --account of all accounts`;

export function defineCapture(command: Command, context: CommandContext): void {
  command
    .argument('[meeting]', namedMeeting, readUuid)
    .option('--parked', 'all captures that a fault of the account has parked; shows them first, and asks')
    .option('--yes', 'of --parked: do it without asking')
    .option('--dry-run', 'of --parked: show them, and queue nothing')
    .option('--datasets <list>', `some of ${knownDatasets.join(', ')} (default: those it has)`, readDatasets)
    .addOption(
      new Option('--type <type>', "of Zoom's lists (default: past, else pastOne; live: it runs)").choices(listTypes),
    )
    .addOption(
      new Option('--kind <kind>', 'of one that the store does not know (default: as Zoom says)').choices(kinds),
    )
    .option(
      '--account <name>',
      "whose it is, where the store does not know it, by its name in the stage or its id; of --parked: the account's id",
    )
    .option('--all-instances', 'all instances of the meeting id')
    .option('--json', 'one line of JSON: {"captures":[{"uuid":..., "dataset":..., "poll":..., "before":...}]}')
    .addHelpText('after', examples)
    .action((id: string | undefined, options: CaptureOptions) => {
      checkParked(id, options);
      checkType(options);
      if (id === undefined) return withStack(command, context, (stack) => queueParked(options, stack, context));
      return withStack(command, context, (stack, zone) => run(id, options, { stack, zone, context }));
    });
}

/** One meeting, or all that is parked. */
function checkParked(id: string | undefined, { parked, yes, dryRun, type, kind, allInstances }: CaptureOptions): void {
  if (id === undefined && !parked) throw new UsageError('Which meeting? Give its UUID or meeting id, or --parked.');
  if (id !== undefined && parked) throw new UsageError('--parked is all that is parked: leave the UUID out.');
  if (id !== undefined && (yes || dryRun))
    throw new UsageError('--yes and --dry-run are for --parked: leave them out.');
  if (parked && (type ?? kind ?? allInstances) !== undefined) {
    throw new UsageError('--parked takes captures as they are: leave --type, --kind and --all-instances out.');
  }
}

/** Not every list has every type. */
function checkType({ type, kind, datasets: wanted = [], allInstances }: CaptureOptions): void {
  const notLive = wanted.find((dataset) => !hasListType(dataset, 'meeting', 'live'));
  if (type === 'live' && notLive !== undefined) {
    throw new UsageError(`The ${notLive} has no live type: Zoom makes it after the end. Leave it out of --datasets.`);
  }
  if (type === 'live' && allInstances) {
    throw new UsageError('One instance runs at a time: --type live does without --all-instances.');
  }
  const others = wanted.filter((dataset) => !pastOneDatasets.includes(dataset));
  if (type === 'pastOne' && others.length > 0) {
    throw new UsageError(
      `Only the ${pastOneDatasets.join(', ')}' list has the type pastOne: leave ${others.join(' and ')} out.`,
    );
  }
  if (type === 'pastOne' && kind === 'webinar') {
    throw new UsageError('Webinars have no type pastOne: leave --type out.');
  }
}

type CaptureScene = { readonly stack: Stack; readonly zone: Zone; readonly context: CommandContext };

async function run(name: string, options: CaptureOptions, scene: CaptureScene): Promise<void> {
  const { stack, zone, context } = scene;
  const id =
    meetingNumber(name) ?? (await uuidNamed(name, { queries: createQueries(storeOf(stack, context)), zone, context }));
  const { type, json } = options;
  const known = type === 'live' ? undefined : await queueKnown(id, { ...options, listType: type }, scene);
  const asked = { id, ...omit(options, 'allInstances', 'json', 'parked', 'yes', 'dryRun') };
  const polls = known ?? (await captureUnknown(asked, stack.invokeSweep));
  const text = type === 'live' ? snapshotText : captureText;
  await print(context.stdout, json ? captureJson(polls) : text(polls, { zone, columns: context.stdout.columns }));
  const accounts = await listAccounts(stack.dynamodb, stack.output('CapturesTable'));
  for (const { account, stop } of await accountStops(accounts, stack, context.now())) {
    if (polls.some(({ meeting }) => (meeting.account ?? account) === account)) {
      await note(context, `It waits: account ${printable(account)} is ${stopText(stop, zone)} \`limits\` shows it.`);
    }
  }
  if (!stack.running) await note(context, '`npm run serve` is stopped: what was queued begins when it is started.');
}

type KnownOptions = Pick<CaptureOptions, 'datasets' | 'allInstances'> & {
  readonly listType: EndedListType | undefined;
};

/** @returns undefined where the store knows no such UUID */
async function queueKnown(
  id: string,
  { datasets: wanted, listType, allInstances = false }: KnownOptions,
  { stack, zone, context }: CaptureScene,
): Promise<readonly QueuedPoll[] | undefined> {
  const { sqs, output } = stack;
  const result = await captureAgain(
    { id, datasets: wanted, listType, allInstances },
    {
      store: storeOf(stack, context),
      send: (dataset, message) =>
        createCaptureQueue({ client: sqs, queueUrl: output(queueOutput(dataset)) }).send(message),
      now: context.now,
    },
  );
  switch (result.kind) {
    case 'queued':
      return result.polls;
    case 'unknown':
      return undefined;
    case 'unknown-meeting-id':
      throw new CliError(
        `The store has no instance of ${printable(id)}: give the UUID of one, or have the day it ended swept, such as ` +
          '`sweep --from 2026-11-20`; of one that runs, --type live takes a snapshot.',
      );
    case 'several-instances':
      await print(
        context.stderr,
        fittedTable(
          [...meetingColumns, ended],
          result.instances.map((one) => meetingCells(one, zone)),
          context.stderr.columns,
        ),
      );
      throw new UsageError(`${id} has ${result.instances.length} instances: give the UUID of one, or --all-instances.`);
    case 'no-such-list':
      throw new UsageError('Webinars have no type pastOne: leave --type out.');
  }
}

const topicWidth = 40;

/** What `capture --json` prints: one line. */
function captureJson(polls: readonly QueuedPoll[]): string {
  const captures = polls.map(({ meeting: { uuid }, dataset, poll, before }) => ({ uuid, dataset, poll, before }));
  return `${jsonText({ captures })}\n`;
}

type CaptureView = { readonly zone: Zone; readonly columns: number | undefined };

/** The same for people. */
function captureText(polls: readonly QueuedPoll[], { zone, columns }: CaptureView): string {
  const rows = polls.map(({ meeting, dataset, before }) => [...meetingCells(meeting, zone), dataset, before]);
  const table = fittedTable([...meetingColumns, ended, dataset, was], rows, columns);
  return `${counted(polls.length, 'capture')} queued:\n${table}`;
}

/** Of a running meeting. */
function snapshotText(polls: readonly QueuedPoll[], { zone, columns }: CaptureView): string {
  const uuid = polls[0]?.meeting.uuid ?? '';
  const rows = polls.map(({ meeting, dataset }) => [...meetingCells(meeting, zone).slice(0, 2), dataset]);
  const table = fittedTable([...meetingColumns, dataset], rows, columns);
  return `A snapshot is taken of the running meeting; \`status '${printable(uuid)}'\` shows it:\n${table}`;
}

const meetingColumns = [
  { title: 'uuid', importance: 1 },
  { title: 'topic', importance: 0, least: 7 },
] as const;
const ended = { title: 'ended', importance: 0 } as const;
const dataset = { title: 'dataset', importance: 1 } as const;
const was = { title: 'was', importance: 1 } as const;

const meetingCells = ({ uuid, topic = '', endTime }: QueuedPoll['meeting'], zone: Zone): string[] => [
  printable(uuid),
  printableWithin(topic, topicWidth),
  minuteText(endTime, zone),
];
