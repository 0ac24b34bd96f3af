import type { ListType } from '../../shared/domain/capture.ts';
import { type Dataset, datasets } from '../../shared/domain/dataset.ts';
import type { MeetingRecord } from '../../shared/dynamo/meetings/meeting-item.ts';
import { createMeetingReader, type StoredMeeting } from '../../shared/dynamo/meetings/meeting-reader.ts';
import { createQueries, itemsOf } from '../../shared/queries/index.ts';
import { createCaptureQueue } from '../../shared/queue/capture-queue.ts';
import { CliError, UsageError } from '../cli-error.ts';
import { print } from '../print.ts';
import { printable } from '../printable.ts';
import { queueOutput } from '../queue-outputs.ts';
import type { Rim } from '../rim.ts';
import type { Stack } from '../stack.ts';
import { type AskedLook, captureAgain } from './capture-again.ts';
import { instancesTable, type ReportedLook } from './capture-report.ts';

export type StoredOptions = {
  readonly datasets?: readonly Dataset[];
  readonly type?: ListType;
  readonly allInstances?: true;
};

/**
 * Queues one more look at what the store knows under this UUID or meeting id; undefined where it knows no such UUID.
 * @throws {CliError} of a meeting id that is not there, or that has several instances and not all are wanted
 */
export async function captureStored(
  id: string,
  options: StoredOptions,
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
    for (const { dataset, before, look, message } of looksAt(stored, options, rim.now())) {
      await createCaptureQueue({ client: sqs, queueUrl: output(queueOutput(dataset)) }).send(message);
      looks.push({ meeting: stored.meeting, dataset, look, before });
    }
  }
  return looks;
}

function looksAt(stored: StoredMeeting, { datasets: wanted, type }: StoredOptions, now: number): AskedLook[] {
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
