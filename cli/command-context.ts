import type { Command } from 'commander';
import type { Queries } from '../shared/queries/index.ts';
import { createQueries } from '../shared/queries/index.ts';
import { type OutputStream, print } from './output/terminal.ts';
import { type Source, type SourceOptions, sourceOf } from './source/source.ts';
import type { Stack } from './source/stack.ts';

/** The I/O of a command: streams, environment, clock. A test passes its own. */
export type CommandContext = {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Epoch ms. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly openStack: (source: Source) => Promise<Stack>;
};

/** Opens what the command's options name, does the work, and closes it whatever happens. */
export async function withStack(
  command: Command,
  context: CommandContext,
  work: (stack: Stack) => Promise<void>,
): Promise<void> {
  const stack = await context.openStack(sourceOf(command.optsWithGlobals<SourceOptions>(), context.env));
  try {
    await work(stack);
  } finally {
    await stack.close();
  }
}

/** Opens what the command's options name, asks it, and closes it whatever happens. */
export const withQueries = (
  command: Command,
  context: CommandContext,
  work: (queries: Queries) => Promise<void>,
): Promise<void> => withStack(command, context, (stack) => work(createQueries(storeOf(stack, context))));

/** The `Captures` table, in the command's time. */
export const storeOf = ({ dynamodb, output }: Stack, { now }: Pick<CommandContext, 'now'>) => ({
  client: dynamodb,
  table: output('CapturesTable'),
  now,
});

/** Says something beside the answer, where programs do not read. */
export async function note({ stderr }: Pick<CommandContext, 'stderr'>, text: string | undefined): Promise<void> {
  if (text !== undefined) await print(stderr, `${text}\n`);
}
