import { type Command, Option } from 'commander';
import { UsageError } from '../errors.ts';

/** Where a command finds the data. */
export type Source =
  | { readonly kind: 'local'; readonly dataDir: string }
  | {
      readonly kind: 'aws';
      readonly stage: string;
      /** Of CloudFormation, with the stage's outputs. */
      readonly stack: string;
      /** Spares reading the stack's outputs. */
      readonly capturesTable?: string;
      readonly region?: string;
    };

export type SourceOptions = {
  readonly local?: true;
  readonly dataDir?: string;
  readonly stage?: string;
  readonly stack?: string;
  readonly table?: string;
  readonly region?: string;
};

/** The options of every command; they stand before its name or after it. */
export function addSourceOptions(program: Command): void {
  program
    .addOption(
      new Option('--local', 'what `npm run serve` keeps on this machine; sweep, backfill and doctor need it running'),
    )
    .addOption(new Option('--data-dir <folder>', 'its folder (default: DATA_DIR, or .data)'))
    .addOption(new Option('--stage <name>', 'read this stage in AWS (default: dev)'))
    .addOption(new Option('--stack <name>', 'of the stage, where a CDK app of your own has deployed it'))
    .addOption(new Option('--table <name>', 'the Captures table, instead of a stage (default: CAPTURES_TABLE)'))
    .addOption(new Option('--region <name>', 'AWS region (default: as the AWS tools choose it)'));
}

/**
 * What the options and the environment name. An option outdoes a variable.
 * @throws {UsageError} when options contradict each other
 */
export function sourceOf(options: SourceOptions, env: Readonly<Record<string, string | undefined>>): Source {
  const { local, dataDir, stage, stack, table, region } = options;
  for (const [flag, value] of Object.entries({ 'data-dir': dataDir, stage, stack, table, region })) {
    if (value === '') throw new UsageError(`--${flag} is blank: give it a value.`);
    if (local && value !== undefined && flag !== 'data-dir') {
      throw new UsageError(`--${flag} is for AWS: leave it out, or leave out --local.`);
    }
  }
  if (local) return { kind: 'local', dataDir: dataDir ?? (env.DATA_DIR || '.data') };
  if (dataDir !== undefined) throw new UsageError('--data-dir goes with --local: add --local.');
  const [one, other] = Object.entries({ stage, stack, table }).flatMap(([flag, value]) => (value ? [`--${flag}`] : []));
  if (one !== undefined && other !== undefined) {
    throw new UsageError(`${one} and ${other} both say what to read: leave one out.`);
  }
  const capturesTable =
    table ?? (stage === undefined && stack === undefined ? env.CAPTURES_TABLE || undefined : undefined);
  return {
    kind: 'aws',
    stage: stage ?? 'dev',
    stack: stack ?? `ZoomCapture-${stage ?? 'dev'}`,
    ...(capturesTable !== undefined && { capturesTable }),
    ...(region !== undefined && { region }),
  };
}

/** The options of a command line as another command takes them, so that it can be typed; those of `sourceOf`. */
export function sourceFlags({ local, dataDir, stage, stack, table, region }: SourceOptions): readonly string[] {
  const valued = { 'data-dir': dataDir, stage, stack, table, region };
  const flags = Object.entries(valued).flatMap(([flag, value]) => (value === undefined ? [] : [`--${flag}`, value]));
  return local ? ['--local', ...flags] : flags;
}
