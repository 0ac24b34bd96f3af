import { setTimeout as sleep } from 'node:timers/promises';
import { ChangeMessageVisibilityCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { isRecord } from '../../../local/emulator/template/read-value.ts';
import type { Fault } from '../../../local/simulator/faults/fault.ts';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { type Dataset, datasets } from '../../../shared/domain/dataset.ts';
import type { ProductFixture, RunningProduct } from './product-fixture.ts';
import { beginSweepRehearsal } from './sweep-rehearsal.ts';

/** Meetings with this id are answered with pages that lead nowhere: nothing that a capture can do anything about. */
const poisonMeetingId = '80000000001';
const lateMeetingId = '80000000002';
/** A message that no handler can read. */
const malformed = 'a message that is not of a capture';

/** The faults that a rehearsal counts on: Zoom is not ready at the first poll, and one meeting cannot be read ever. */
export const rehearsalFaults: readonly Fault[] = [
  { kind: 'empty-page', match: { meetingId: poisonMeetingId } },
  { kind: 'not-ready', polls: 1, match: { meetingId: lateMeetingId } },
];

export type Rehearsal = {
  /** What the webhook answered. */
  readonly statuses: readonly number[];
  /** What went wrong until the time was up, by dataset; nothing when all is as it should be. */
  readonly faults: Readonly<Record<Dataset | 'sweep', readonly string[]>>;
};

export type RehearsalOptions = {
  /**
   * The datasets that must come through. When they have, the others get as much time again, and no more: how long a
   * rehearsal takes depends on what else the machine does.
   * @default all
   */
  readonly controls?: readonly Dataset[];
  readonly patienceMs?: number;
  /** Whether the sweep is rehearsed too: nothing that a dataset needs must be cut then. @default true */
  readonly sweeps?: boolean;
};

const parts = [...datasets, 'sweep'] as const;

let seed = 1_000;

/**
 * Has the product do everything it has permissions for, in seconds: captures a meeting that is not ready at first, so that
 * each dataset defers and prunes; gives one up that cannot be captured; fails messages until they are dead letters.
 */
export async function rehearse(
  product: RunningProduct,
  fixture: ProductFixture,
  { controls = datasets, patienceMs = 60_000, sweeps = true }: RehearsalOptions = {},
): Promise<Rehearsal> {
  seed += 2;
  const ended = { participants: 4, minutes: 5, endTime: new Date(Date.now() - 60_000) };
  const late = generateMeeting({ ...ended, seed, meetingId: lateMeetingId });
  const poison = generateMeeting({ ...ended, seed: seed + 1, meetingId: poisonMeetingId });
  for (const meeting of [late, poison]) fixture.simulator.addMeeting(meeting);
  const startedAt = Date.now();
  let givesUpAt = startedAt + patienceMs;
  const statuses = [await product.sendEnded(late), await product.sendEnded(poison)];
  const sweepFaults = sweeps ? await beginSweepRehearsal(product, fixture) : async () => [];
  const faultsOf = async (): Promise<Rehearsal['faults']> => {
    const exact = await product.exactDatasets(late.uuid);
    const dead = await Promise.all(datasets.map((dataset) => deadLetters(product, dataset)));
    const found = datasets.map((dataset, index) => [
      dataset,
      [
        ...(exact.includes(dataset) ? [] : ['the meeting is not captured exactly']),
        ...(dead[index]?.some((body) => body.includes(poison.meetingId))
          ? []
          : ['the hopeless capture is no dead letter']),
        ...(dead[index]?.includes(malformed) ? [] : ['the malformed message is no dead letter']),
      ],
    ]);
    return { ...(Object.fromEntries(found) as Record<Dataset, readonly string[]>), sweep: await sweepFaults() };
  };
  if (statuses.some((status) => status !== 204)) return { statuses, faults: await faultsOf() };
  await Promise.all(datasets.map((dataset) => sendMalformed(product, dataset)));
  const through = new Set<Dataset | 'sweep'>();
  for (;;) {
    await hurryMalformed(product);
    const faults = { ...(await faultsOf()) };
    // What has come through once may be at its next poll by now.
    for (const part of parts) {
      if (faults[part].length === 0) through.add(part);
      if (through.has(part)) faults[part] = [];
    }
    const isThrough = (part: Dataset | 'sweep') => faults[part].length === 0;
    if (controls.every(isThrough)) givesUpAt = Math.min(givesUpAt, Date.now() + (Date.now() - startedAt));
    if (parts.every(isThrough) || Date.now() > givesUpAt) return { statuses, faults };
    await sleep(100);
  }
}

const outputOf = ({ stack }: RunningProduct, dataset: Dataset, what: string) =>
  stack.outputs[`${dataset[0]?.toUpperCase()}${dataset.slice(1)}${what}`] ?? '';

const sendMalformed = (product: RunningProduct, dataset: Dataset) =>
  product.sqs.send(
    new SendMessageCommand({ QueueUrl: outputOf(product, dataset, 'QueueUrl'), MessageBody: malformed }),
  );

/** The bodies in a dataset's dead-letter queue, which stay there. */
async function deadLetters(product: RunningProduct, dataset: Dataset): Promise<readonly string[]> {
  const QueueUrl = outputOf(product, dataset, 'DeadLetterQueueUrl');
  const { Messages = [] } = await product.sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
  );
  return Messages.flatMap(({ Body }) => Body ?? []);
}

const hurried = new WeakMap<RunningProduct, number>();

/** Makes malformed messages that failed visible again: their visibility time-out is minutes. */
async function hurryMalformed(product: RunningProduct): Promise<void> {
  const { invocations, sqs, stack } = product;
  const from = hurried.get(product) ?? 0;
  hurried.set(product, invocations.length);
  const failed = invocations.slice(from).flatMap(({ event }) => recordsOf(event));
  for (const { body, receiptHandle, eventSourceARN } of failed) {
    const queue = Object.values(stack.queues).find(({ arn }) => arn === eventSourceARN);
    if (body !== malformed || queue === undefined || typeof receiptHandle !== 'string') continue;
    const again = { QueueUrl: queue.url, ReceiptHandle: receiptHandle, VisibilityTimeout: 0 };
    // Gone when it was deleted, as it never should be.
    await sqs.send(new ChangeMessageVisibilityCommand(again)).catch(() => {});
  }
}

const recordsOf = (event: unknown) =>
  isRecord(event) && Array.isArray(event.Records) ? event.Records.filter(isRecord) : [];
