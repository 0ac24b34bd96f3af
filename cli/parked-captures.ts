import type { Capture } from '../shared/domain/capture/capture.ts';
import type { Dataset } from '../shared/domain/dataset.ts';
import { captureParked, mostParked, readParked } from '../shared/operations/capture-again/capture-parked.ts';
import { createCaptureQueue } from '../shared/queue/capture-queue.ts';
import { type CommandContext, isAgreed, note, storeOf } from './command-context.ts';
import { counted } from './output/cells.ts';
import { jsonText } from './output/printable.ts';
import { progressBar } from './output/progress-bar.ts';
import { print } from './output/terminal.ts';
import { usualColumns } from './output/wrap.ts';
import { queueOutput, type Stack } from './source/stack.ts';
import { parkedPlanText } from './texts/parked-text.ts';

export type ParkedOptions = {
  readonly account?: string;
  readonly datasets?: readonly Dataset[];
  readonly yes?: true;
  readonly dryRun?: true;
  readonly json?: true;
};

/** What `capture --parked` does: says what it is going to do, and does it when that is agreed. */
export async function queueParked(options: ParkedOptions, stack: Stack, context: CommandContext): Promise<void> {
  const { account, datasets, dryRun = false, json } = options;
  const parked = await readParked(account === undefined ? undefined : [account], storeOf(stack, context));
  const captures = datasets ? parked.filter(({ dataset }) => datasets.includes(dataset)) : parked;
  const columns = context.stdout.columns ?? usualColumns;
  if (captures.length > 0) await print(json ? context.stderr : context.stdout, parkedPlanText(captures, columns));
  const isWanted = captures.length > 0 && !dryRun && (await isAgreed('Queue them?', options, context));
  if (isWanted) await queueAll(captures, stack, context);
  if (json) await print(context.stdout, `${jsonText({ captures: captures.map(jsonOf), queued: isWanted })}\n`);
  else if (isWanted) await print(context.stdout, `${counted(captures.length, 'capture')} queued.\n`);
  if (captures.length === 0) await note(context, 'No capture is parked.');
  if (parked.length === mostParked) await note(context, 'There may be more: type the same again when these are done.');
  if (isWanted && !stack.running) {
    await note(context, '`npm run serve` is stopped: what was queued begins when it is started.');
  }
}

const jsonOf = ({ uuid, dataset, polls, state }: Capture) => ({ uuid, dataset, poll: polls + 1, before: state });

async function queueAll(captures: readonly Capture[], { sqs, output }: Stack, context: CommandContext): Promise<void> {
  // Loaded here alone: few commands draw a bar.
  const { showProgress } = await import('./output/progress.ts');
  const text = (done: number) => progressBar(done, captures.length, 'capture');
  await showProgress({ title: 'Queue', stream: context.stderr, text }, async (tell) =>
    captureParked(captures, {
      send: (dataset, message) =>
        createCaptureQueue({ client: sqs, queueUrl: output(queueOutput(dataset)) }).send(message),
      now: context.now,
      tell,
    }),
  );
}
