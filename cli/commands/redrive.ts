import type { Command } from 'commander';
import { type Dataset, knownDatasets } from '../../shared/domain/dataset.ts';
import type { Zone } from '../../shared/domain/zone/zone.ts';
import { createCaptureStore } from '../../shared/dynamo/captures/capture-store.ts';
import { MeetingForgottenError } from '../../shared/dynamo/meetings/forgotten-item.ts';
import { type RedriveOutcome, redrive } from '../../shared/operations/redrive/redrive.ts';
import { createQueries } from '../../shared/queries/index.ts';
import { createCaptureQueue } from '../../shared/queue/capture-queue.ts';
import { createDeadLetterQueue } from '../../shared/queue/dead-letter-queue.ts';
import { type CommandContext, isAgreed, note, stageDatasetsOf, storeOf, withStack } from '../command-context.ts';
import { UsageError } from '../errors.ts';
import { uuidNamed } from '../named-meeting.ts';
import { readDataset } from '../options.ts';
import { counted } from '../output/cells.ts';
import { jsonText } from '../output/printable.ts';
import { progressBar } from '../output/progress-bar.ts';
import { print } from '../output/terminal.ts';
import { deadLetterQueueOutput, queueOutput, type Stack } from '../source/stack.ts';
import { divide, type Redriven, redrivenJson, redriveText } from '../texts/redrive-text.ts';
import { readUuid } from '../uuid-argument.ts';

type RedriveOptions = {
  readonly uuid?: string;
  readonly all?: true;
  readonly yes?: true;
  readonly dryRun?: boolean;
  readonly json?: true;
};

const examples = `
Examples:
  $ zoom-capture redrive qos --dry-run
      what lies in the dead-letter queue, and the last fault of each capture
  $ zoom-capture redrive --all
      of every dataset: shows what it is going to send back, and asks; --yes does it without asking
  $ zoom-capture redrive report --uuid '/bM3k0pVTL2GdZ1rY7eXqA=='
  $ zoom-capture redrive participants --json --local | jq .left

Each message is sent back first and deleted then, so none is lost, and a capture that failed takes one more poll.
Messages that nothing can read stay. Remove the cause first: what fails again comes back.`;

export function defineRedrive(command: Command, context: CommandContext): void {
  command
    .argument('[dataset]', knownDatasets.join(', '), readDataset)
    .option('--all', 'of all datasets: shows what would be sent back first, and asks')
    .option('--yes', 'of --all: do it without asking')
    .option('--uuid <uuid>', "this meeting's messages alone", readUuid)
    .option('--dry-run', 'show what would be sent back, and leave the queue as it is')
    .option(
      '--json',
      'one line of JSON: {"dataset":..., "dryRun":..., "redriven":[...], "left":[...]}; of --all {"dryRun":..., "datasets":[...]}',
    )
    .addHelpText('after', examples)
    .action((dataset: Dataset | undefined, options: RedriveOptions) => {
      if (dataset !== undefined && options.all) throw new UsageError('--all is every dataset: leave its name out.');
      if (dataset === undefined && !options.all) throw new UsageError('Which dataset? Name one, or give --all.');
      return withStack(command, context, async (stack, zone) => {
        const scene = { stack, zone, context };
        const wanted = { ...options, uuid: await uuidOf(options, scene) };
        await (dataset === undefined ? redriveAll(wanted, scene) : redriveOne(dataset, wanted, scene));
      });
    });
}

type RedriveScene = { readonly stack: Stack; readonly zone: Zone; readonly context: CommandContext };
type Asked = Omit<RedriveOptions, 'uuid'> & { readonly uuid: string | undefined };

const uuidOf = async ({ uuid }: RedriveOptions, { stack, ...scene }: RedriveScene): Promise<string | undefined> =>
  uuid === undefined ? undefined : uuidNamed(uuid, { queries: createQueries(storeOf(stack, scene.context)), ...scene });

async function redriveOne(dataset: Dataset, { uuid, json, dryRun = false }: Asked, scene: RedriveScene): Promise<void> {
  const { zone, context } = scene;
  const outcomes: RedriveOutcome[] = [];
  try {
    for await (const outcome of redriving(dataset, { uuid, dryRun }, scene)) outcomes.push(outcome);
  } finally {
    // Also when it broke off: what was sent back has left the queue.
    const done = { dataset, outcomes };
    const { columns } = context.stdout;
    const text = json ? `${jsonText(redrivenJson(done, dryRun))}\n` : redriveText(done, { dryRun, zone, columns });
    await print(context.stdout, text);
  }
  if (outcomes.length === 0) await print(context.stderr, nothingText(dataset, uuid));
}

type Wanted = { readonly uuid: string | undefined; readonly dryRun: boolean };

function redriving(dataset: Dataset, wanted: Wanted, { stack, context }: RedriveScene): AsyncGenerator<RedriveOutcome> {
  const { dynamodb, sqs, output } = stack;
  const captures = createCaptureStore({ client: dynamodb, table: output('CapturesTable'), retentionDays: 0 });
  return redrive(wanted, {
    deadLetters: createDeadLetterQueue(sqs, output(deadLetterQueueOutput(dataset))),
    send: createCaptureQueue({ client: sqs, queueUrl: output(queueOutput(dataset)) }).send,
    load: (one) => captures.load(one, dataset).catch(undefinedIfForgotten),
    now: context.now,
  });
}

/** A message of a forgotten meeting goes back as it is, and ends with its consumer. */
function undefinedIfForgotten(error: unknown): undefined {
  if (!(error instanceof MeetingForgottenError)) throw error;
}

/** UUIDs named of a cause in the plan. */
const namedInPlan = 3;

/** Says what lies in all queues, and sends it back when that is agreed. */
async function redriveAll(options: Asked, scene: RedriveScene): Promise<void> {
  const { uuid, json, dryRun = false } = options;
  const { zone, context } = scene;
  const { columns } = context.stdout;
  const plan = await workAll({ uuid, dryRun: true }, scene, { title: 'Read' });
  const planned = plan.flatMap(({ outcomes }) => divide(outcomes).sent).length;
  const named = dryRun ? {} : { namedEach: namedInPlan };
  const planText = plan.map((one) => redriveText(one, { dryRun: true, zone, columns, ...named })).join('');
  await print(json ? context.stderr : context.stdout, json && dryRun ? '' : planText);
  if (planText === '') await note(context, 'All dead-letter queues are empty.');
  const isWanted = planned > 0 && !dryRun && (await isAgreed('Send them back?', options, context));
  const done = isWanted ? await workAll({ uuid, dryRun: false }, scene, { title: 'Redrive', planned }) : plan;
  if (json) {
    const isDone = isWanted || planned === 0;
    const datasetsJson = done.map((one) => redrivenJson(one, !isDone || dryRun));
    await print(context.stdout, `${jsonText({ dryRun: !isDone || dryRun, datasets: datasetsJson })}\n`);
  } else if (isWanted) {
    const sent = done.flatMap(({ outcomes }) => divide(outcomes).sent).length;
    const left = done.map(({ dataset, outcomes }) => ({ dataset, outcomes: divide(outcomes).left }));
    await print(context.stdout, `${counted(sent, 'message')} sent back.\n`);
    await print(context.stdout, left.map((one) => redriveText(one, { dryRun, zone, columns })).join(''));
  }
}

type Shown = {
  readonly title: string;
  /** Messages to come; absent while nobody knows. */
  readonly planned?: number;
};

async function workAll(wanted: Wanted, scene: RedriveScene, { title, planned }: Shown): Promise<Redriven[]> {
  // Loaded here alone: few commands draw a bar.
  const { showProgress } = await import('../output/progress.ts');
  const { stderr } = scene.context;
  const text = (done: number) =>
    planned === undefined ? counted(done, 'message') : progressBar(done, planned, 'message');
  return showProgress({ title, stream: stderr, text }, (tell) => {
    let done = 0;
    // All queues at the same time: each is asked several times before it counts as empty.
    const working = stageDatasetsOf(scene.stack).map(async (dataset): Promise<Redriven> => {
      const outcomes: RedriveOutcome[] = [];
      for await (const outcome of redriving(dataset, wanted, scene)) {
        outcomes.push(outcome);
        done += 1;
        tell(done);
      }
      return { dataset, outcomes };
    });
    return Promise.all(working);
  });
}

const nothingText = (dataset: Dataset, uuid: string | undefined): string =>
  uuid === undefined
    ? `The dead-letter queue of ${dataset} is empty.\n`
    : `The dead-letter queue of ${dataset} has no message of that meeting.\n`;
