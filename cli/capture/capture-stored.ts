import type { Dataset } from '../../shared/domain/dataset.ts';
import {
  captureAgain,
  type EndedListType,
  type QueuedPoll,
} from '../../shared/operations/capture-again/capture-again.ts';
import { createCaptureQueue } from '../../shared/queue/capture-queue.ts';
import { CliError, UsageError } from '../cli-error.ts';
import { print } from '../print.ts';
import { printable } from '../printable.ts';
import { queueOutput } from '../queue-outputs.ts';
import type { Rim } from '../rim.ts';
import type { Stack } from '../stack.ts';
import { instancesTable } from './capture-report.ts';

export type StoredOptions = {
  readonly datasets?: readonly Dataset[];
  readonly type?: EndedListType | 'live';
  readonly allInstances?: true;
};

/**
 * Queues one more poll of what the store knows under this UUID or meeting id; undefined where it knows no such UUID.
 * @throws {CliError} of a meeting id that is not there, or that has several instances and not all are wanted
 */
export async function captureStored(
  id: string,
  { datasets, type, allInstances }: StoredOptions & { readonly type?: EndedListType },
  { dynamodb, sqs, output }: Stack,
  rim: Rim,
): Promise<readonly QueuedPoll[] | undefined> {
  const result = await captureAgain(
    { id, allInstances: allInstances === true, ...(datasets && { datasets }), ...(type && { listType: type }) },
    {
      store: { client: dynamodb, table: output('CapturesTable'), now: rim.now },
      send: (dataset, message) =>
        createCaptureQueue({ client: sqs, queueUrl: output(queueOutput(dataset)) }).send(message),
      now: rim.now,
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
      await print(rim.stderr, instancesTable(result.instances));
      throw new UsageError(`${id} has ${result.instances.length} instances: give the UUID of one, or --all-instances.`);
    case 'no-such-list':
      throw new UsageError('Webinars have no type pastOne: leave --type out.');
  }
}
