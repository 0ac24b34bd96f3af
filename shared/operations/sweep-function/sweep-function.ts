import * as z from 'zod/mini';
import { datasets } from '../../domain/dataset.ts';
import { kinds } from '../../domain/kind.ts';
import { omit } from '../../domain/omit.ts';
import { plans } from '../../domain/plan.ts';
import type { BackfillAnswer, BackfillStatus } from '../../sweep/backfill-control.ts';
import type { CaptureAnswer } from '../../sweep/capture-asked.ts';
import type { BackfillRequest, CaptureRequest, SweepRequest } from '../../sweep/request.ts';
import type { SweptNow } from '../../sweep/sweep-now.ts';
import type { QueuedPoll } from '../capture-again/capture-again.ts';
import { OperationError, UnknownAccountError } from '../errors.ts';

/**
 * Invokes the deployed sweep function, and waits for its answer. It has the credentials for Zoom, so that whoever asks it
 * needs none.
 */
export type InvokeSweepFunction = (request: object) => Promise<unknown>;

/** A request of the function's, without what is ours to say: which action it is, and where it goes on. */
type Wanted<Request> = Request extends unknown ? Omit<Request, 'action' | 'cursor'> : never;

const optional = z.exactOptional;
const count = z.int();

const unknownAccount = z.object({ unknownAccount: z.string(), accounts: z.array(z.string()) });

/** @throws UnknownAccountError; what the function threw */
async function ask<Answer>(
  invoke: InvokeSweepFunction,
  request: object,
  schema: z.ZodMiniType<Answer>,
): Promise<Answer> {
  const answer = await invoke(request);
  const unknown = unknownAccount.safeParse(answer);
  if (unknown.success) throw new UnknownAccountError(unknown.data.unknownAccount, unknown.data.accounts);
  return schema.parse(answer);
}

/** What was found for one Zoom account, in the days asked for. */
export type SweptAccountDays = Omit<SweptNow, 'next'>;
/** With where the next answer goes on; absent when all is done. */
type SweptPart = SweptAccountDays & { readonly next?: object };

const sweptPart: z.ZodMiniType<SweptPart> = z.object({
  account: z.string(),
  plan: z.enum(plans),
  datasets: z.array(z.enum(datasets)),
  source: z.enum(['history', 'dashboard']),
  tally: z.object({
    listed: count,
    known: count,
    young: count,
    expired: count,
    missed: count,
    queued: count,
    calls: count,
  }),
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

/**
 * Has the function sweep these days, one answer after the other until all is done: an answer covers what one invocation
 * can. Broken off, it can be run again: what was found meanwhile is known then.
 * @throws UnknownAccountError; what the function threw
 */
export async function sweepDays(
  request: Wanted<SweepRequest>,
  invoke: InvokeSweepFunction,
): Promise<SweptAccountDays[]> {
  const byAccount = new Map<string, SweptAccountDays>();
  let cursor: SweptPart['next'];
  do {
    const part = await ask(invoke, { action: 'sweep', ...request, ...(cursor && { cursor }) }, sweptPart);
    byAccount.set(part.account, mergeParts(byAccount.get(part.account), omit(part, 'next')));
    cursor = part.next;
  } while (cursor);
  return [...byAccount.values()];
}

function mergeParts(before: SweptAccountDays | undefined, part: SweptAccountDays): SweptAccountDays {
  if (!before) return part;
  const { tally } = part;
  return {
    ...part,
    missing: [...before.missing, ...part.missing],
    tally: {
      listed: before.tally.listed + tally.listed,
      known: before.tally.known + tally.known,
      young: before.tally.young + tally.young,
      expired: before.tally.expired + tally.expired,
      missed: before.tally.missed + tally.missed,
      queued: before.tally.queued + tally.queued,
      calls: before.tally.calls + tally.calls,
    },
  };
}

const backfillStatus = z.object({
  account: z.string(),
  phase: z.enum(['running', 'paused', 'cancelled', 'done']),
  from: z.string(),
  to: z.string(),
  datasets: z.array(z.enum(datasets)),
  day: z.string(),
  planned: count,
  queued: count,
  captured: count,
  pending: count,
  unsettled: count,
  allQueued: z.boolean(),
  leftOut: optional(z.object({ known: count, young: count, expired: count, unlistedDays: count })),
  budgetPerDay: count,
  callsToday: count,
  calls: count,
  startedAt: z.string(),
  endedAt: optional(z.string()),
  retryAt: optional(z.string()),
  fault: optional(z.string()),
});
const backfillAnswer: z.ZodMiniType<BackfillAnswer> = z.object({
  backfills: z.array(backfillStatus),
  fault: optional(z.string()),
});

/** Asks the function about its backfills, or has it do something. @throws OperationError when it refuses */
export async function controlBackfills(
  request: Wanted<BackfillRequest>,
  invoke: InvokeSweepFunction,
): Promise<readonly BackfillStatus[]> {
  const { backfills, fault } = await ask(invoke, { action: 'backfill', ...request }, backfillAnswer);
  if (fault !== undefined) throw new OperationError(fault);
  return backfills;
}

const captureAnswer: z.ZodMiniType<CaptureAnswer> = z.object({
  meeting: optional(
    z.object({
      uuid: z.string(),
      kind: z.enum(kinds),
      meetingId: z.string(),
      topic: optional(z.string()),
      startTime: optional(z.string()),
      endTime: z.string(),
    }),
  ),
  captures: z.array(z.object({ dataset: z.enum(datasets), poll: z.int() })),
  fault: optional(z.string()),
});

/**
 * Has the function ask Zoom what a meeting is that the store does not know, and queue its captures; with `live` the polls of a
 * snapshot.
 * @throws OperationError when Zoom shows none, or nothing could be queued
 */
export async function captureUnknown(
  request: Wanted<CaptureRequest>,
  invoke: InvokeSweepFunction,
): Promise<QueuedPoll[]> {
  const { meeting, captures, fault } = await ask(invoke, { action: 'capture', ...request }, captureAnswer);
  if (fault !== undefined || !meeting) throw new OperationError(fault ?? 'The function did not say what it found.');
  const before = request.type === 'live' ? 'running' : 'unregistered';
  return captures.map(({ dataset, poll }) => ({ meeting, dataset, poll, before }));
}
