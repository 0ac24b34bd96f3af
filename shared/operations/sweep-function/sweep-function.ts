import type * as z from 'zod/mini';
import { omit } from '../../domain/omit.ts';
import {
  type AccountsAnswer,
  accountsAnswer,
  type BackfillStatus,
  backfillAnswer,
  captureAnswer,
  type SweptNow,
  sweptNow,
  unknownAccount,
} from '../../sweep/requests/answers.ts';
import type { AccountsRequest, BackfillRequest, CaptureRequest, SweepRequest } from '../../sweep/requests/request.ts';
import { addTallies } from '../../sweep/sweep-state.ts';
import type { QueuedPoll } from '../capture-again/capture-again.ts';
import { NoSuchAccountError, OperationError } from '../errors.ts';

/**
 * Invokes the deployed sweep function, and waits for its answer. It has the credentials for Zoom, so that whoever asks it
 * needs none.
 */
export type InvokeSweepFunction = (request: object) => Promise<unknown>;

/** A request of the function's, without what is ours to say: which action it is, and where it goes on. */
type Wanted<Request> = Request extends unknown ? Omit<Request, 'action' | 'cursor'> : never;

/** @throws NoSuchAccountError; what the function threw */
async function ask<Answer>(
  invoke: InvokeSweepFunction,
  request: object,
  schema: z.ZodMiniType<Answer>,
): Promise<Answer> {
  const answer = await invoke(request);
  const unknown = unknownAccount.safeParse(answer);
  if (unknown.success) throw new NoSuchAccountError(unknown.data.unknownAccount, unknown.data.accounts);
  return schema.parse(answer);
}

/** What was found for one Zoom account, in the days asked for. */
export type SweptAccountDays = Omit<SweptNow, 'next'>;
/**
 * Has the function sweep these days, one answer after the other until all is done: an answer covers what one invocation
 * can. Broken off, it can be run again: what was found meanwhile is known then.
 * @throws NoSuchAccountError; what the function threw
 */
export async function sweepDays(
  request: Wanted<SweepRequest>,
  invoke: InvokeSweepFunction,
): Promise<SweptAccountDays[]> {
  const byAccount = new Map<string, SweptAccountDays>();
  let cursor: SweptNow['next'];
  do {
    const part = await ask(invoke, { action: 'sweep', ...request, ...(cursor && { cursor }) }, sweptNow);
    byAccount.set(part.account, mergeParts(byAccount.get(part.account), omit(part, 'next')));
    cursor = part.next;
  } while (cursor);
  return [...byAccount.values()];
}

function mergeParts(before: SweptAccountDays | undefined, part: SweptAccountDays): SweptAccountDays {
  if (!before) return part;
  return {
    ...part,
    missing: [...before.missing, ...part.missing],
    tally: addTallies(before.tally, part.tally),
  };
}

/** Asks the function about its backfills, or has it do something. @throws OperationError when it refuses */
export async function controlBackfills(
  request: Wanted<BackfillRequest>,
  invoke: InvokeSweepFunction,
): Promise<readonly BackfillStatus[]> {
  const { backfills, fault } = await ask(invoke, { action: 'backfill', ...request }, backfillAnswer);
  if (fault !== undefined) throw new OperationError(fault);
  return backfills;
}

/** An account of the stage: our name of it, Zoom's id and the plan. */
export type ListedAccount = AccountsAnswer['stageAccounts'][number];

/** Asks the function which accounts it has secrets for. @throws NoSuchAccountError; what the function threw */
export async function listAccountsOfStage(
  request: Wanted<AccountsRequest>,
  invoke: InvokeSweepFunction,
): Promise<readonly ListedAccount[]> {
  return (await ask(invoke, { action: 'accounts', ...request }, accountsAnswer)).stageAccounts;
}

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
