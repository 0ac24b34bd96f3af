import type { Dataset } from '../../shared/domain/dataset.ts';
import type { RedriveOutcome } from '../../shared/operations/redrive/redrive.ts';
import { printable, printableWithin } from '../printable.ts';
import { instantText } from '../status-table.ts';
import { tableText } from '../table.ts';

const topicWidth = 32;

type Sent = Extract<RedriveOutcome, { kind: 'redriven' }>;

/** What `redrive --json` prints: one line. */
export function redriveJson(dataset: Dataset, dryRun: boolean, outcomes: readonly RedriveOutcome[]): string {
  const { sent, left } = divide(outcomes);
  const redriven = sent.map(({ messageId, message: { uuid, look, reason }, capture }) => ({
    ...{ uuid, dataset, messageId, look, reason },
    ...(capture && { state: capture.state }),
    ...(capture?.lastError && { lastError: capture.lastError }),
  }));
  return `${JSON.stringify({ dataset, dryRun, redriven, left: left.map(({ kind: _, ...fields }) => fields) })}\n`;
}

/** The same for people; blank when there was nothing. */
export function redriveText(dataset: Dataset, dryRun: boolean, outcomes: readonly RedriveOutcome[]): string {
  const { sent, left } = divide(outcomes);
  const count = (of: readonly unknown[]) => `${of.length} message${of.length === 1 ? '' : 's'}`;
  const head = dryRun
    ? `${count(sent)} would be sent back to the queue of ${dataset}:`
    : `${count(sent)} sent back to the queue of ${dataset}:`;
  const table = () => tableText(titles, sent.map(cellsOf));
  const leftLines = left.map(
    ({ messageId, uuid, fault }) =>
      `  ${printable(messageId)}  ${uuid ? `${printable(uuid)}  ` : ''}${printable(fault)}\n`,
  );
  return [
    ...(sent.length > 0 ? [`${head}\n`, table()] : []),
    ...(left.length > 0 ? [`${count(left)} left in the dead-letter queue:\n`, ...leftLines] : []),
  ].join('');
}

const titles = ['uuid', 'dataset', 'topic', 'ended', 'state', 'last fault'].map((title) => ({ title }));

function cellsOf({ message: { uuid, topic = '', endTime }, capture }: Sent): string[] {
  const { dataset = '-', state = 'unregistered', lastError } = capture ?? {};
  const facts = lastError && [
    lastError.message,
    ...(lastError.code === undefined || lastError.message.includes(`code ${lastError.code}`)
      ? []
      : [`(code ${lastError.code})`]),
    ...(lastError.trackingId === undefined ? [] : [`[tracking id ${lastError.trackingId}]`]),
  ];
  return [
    printable(uuid),
    dataset,
    printableWithin(topic, topicWidth),
    instantText(endTime),
    state,
    printable(facts?.join(' ') ?? '-'),
  ];
}

const divide = (outcomes: readonly RedriveOutcome[]) => ({
  sent: outcomes.filter((outcome) => outcome.kind === 'redriven'),
  left: outcomes.filter((outcome) => outcome.kind === 'left'),
});
