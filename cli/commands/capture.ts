import { type Command, Option } from 'commander';
import { listTypes } from '../../shared/domain/capture.ts';
import { datasets, type Kind, kinds } from '../../shared/domain/dataset.ts';
import { omit } from '../../shared/domain/omit.ts';
import { askCapture } from '../capture/ask-capture.ts';
import { captureJson, captureText, snapshotText, waitsForServe } from '../capture/capture-report.ts';
import { captureStored, type StoredOptions } from '../capture/capture-stored.ts';
import { UsageError } from '../cli-error.ts';
import { readDatasets } from '../dataset-list.ts';
import { print } from '../print.ts';
import { readUuid } from '../protect-uuids.ts';
import type { Rim } from '../rim.ts';
import type { Stack } from '../stack.ts';
import { withStack } from '../with-stack.ts';

type CaptureOptions = StoredOptions & {
  readonly kind?: Kind;
  readonly account?: string;
  readonly json?: true;
};

const examples = `
Examples:
  $ npm run --silent cli -- capture '/bM3k0pVTL2GdZ1rY7eXqA=='
      every dataset is asked for again and replaces what is stored; what the store has never heard of, Zoom is asked about
  $ npm run --silent cli -- capture 93201235621 --datasets report
      the instances of that meeting, when it has several: choose one by its UUID
  $ npm run --silent cli -- capture 93201235621 --all-instances --json --local
  $ npm run --silent cli -- capture '4444AAAiAAAAAiAiAiiAii==' --kind webinar --account main
  $ npm run --silent cli -- capture '4444AAAiAAAAAiAiAiiAii==' --type pastOne
      the participants' list of a meeting of one participant
  $ npm run --silent cli -- capture 93201235621 --type live
      a snapshot of the running meeting: who is there now; the capture after its end replaces it`;

export function addCapture(program: Command, rim: Rim): void {
  program
    .command('capture')
    .description('Has a meeting captured now, once more if it was captured before.')
    .argument('<uuid or meeting id>', 'as Zoom writes it', readUuid)
    .option('--datasets <list>', `some of ${datasets.join(',')} (default: those it has)`, readDatasets)
    .addOption(
      new Option('--type <type>', "of Zoom's lists (default: past, else pastOne; live: it runs)").choices(listTypes),
    )
    .addOption(
      new Option('--kind <kind>', 'of one that the store does not know (default: as Zoom says)').choices(kinds),
    )
    .option('--account <name>', 'whose it is, where the store does not know it, by its name in the stage or its id')
    .option('--all-instances', 'all instances of the meeting id')
    .option('--json', 'one line of JSON: {"captures":[{"uuid":...,"dataset":...,"look":...,"before":...}]}')
    .addHelpText('after', examples)
    .action((id: string, options: CaptureOptions, command: Command) => {
      checkType(options);
      return withStack(command, rim, (stack) => run(id, options, stack, rim));
    });
}

/** Not every list has every type. */
function checkType({ type, kind, datasets: wanted = [], allInstances }: CaptureOptions): void {
  if (type === 'live' && wanted.includes('report')) {
    throw new UsageError('The report has no live type: Zoom makes it after the end. Leave it out of --datasets.');
  }
  if (type === 'live' && allInstances) {
    throw new UsageError('One instance runs at a time: --type live does without --all-instances.');
  }
  const others = wanted.filter((dataset) => dataset !== 'participants');
  if (type === 'pastOne' && others.length > 0) {
    throw new UsageError(`Only the participants' list has the type pastOne: leave ${others.join(' and ')} out.`);
  }
  if (type === 'pastOne' && kind === 'webinar') {
    throw new UsageError('Webinars have no type pastOne: leave --type out.');
  }
}

async function run(id: string, options: CaptureOptions, stack: Stack, rim: Rim): Promise<void> {
  const { type, ...others } = options;
  const stored =
    type === 'live' ? undefined : await captureStored(id, { ...others, ...(type && { type }) }, stack, rim);
  const polls = stored ?? (await askCapture({ id, ...omit(options, 'allInstances', 'json') }, stack));
  const text = type === 'live' ? snapshotText : captureText;
  await print(rim.stdout, (options.json ? captureJson : text)(polls));
  if (!stack.running) await print(rim.stderr, waitsForServe);
}
