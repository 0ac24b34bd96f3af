import * as z from 'zod/mini';
import { datasets } from '../../shared/domain/dataset.ts';
import { askSweepFunction } from '../ask-sweep-function.ts';
import { CliError } from '../cli-error.ts';
import type { Stack } from '../stack.ts';

const optional = z.exactOptional;
const count = z.int();

const status = z.object({
  account: z.string(),
  phase: z.enum(['running', 'paused', 'cancelled', 'done']),
  from: z.string(),
  to: z.string(),
  datasets: z.array(z.enum(datasets)),
  day: z.string(),
  ...{ planned: count, queued: count, captured: count, pending: count },
  ...{ budgetPerDay: count, callsToday: count, calls: count },
  startedAt: z.string(),
  endedAt: optional(z.string()),
  retryAt: optional(z.string()),
  fault: optional(z.string()),
});

const answer = z.object({ backfills: z.array(status), fault: optional(z.string()) });

export type BackfillStatus = z.infer<typeof status>;

/** Asks the deployed function about its backfills, or has it do something. @throws {CliError} when it refuses */
export async function askBackfill(stack: Pick<Stack, 'invoke'>, request: object): Promise<readonly BackfillStatus[]> {
  const { backfills, fault } = await askSweepFunction(stack, { action: 'backfill', ...request }, answer);
  if (fault !== undefined) throw new CliError(fault);
  return backfills;
}
