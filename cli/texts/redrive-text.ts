import type { Dataset } from '../../shared/domain/dataset.ts';
import { omit } from '../../shared/domain/omit.ts';
import type { Zone } from '../../shared/domain/zone/zone.ts';
import { causeKey } from '../../shared/operations/attention/cause-groups.ts';
import type { RedriveOutcome } from '../../shared/operations/redrive/redrive.ts';
import { counted, minuteText } from '../output/cells.ts';
import { printable, printableWithin } from '../output/printable.ts';
import { usualColumns, wrapped } from '../output/wrap.ts';
import { errorText } from './meeting-status.ts';

/** One dataset's dead-letter queue, and what was done with it. */
export type Redriven = { readonly dataset: Dataset; readonly outcomes: readonly RedriveOutcome[] };

type RedrivenMessage = Extract<RedriveOutcome, { kind: 'redriven' }>;

/** A queue as `redrive --json` has it. */
export function redrivenJson({ dataset, outcomes }: Redriven, dryRun: boolean) {
  const { sent, left } = divide(outcomes);
  const redriven = sent.map(({ messageId, message: { uuid, sequence, reason }, capture }) => ({
    uuid,
    dataset,
    messageId,
    sequence,
    reason,
    ...(capture && { state: capture.state }),
    ...(capture?.lastError && { lastError: capture.lastError }),
  }));
  return { dataset, dryRun, redriven, left: left.map((one) => omit(one, 'kind')) };
}

export type RedriveView = {
  readonly dryRun: boolean;
  readonly zone: Zone;
  /** Of the terminal. */
  readonly columns?: number | undefined;
  /** Messages to name of each cause. @default all */
  readonly namedEach?: number;
};

/** The same for people, each cause once; blank when there was nothing. */
export function redriveText({ dataset, outcomes }: Redriven, view: RedriveView): string {
  const { sent, left } = divide(outcomes);
  const done = view.dryRun ? 'would be sent back' : 'sent back';
  const groups = Map.groupBy(sent, ({ capture }) => JSON.stringify([capture?.state, causeKey(capture?.lastError)]));
  const leftLines = left.map(
    ({ messageId, uuid, fault }) =>
      `  ${printable(messageId)}  ${uuid ? `${printable(uuid)}  ` : ''}${printable(fault)}\n`,
  );
  return [
    ...(sent.length > 0 ? [`${counted(sent.length, 'message')} ${done} to the queue of ${dataset}:\n`] : []),
    ...[...groups.values()].map((alike) => causeText(alike, view)),
    ...(left.length > 0 ? [`${counted(left.length, 'message')} left in the dead-letter queue:\n`, ...leftLines] : []),
  ].join('');
}

function causeText(
  alike: readonly RedrivenMessage[],
  { columns = usualColumns, zone, namedEach }: RedriveView,
): string {
  const { state = 'unregistered', lastError } = alike[0]?.capture ?? {};
  const fault = lastError ? `: ${errorText(lastError)}` : '';
  const named = alike.slice(0, namedEach).map(({ message: { uuid, topic = '', endTime } }) => {
    const before = `    ${printable(uuid)}  ${minuteText(endTime, zone)}  `;
    return `${before}${printableWithin(topic, Math.max(8, columns - before.length))}`.trimEnd();
  });
  const more = alike.length - named.length;
  return [
    wrapped(`${counted(alike.length, 'message')}, ${state}${fault}`, columns, '  '),
    ...named.map((line) => `${line}\n`),
    ...(more > 0 ? [`    and ${more.toLocaleString('en')} more\n`] : []),
  ].join('');
}

export const divide = (outcomes: readonly RedriveOutcome[]) => ({
  sent: outcomes.filter((outcome) => outcome.kind === 'redriven'),
  left: outcomes.filter((outcome) => outcome.kind === 'left'),
});
