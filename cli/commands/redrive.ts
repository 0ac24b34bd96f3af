import type { Command } from 'commander';
import { type Dataset, datasets } from '../../shared/domain/dataset.ts';
import { createCaptureStore } from '../../shared/dynamo/captures/capture-store.ts';
import { type RedriveOutcome, redrive } from '../../shared/operations/redrive/redrive.ts';
import { createCaptureQueue } from '../../shared/queue/capture-queue.ts';
import { createDeadLetterQueue } from '../../shared/queue/dead-letter-queue.ts';
import { readDataset } from '../dataset-argument.ts';
import { print } from '../print.ts';
import { readUuid } from '../protect-uuids.ts';
import { deadLetterQueueOutput, queueOutput } from '../queue-outputs.ts';
import { redriveJson, redriveText } from '../redrive/redrive-report.ts';
import type { Rim } from '../rim.ts';
import type { Stack } from '../stack.ts';
import { withStack } from '../with-stack.ts';

type RedriveOptions = { readonly uuid?: string; readonly dryRun?: true; readonly json?: true };

const examples = `
Examples:
  $ npm run --silent cli -- redrive qos --dry-run
      what lies in the dead-letter queue, and the last fault of each capture
  $ npm run --silent cli -- redrive report --uuid '/bM3k0pVTL2GdZ1rY7eXqA=='
  $ npm run --silent cli -- redrive participants --json --local | jq .left

Each message is sent back first and deleted then, so none is lost, and a capture that failed takes one more look.
Messages that nothing can read stay. Remove the cause first: what fails again comes back.`;

export function addRedrive(program: Command, rim: Rim): void {
  program
    .command('redrive')
    .description('Sends what lies in the dead-letter queue of a dataset back to its queue.')
    .argument('<dataset>', datasets.join(', '), readDataset)
    .option('--uuid <uuid>', "this meeting's messages alone, as Zoom writes its UUID", readUuid)
    .option('--dry-run', 'show what would be sent back, and leave the queue as it is')
    .option('--json', 'one line of JSON: {"dataset":...,"dryRun":...,"redriven":[...],"left":[...]}')
    .addHelpText('after', examples)
    .action((dataset: Dataset, options: RedriveOptions, command: Command) =>
      withStack(command, rim, (stack) => run(stack, dataset, options, rim)),
    );
}

async function run({ dynamodb, sqs, output }: Stack, dataset: Dataset, options: RedriveOptions, rim: Rim) {
  const { uuid, json, dryRun = false } = options;
  const captures = createCaptureStore({ client: dynamodb, table: output('CapturesTable'), retentionDays: 0 });
  const queue = createCaptureQueue({ client: sqs, queueUrl: output(queueOutput(dataset)) });
  const deps = {
    deadLetters: createDeadLetterQueue(sqs, output(deadLetterQueueOutput(dataset))),
    send: queue.send,
    load: (one: string) => captures.load(one, dataset),
    now: rim.now,
  };
  const outcomes: RedriveOutcome[] = [];
  try {
    for await (const outcome of redrive({ uuid, dryRun }, deps)) outcomes.push(outcome);
  } finally {
    // Also when it broke off: what was sent back has left the queue.
    const report = json ? redriveJson : redriveText;
    await print(rim.stdout, report(dataset, dryRun, outcomes));
  }
  if (outcomes.length === 0) await print(rim.stderr, nothing(dataset, uuid));
}

const nothing = (dataset: Dataset, uuid: string | undefined) =>
  uuid === undefined
    ? `The dead-letter queue of ${dataset} is empty.\n`
    : `The dead-letter queue of ${dataset} has no message of that meeting.\n`;
