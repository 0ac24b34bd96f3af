import type { Command } from 'commander';
import { guestsBy, type IsGuest } from '../shared/analysis/attendance/guests.ts';
import { type Dataset, isUsual, knownDatasets } from '../shared/domain/dataset.ts';
import { utc, type Zone } from '../shared/domain/zone/zone.ts';
import type { Queries } from '../shared/queries/index.ts';
import { createQueries } from '../shared/queries/index.ts';
import { UsageError } from './errors.ts';
import type { LastList } from './output/last-list.ts';
import { columnsOfTerminal, type OutputStream, print } from './output/terminal.ts';
import { wrapped } from './output/wrap.ts';
import { type Source, type SourceOptions, sourceOf } from './source/source.ts';
import { queueOutput, type Stack } from './source/stack.ts';

/** The I/O of a command: streams, environment, clock. A test passes its own. */
export type CommandContext = {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Epoch ms. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly openStack: (source: Source) => Promise<Stack>;
  /** The machine's, as the IANA database names it. @default UTC */
  readonly timeZone?: string;
  /** All of standard input; absent where there is none. */
  readonly readInput?: () => Promise<string>;
  /** What `@1` means; absent where no list is kept. */
  readonly lastList?: LastList;
  /** Asks whoever is at the terminal a question of yes or no; absent where nobody can be asked. */
  readonly ask?: (question: string) => Promise<boolean>;
};

/** Opens what the command's options name, does the work, and closes it whatever happens. */
export async function withStack(
  command: Command,
  context: CommandContext,
  work: (stack: Stack, zone: Zone) => Promise<void>,
): Promise<void> {
  const options = command.optsWithGlobals<SourceOptions & ZoneOptions>();
  const stack = await context.openStack(sourceOf(options, context.env));
  try {
    await work(stack, await zoneOf(options, stack, context));
  } finally {
    await stack.close();
  }
}

/** Opens what the command's options name, asks it, and closes it whatever happens. */
export const withQueries = (
  command: Command,
  context: CommandContext,
  work: (queries: Queries, zone: Zone) => Promise<void>,
): Promise<void> => withStack(command, context, (stack, zone) => work(createQueries(storeOf(stack, context)), zone));

type ZoneOptions = { readonly tz?: string; readonly json?: unknown; readonly csv?: unknown };

/**
 * In which zone days begin and times are shown: that of `--tz`, else the stage's, else the machine's where a person reads
 * the answer, and UTC where a program does.
 */
async function zoneOf(
  { tz, json, csv }: ZoneOptions,
  { timeZone }: Pick<Stack, 'timeZone'>,
  { stdout, timeZone: machines }: Pick<CommandContext, 'stdout' | 'timeZone'>,
): Promise<Zone> {
  const isRead = stdout.isTTY === true && json === undefined && csv === undefined;
  const name = tz ?? timeZone ?? (isRead ? machines : undefined);
  if (name === undefined || name === utc.id) return utc;
  // Loaded here alone: most commands show UTC.
  const { zoneNamed } = await import('../shared/domain/zone/named-zone.ts');
  return zoneNamed(name);
}

/** What the stage captures: the usual datasets, and the others that it has queues for. With `--table` these are not known. */
export const stageDatasetsOf = ({ optionalOutput }: Pick<Stack, 'optionalOutput'>): readonly Dataset[] =>
  knownDatasets.filter((dataset) => isUsual(dataset) || optionalOutput(queueOutput(dataset)) !== undefined);

/** Both tables and what seals in them, for who erases and seals; what takes long is told on stderr. */
export const erasureStoreOf = ({ dynamodb: client, output, storeSecret }: Stack, context: CommandContext) => ({
  captures: { client, table: output('CapturesTable'), random: Math.random },
  controlTable: output('ControlTable'),
  storeSecret,
  now: context.now,
  sleep: context.sleep,
  tell: (sentence: string) => print(context.stderr, `${sentence}\n`),
});

/** Who is a guest, by the stage's `internalDomains`. */
export const isGuestOf = ({ optionalOutput }: Pick<Stack, 'optionalOutput'>): IsGuest =>
  guestsBy(optionalOutput('InternalDomains')?.split(',') ?? []);

/** The `Captures` table, in the command's time. */
export const storeOf = (stack: Stack, { now }: Pick<CommandContext, 'now'>) => ({
  client: stack.dynamodb,
  table: stack.output('CapturesTable'),
  now,
  datasets: stageDatasetsOf(stack),
});

/**
 * Whether to do what was planned: `--yes` says so, or whoever is asked.
 * @throws {UsageError} where nobody can be asked
 */
export async function isAgreed(
  question: string,
  { yes }: { readonly yes?: true },
  context: Pick<CommandContext, 'ask' | 'stderr'>,
): Promise<boolean> {
  if (yes) return true;
  if (!context.ask) throw new UsageError('Nothing was done: nobody can be asked here. Add --yes to have it done.');
  const agreed = await context.ask(question);
  if (!agreed) await note(context, 'Nothing was done.');
  return agreed;
}

/** Says something beside the answer, where programs do not read. */
export async function note({ stderr }: Pick<CommandContext, 'stderr'>, text: string | undefined): Promise<void> {
  if (text !== undefined) await print(stderr, wrapped(text, columnsOfTerminal(stderr)));
}
