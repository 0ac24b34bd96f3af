import * as z from 'zod/mini';
import { datasets, kinds } from '../../shared/domain/dataset.ts';
import { plans } from '../../shared/domain/plan.ts';
import { askSweepFunction } from '../ask-sweep-function.ts';
import type { Stack } from '../stack.ts';

const optional = z.exactOptional;
const count = z.int();

const tally = z.object({
  ...{ listed: count, known: count, young: count, expired: count },
  ...{ missed: count, queued: count, calls: count },
});

const answer = z.object({
  account: z.string(),
  plan: z.enum(plans),
  source: z.enum(['history', 'dashboard']),
  tally,
  missing: z.array(
    z.object({
      uuid: z.string(),
      kind: z.enum(kinds),
      meetingId: z.string(),
      topic: optional(z.string()),
      startTime: optional(z.string()),
      endTime: z.string(),
      datasets: z.array(z.enum(datasets)),
      participants: optional(count),
    }),
  ),
  next: optional(z.looseObject({ account: z.string() })),
  fault: optional(z.string()),
});

type Answer = z.infer<typeof answer>;
export type MissingMeeting = Answer['missing'][number];
export type SweptTally = Answer['tally'];

/** What was found for one Zoom account, in the days asked for. */
export type SweptAccountDays = Omit<Answer, 'next'>;

export type SweepDays = {
  /** UTC days, both included. */
  readonly from: string;
  readonly to: string;
  readonly account?: string;
  readonly dryRun: boolean;
};

/**
 * Has the deployed function look at these days, one answer after the other until all is looked at: an answer covers what
 * one invocation can. Broken off, it can be run again: what was found meanwhile is known then.
 * @throws {CliError}
 */
export async function sweepDays(
  wanted: SweepDays,
  stack: Pick<Stack, 'invoke'>,
  tell: (answer: Answer) => Promise<void> = async () => {},
): Promise<SweptAccountDays[]> {
  const byAccount = new Map<string, SweptAccountDays>();
  let cursor: Answer['next'];
  do {
    const request = { action: 'sweep', ...wanted, ...(cursor && { cursor }) };
    const part = await askSweepFunction(stack, request, answer);
    await tell(part);
    const { next, ...found } = part;
    byAccount.set(part.account, merge(byAccount.get(part.account), found));
    cursor = next;
  } while (cursor);
  return [...byAccount.values()];
}

function merge(before: SweptAccountDays | undefined, part: SweptAccountDays): SweptAccountDays {
  if (!before) return part;
  const counts = Object.keys(part.tally) as (keyof SweptTally)[];
  return {
    ...part,
    missing: [...before.missing, ...part.missing],
    tally: {
      ...part.tally,
      ...Object.fromEntries(counts.map((name) => [name, before.tally[name] + part.tally[name]])),
    },
  };
}
