import type { Command } from 'commander';
import { type Dataset, datasets } from '../../shared/domain/dataset.ts';
import { omit } from '../../shared/domain/omit.ts';
import { createCaptureStore } from '../../shared/dynamo/captures/capture-store.ts';
import { type RedriveOutcome, redrive } from '../../shared/operations/redrive/redrive.ts';
import { createCaptureQueue } from '../../shared/queue/capture-queue.ts';
import { createDeadLetterQueue } from '../../shared/queue/dead-letter-queue.ts';
import { type CommandContext, withStack } from '../command-context.ts';
import { readDataset, readUuid } from '../options.ts';
import { counted, minuteText } from '../output/cells.ts';
import { errorText } from '../output/meeting-status.ts';
import { printable, printableWithin } from '../output/printable.ts';
import { tableText } from '../output/table.ts';
import { print } from '../output/terminal.ts';
import { deadLetterQueueOutput, queueOutput, type Stack } from '../source/stack.ts';

type RedriveOptions = { readonly uuid?: string; readonly dryRun?: boolean; readonly json?: true };

const examples = `
Examples:
  $ npm run --silent cli -- redrive qos --dry-run
      what lies in the dead-letter queue, and the last fault of each capture
  $ npm run --silent cli -- redrive report --uuid '/bM3k0pVTL2GdZ1rY7eXqA=='
  $ npm run --silent cli -- redrive participants --json --local | jq .left

Each message is sent back first and deleted then, so none is lost, and a capture that failed takes one more poll.
Messages that nothing can read stay. Remove the cause first: what fails again comes back.`;

export function addRedrive(program: Command, context: CommandContext): void {
  program
    .command('redrive')
    .description('Sends what lies in the dead-letter queue of a dataset back to its queue.')
    .argument('<dataset>', datasets.join(', '), readDataset)
    .option('--uuid <uuid>', "this meeting's messages alone, as Zoom writes its UUID", readUuid)
    .option('--dry-run', 'show what would be sent back, and leave the queue as it is')
    .option('--json', 'one line of JSON: {"dataset":...,"dryRun":...,"redriven":[...],"left":[...]}')
    .addHelpText('after', examples)
    .action((dataset: Dataset, options: RedriveOptions, command: Command) =>
      withStack(command, context, (stack) => run(dataset, options, { stack, context: context })),
    );
}

async function run(
  dataset: Dataset,
  { uuid, json, dryRun = false }: RedriveOptions,
  { stack, context }: { readonly stack: Stack; readonly context: CommandContext },
): Promise<void> {
  const { dynamodb, sqs, output } = stack;
  const captures = createCaptureStore({ client: dynamodb, table: output('CapturesTable'), retentionDays: 0 });
  const queue = createCaptureQueue({ client: sqs, queueUrl: output(queueOutput(dataset)) });
  const outcomes: RedriveOutcome[] = [];
  try {
    const redriving = redrive(
      { uuid, dryRun },
      {
        deadLetters: createDeadLetterQueue(sqs, output(deadLetterQueueOutput(dataset))),
        send: queue.send,
        load: (one) => captures.load(one, dataset),
        now: context.now,
      },
    );
    for await (const outcome of redriving) outcomes.push(outcome);
  } finally {
    // Also when it broke off: what was sent back has left the queue.
    const report = json ? redriveJson : redriveText;
    await print(context.stdout, report(dataset, dryRun, outcomes));
  }
  if (outcomes.length === 0) await print(context.stderr, nothingText(dataset, uuid));
}

const nothingText = (dataset: Dataset, uuid: string | undefined): string =>
  uuid === undefined
    ? `The dead-letter queue of ${dataset} is empty.\n`
    : `The dead-letter queue of ${dataset} has no message of that meeting.\n`;

const topicWidth = 32;

type RedrivenMessage = Extract<RedriveOutcome, { kind: 'redriven' }>;

/** What `redrive --json` prints: one line. */
function redriveJson(dataset: Dataset, dryRun: boolean, outcomes: readonly RedriveOutcome[]): string {
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
  return `${JSON.stringify({ dataset, dryRun, redriven, left: left.map((one) => omit(one, 'kind')) })}\n`;
}

/** The same for people; blank when there was nothing. */
function redriveText(dataset: Dataset, dryRun: boolean, outcomes: readonly RedriveOutcome[]): string {
  const { sent, left } = divide(outcomes);
  const done = dryRun ? 'would be sent back' : 'sent back';
  const table = () => tableText(['uuid', 'dataset', 'topic', 'ended', 'state', 'last fault'], sent.map(cellsOf));
  const leftLines = left.map(
    ({ messageId, uuid, fault }) =>
      `  ${printable(messageId)}  ${uuid ? `${printable(uuid)}  ` : ''}${printable(fault)}\n`,
  );
  return [
    ...(sent.length > 0 ? [`${counted(sent.length, 'message')} ${done} to the queue of ${dataset}:\n`, table()] : []),
    ...(left.length > 0 ? [`${counted(left.length, 'message')} left in the dead-letter queue:\n`, ...leftLines] : []),
  ].join('');
}

function cellsOf({ message: { uuid, topic = '', endTime }, capture }: RedrivenMessage): string[] {
  const { dataset = '-', state = 'unregistered', lastError } = capture ?? {};
  const fault = lastError ? errorText(lastError) : '-';
  return [printable(uuid), dataset, printableWithin(topic, topicWidth), minuteText(endTime), state, fault];
}

const divide = (outcomes: readonly RedriveOutcome[]) => ({
  sent: outcomes.filter((outcome) => outcome.kind === 'redriven'),
  left: outcomes.filter((outcome) => outcome.kind === 'left'),
});
