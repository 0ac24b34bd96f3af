import type { Command } from 'commander';
import { type Dataset, datasets } from '../../shared/domain/dataset.ts';
import type { MeetingRecord } from '../../shared/dynamo/meeting-item.ts';
import { createMeetingReader, type StoredMeeting } from '../../shared/dynamo/meeting-reader.ts';
import { itemsOf } from '../../shared/query/pages.ts';
import { createQueries } from '../../shared/query/queries.ts';
import { createCaptureQueue } from '../../shared/queue/capture-queue.ts';
import { type AskedLook, captureAgain } from '../capture/capture-again.ts';
import { CliError, UsageError } from '../cli-error.ts';
import { readDatasets } from '../dataset-list.ts';
import { print } from '../print.ts';
import { printable, printableWithin } from '../printable.ts';
import { readUuid } from '../protect-uuids.ts';
import type { Rim } from '../rim.ts';
import type { Stack } from '../stack.ts';
import { instantText } from '../status-table.ts';
import { tableText } from '../table.ts';
import { withStack } from '../with-stack.ts';

type CaptureOptions = {
  readonly datasets?: readonly Dataset[];
  readonly allInstances?: true;
  readonly json?: true;
};

const queueOutputs: Readonly<Record<Dataset, string>> = {
  participants: 'ParticipantsQueueUrl',
  qos: 'QosQueueUrl',
  report: 'ReportQueueUrl',
};
const topicWidth = 40;

const examples = `
Examples:
  $ npm run --silent cli -- capture '/bM3k0pVTL2GdZ1rY7eXqA=='
  $ npm run --silent cli -- capture 93201235621 --datasets report
      the instances of that meeting, when it has several: choose one by its UUID
  $ npm run --silent cli -- capture 93201235621 --all-instances --json --local

Every row is asked for again and replaces what is stored. What the store has never heard of is found by sweep or backfill, by
the day it ended.`;

export function addCapture(program: Command, rim: Rim): void {
  program
    .command('capture')
    .description('Has a meeting captured now, once more if it was captured before.')
    .argument('<uuid or meeting id>', 'as Zoom writes it', readUuid)
    .option('--datasets <list>', `some of ${datasets.join(',')} (default: those it has)`, readDatasets)
    .option('--all-instances', 'all instances of the meeting id')
    .option('--json', 'one line of JSON: {"captures":[{"uuid":...,"dataset":...,"look":...,"before":...}]}')
    .addHelpText('after', examples)
    .action((id: string, options: CaptureOptions, command: Command) =>
      withStack(command, rim, (stack) => run(id, options, stack, rim)),
    );
}

async function run(id: string, options: CaptureOptions, { dynamodb, sqs, output }: Stack, rim: Rim): Promise<void> {
  const store = { client: dynamodb, table: output('CapturesTable'), now: rim.now };
  const reader = createMeetingReader(store);
  const one = await reader.find(id);
  const queries = createQueries(store);
  const instances =
    one || !/^\d+$/.test(id) ? [] : await Array.fromAsync(itemsOf(queries.meetingInstances({ meetingId: id })));
  if (instances.length > 1 && !options.allInstances) throw await whichOne(id, instances, rim);
  const found = one ? [one] : [...(await reader.findAll(instances.map(({ uuid }) => uuid))).values()];
  if (found.length === 0) throw unheardOf(id);

  const asked: { readonly stored: StoredMeeting; readonly look: AskedLook }[] = [];
  for (const stored of found) {
    const known = datasets.filter((dataset) => stored.captures[dataset] !== undefined);
    for (const look of captureAgain(stored, options.datasets ?? (known.length > 0 ? known : datasets), rim.now())) {
      await createCaptureQueue({ client: sqs, queueUrl: output(queueOutputs[look.dataset]) }).send(look.message);
      asked.push({ stored, look });
    }
  }
  if (options.json) {
    const captures = asked.map(({ look: { dataset, before, message } }) => {
      return { uuid: message.uuid, dataset, look: message.look, before };
    });
    return print(rim.stdout, `${JSON.stringify({ captures })}\n`);
  }
  const titles = ['uuid', 'topic', 'ended', 'dataset', 'was'].map((title) => ({ title }));
  const rows = asked.map(({ stored: { meeting }, look: { dataset, before } }) => [
    ...cellsOf(meeting),
    dataset,
    before,
  ]);
  await print(
    rim.stdout,
    `${asked.length} capture${asked.length === 1 ? '' : 's'} queued:\n${tableText(titles, rows)}`,
  );
}

const cellsOf = ({ uuid, topic = '', endTime }: MeetingRecord): string[] => [
  printable(uuid),
  printableWithin(topic, topicWidth),
  instantText(endTime),
];

async function whichOne(id: string, instances: readonly MeetingRecord[], rim: Rim): Promise<UsageError> {
  const titles = ['uuid', 'topic', 'ended'].map((title) => ({ title }));
  await print(rim.stderr, tableText(titles, instances.map(cellsOf)));
  return new UsageError(`${id} has ${instances.length} instances: give the UUID of one, or --all-instances.`);
}

const unheardOf = (id: string): CliError =>
  new CliError(
    `The store has no meeting ${printable(id)}: check its spelling, or have the day it ended looked at, such as ` +
      '`sweep --from 2026-11-20`.',
  );
