import * as z from 'zod/mini';
import { UsageError } from './cli-error.ts';
import { printable } from './printable.ts';
import type { Stack } from './stack.ts';

const unknownAccount = z.object({ unknownAccount: z.string(), accounts: z.array(z.string()) });

/**
 * Has the sweep function do something, and reads its answer. It has the credentials for Zoom, so that none are needed here.
 * @throws {UsageError} when the request names an account that the stage does not have
 * @throws {CliError} when nothing runs that could answer, or what the function threw
 */
export async function askSweepFunction<Answer>(
  stack: Pick<Stack, 'invoke'>,
  request: object,
  answer: z.ZodMiniType<Answer>,
): Promise<Answer> {
  const said = await stack.invoke('SweepFunction', request);
  const unknown = unknownAccount.safeParse(said);
  if (!unknown.success) return answer.parse(said);
  const { unknownAccount: asked, accounts } = unknown.data;
  throw new UsageError(
    `--account ${printable(asked)}: There is no such Zoom account here: it can be ${accounts.join(', ')}.`,
  );
}
