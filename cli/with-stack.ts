import type { Command } from 'commander';
import type { Rim } from './rim.ts';
import { type SourceOptions, sourceOf } from './source.ts';
import type { Stack } from './stack.ts';

/** Opens what the command's options name, does the work, and closes it whatever happens. */
export async function withStack(command: Command, rim: Rim, work: (stack: Stack) => Promise<void>): Promise<void> {
  const stack = await rim.openStack(sourceOf(command.optsWithGlobals<SourceOptions>(), rim.env));
  try {
    await work(stack);
  } finally {
    await stack.close();
  }
}
