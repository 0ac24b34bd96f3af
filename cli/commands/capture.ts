import { type Command, Option } from 'commander';
import { type ListType, listTypes } from '../../shared/domain/capture.ts';
import { type Dataset, datasets, type Kind, kinds } from '../../shared/domain/dataset.ts';
import type { MeetingRecord } from '../../shared/dynamo/meeting-item.ts';
import { createMeetingReader, type StoredMeeting } from '../../shared/dynamo/meeting-reader.ts';
import { itemsOf } from '../../shared/query/pages.ts';
import { createQueries } from '../../shared/query/queries.ts';
import { createCaptureQueue } from '../../shared/queue/capture-queue.ts';
import { askCapture } from '../capture/ask-capture.ts';
import { type AskedLook, captureAgain } from '../capture/capture-again.ts';
import {
  captureJson,
  captureText,
  instancesTable,
  type ReportedLook,
  snapshotText,
  waitsForServe,
} from '../capture/capture-report.ts';
import { CliError, UsageError } from '../cli-error.ts';
import { readDatasets } from '../dataset-list.ts';
import { print } from '../print.ts';
import { printable } from '../printable.ts';
import { readUuid } from '../protect-uuids.ts';
import type { Rim } from '../rim.ts';
import type { Stack } from '../stack.ts';
import { withStack } from '../with-stack.ts';

type CaptureOptions = {
  readonly datasets?: readonly Dataset[];
  readonly type?: ListType;
  readonly kind?: Kind;
  readonly account?: string;
  readonly allInstances?: true;
  readonly json?: true;
};

const queueOutputs: Readonly<Record<Dataset, string>> = {
  participants: 'ParticipantsQueueUrl',
  qos: 'QosQueueUrl',
  report: 'ReportQueueUrl',
};

const examples = `
Examples:
  $ npm run --silent cli -- capture '/bM3k0pVTL2GdZ1rY7eXqA=='
      every dataset is asked for again and replaces what is stored; what the store has never heard of, Zoom is asked about
  $ npm run --silent cli -- capture 93201235621 --datasets report
      the instances of that meeting, when it has several: choose one by its UUID
  $ npm run --silent cli -- capture 93201235621 --all-instances --json --local
  $ npm run --silent cli -- capture '4444AAAiAAAAAiAiAiiAii==' --kind webinar --account main
  $ npm run --silent cli -- capture '4444AAAiAAAAAiAiAiiAii==' --type pastOne
      the participants' list of a meeting of one participant
  $ npm run --silent cli -- capture 93201235621 --type live
      a snapshot of the running meeting: who is there now; the capture after its end replaces it`;

export function addCapture(program: Command, rim: Rim): void {
  program
    .command('capture')
    .description('Has a meeting captured now, once more if it was captured before.')
    .argument('<uuid or meeting id>', 'as Zoom writes it', readUuid)
    .option('--datasets <list>', `some of ${datasets.join(',')} (default: those it has)`, readDatasets)
    .addOption(
      new Option('--type <type>', "of Zoom's lists (default: past, else pastOne; live: it runs)").choices(listTypes),
    )
    .addOption(
      new Option('--kind <kind>', 'of one that the store does not know (default: as Zoom says)').choices(kinds),
    )
    .option('--account <name>', 'whose it is, where the store does not know it, by its name in the stage or its id')
    .option('--all-instances', 'all instances of the meeting id')
    .option('--json', 'one line of JSON: {"captures":[{"uuid":...,"dataset":...,"look":...,"before":...}]}')
    .addHelpText('after', examples)
    .action((id: string, options: CaptureOptions, command: Command) => {
      checkType(options);
      return withStack(command, rim, (stack) => run(id, options, stack, rim));
    });
}

/** Not every list has every type. */
function checkType({ type, kind, datasets: wanted = [], allInstances }: CaptureOptions): void {
  if (type === 'live' && wanted.includes('report')) {
    throw new UsageError('The report has no live type: Zoom makes it after the end. Leave it out of --datasets.');
  }
  if (type === 'live' && allInstances) {
    throw new UsageError('One instance runs at a time: --type live does without --all-instances.');
  }
  const others = wanted.filter((dataset) => dataset !== 'participants');
  if (type === 'pastOne' && others.length > 0) {
    throw new UsageError(`Only the participants' list has the type pastOne: leave ${others.join(' and ')} out.`);
  }
  if (type === 'pastOne' && kind === 'webinar') {
    throw new UsageError('Webinars have no type pastOne: leave --type out.');
  }
}

async function run(id: string, options: CaptureOptions, stack: Stack, rim: Rim): Promise<void> {
  const { allInstances: _, json, ...asked } = options;
  const isLive = options.type === 'live';
  const looks =
    (isLive ? undefined : await again(id, options, stack, rim)) ?? (await askCapture({ id, ...asked }, stack));
  const text = isLive ? snapshotText : captureText;
  await print(rim.stdout, (json ? captureJson : text)(looks));
  if (!stack.running) await print(rim.stderr, waitsForServe);
}

/** Queues one more look at what the store knows; undefined where it knows nothing. */
async function again(
  id: string,
  options: CaptureOptions,
  { dynamodb, sqs, output }: Stack,
  rim: Rim,
): Promise<ReportedLook[] | undefined> {
  const store = { client: dynamodb, table: output('CapturesTable'), now: rim.now };
  const reader = createMeetingReader(store);
  const one = await reader.find(id);
  const isNumber = /^\d+$/.test(id);
  const queries = createQueries(store);
  const instances = one || !isNumber ? [] : await Array.fromAsync(itemsOf(queries.meetingInstances({ meetingId: id })));
  if (instances.length > 1 && !options.allInstances) throw await whichOne(id, instances, rim);
  const found = one ? [one] : [...(await reader.findAll(instances.map(({ uuid }) => uuid))).values()];
  if (found.length === 0 && isNumber) throw unheardOf(id);
  if (found.length === 0) return undefined;

  const looks: ReportedLook[] = [];
  for (const stored of found) {
    for (const { dataset, before, message } of looksAt(stored, options, rim.now())) {
      await createCaptureQueue({ client: sqs, queueUrl: output(queueOutputs[dataset]) }).send(message);
      looks.push({ meeting: stored.meeting, dataset, look: message.look, before });
    }
  }
  return looks;
}

function looksAt(stored: StoredMeeting, { datasets: wanted, type }: CaptureOptions, now: number): AskedLook[] {
  if (type === 'pastOne' && stored.meeting.kind === 'webinar') {
    throw new UsageError('Webinars have no type pastOne: leave --type out.');
  }
  const known = datasets.filter((dataset) => stored.captures[dataset] !== undefined);
  const usual = type === 'pastOne' ? (['participants'] as const) : known.length > 0 ? known : datasets;
  return captureAgain(stored, wanted ?? usual, now, type);
}

async function whichOne(id: string, instances: readonly MeetingRecord[], rim: Rim): Promise<UsageError> {
  await print(rim.stderr, instancesTable(instances));
  return new UsageError(`${id} has ${instances.length} instances: give the UUID of one, or --all-instances.`);
}

const unheardOf = (id: string): CliError =>
  new CliError(
    `The store has no instance of ${printable(id)}: give the UUID of one, or have the day it ended looked at, such as ` +
      '`sweep --from 2026-11-20`; of one that runs, --type live takes a snapshot.',
  );
