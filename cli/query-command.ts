import type { Command } from 'commander';
import { createQueries, type Queries } from '../shared/queries/index.ts';
import { print } from './print.ts';
import type { Rim } from './rim.ts';
import { withStack } from './with-stack.ts';

/** Opens what the command's options name, asks, and closes it whatever happens. */
export const withQueries = (command: Command, rim: Rim, work: (queries: Queries) => Promise<void>): Promise<void> =>
  withStack(command, rim, ({ dynamodb: client, output }) =>
    work(createQueries({ client, table: output('CapturesTable'), now: rim.now })),
  );

/** Says something beside the answer, where programs do not read. */
export async function note(rim: Rim, text: string | undefined): Promise<void> {
  if (text !== undefined) await print(rim.stderr, `${text}\n`);
}

/** For an option that can be repeated. */
export const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];
