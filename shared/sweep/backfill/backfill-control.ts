import { usualBackfillBudget } from '../../domain/account/day-reserve.ts';
import type { Dataset } from '../../domain/dataset.ts';
import { omit } from '../../domain/omit.ts';
import { BusyError } from '../../runtime/errors.ts';
import type { BackfillAnswer, BackfillStatus } from '../requests/answers.ts';
import type { BackfillRequest } from '../requests/request.ts';
import type { SweepDeps, SweepRun, SweptAccount } from '../sweep-deps.ts';
import { advanceBackfill } from './advance-backfill.ts';
import type { BackfillState } from './backfill-state.ts';

/** A tick of the schedule has the lease for so long at most. */
const patienceMs = 90_000;
const pauseMs = 1_000;

/** Does to the backfills of these accounts what a person asks; all of them or none. */
export async function controlBackfill(
  request: BackfillRequest,
  wanted: readonly SweptAccount[],
  run: SweepRun,
): Promise<BackfillAnswer> {
  const states = await Promise.all(wanted.map(({ accountId }) => run.backfillItem(accountId).read()));
  const refused = wanted.flatMap((account, index) => refusal(request, account, states[index]) ?? []);
  const isNeeded = request.command === 'start' ? refused.length > 0 : refused.length === wanted.length;
  if (request.command !== 'status' && isNeeded) return { backfills: [], fault: refused.join(' ') };
  for (const account of wanted) {
    if (request.command === 'status') continue;
    await apply(request, account, run);
    // Begins at once, not with the next tick; nothing happens unless it is running.
    await advanceBackfill(account, run);
  }
  const done = await Promise.all(wanted.map((account) => statusOf(account, run)));
  return { backfills: done.flatMap((status) => status ?? []) };
}

/** What is captured of the account, and nothing that its settings leave out: its plan may not have it. */
const backfilledDatasets = (asked: readonly Dataset[] | undefined, { datasets }: SweptAccount): readonly Dataset[] =>
  datasets.filter((dataset) => asked?.includes(dataset) ?? true);

/** Why the command makes no sense for this account now. */
function refusal(
  request: BackfillRequest,
  account: SweptAccount,
  state: BackfillState | undefined,
): string | undefined {
  const { command } = request;
  const { name, datasets } = account;
  if (command === 'start' && backfilledDatasets(request.datasets, account).length === 0) {
    return `${name} captures ${datasets.join(', ')} alone, by its settings: there is nothing else to backfill.`;
  }
  const isOpen = state?.phase === 'running' || state?.phase === 'paused';
  if (command === 'start') {
    return isOpen ? `${name} has a backfill that is ${state.phase}: let it end, or cancel it first.` : undefined;
  }
  return isOpen ? undefined : `${name} has no backfill to ${command}.`;
}

async function apply(request: BackfillRequest, account: SweptAccount, run: SweepRun): Promise<void> {
  const item = run.backfillItem(account.accountId);
  const givesUpAt = run.now() + Math.min(patienceMs, run.remainingMs() - 10_000);
  for (;;) {
    const taken = await item.take(run.id, run.now(), run.now() + 30_000);
    if (taken) {
      try {
        const next = await changed(request, { account, state: taken.state }, run);
        if (next) await item.save(taken.lease, next);
        return;
      } finally {
        await item.release(taken.lease);
      }
    }
    if (run.now() >= givesUpAt)
      throw new BusyError(`The backfill of ${account.name} is at work: try again in a minute.`);
    await run.sleep(pauseMs);
  }
}

async function changed(
  request: BackfillRequest,
  { account, state }: { readonly account: SweptAccount; readonly state: BackfillState | undefined },
  deps: SweepDeps,
): Promise<BackfillState | undefined> {
  const now = deps.now();
  if (refusal(request, account, state)) return undefined;
  if (request.command === 'start') {
    const { from, to, planned = {} } = request;
    const datasets = backfilledDatasets(request.datasets, account);
    const budget = request.budgetPerDay ?? usualBackfillBudget(account.plan);
    await deps.allowance(account.accountId).set(budget);
    const counts = { planned: planned[account.name] ?? 0, queued: 0, captured: 0 };
    return { phase: 'running', from, to, datasets: [...datasets], startedAt: now, day: from, pending: [], ...counts };
  }
  if (!state) return undefined;
  const rest = omit(state, 'retryAt', 'fault');
  if (request.command === 'cancel') return { ...rest, phase: 'cancelled', endedAt: now };
  return { ...rest, phase: request.command === 'pause' ? 'paused' : 'running' };
}

async function statusOf({ accountId, name }: SweptAccount, deps: SweepDeps): Promise<BackfillStatus | undefined> {
  const state = await deps.backfillItem(accountId).read();
  if (!state) return undefined;
  const allowance = await deps.allowance(accountId).read();
  const { pending, unsettled = [], startedAt, endedAt, retryAt, fault } = state;
  const rest = omit(state, 'pending', 'unsettled', 'queuedOfDay', 'startedAt', 'endedAt', 'retryAt', 'fault');
  const today = new Date(deps.now()).toISOString().slice(0, 10);
  return {
    account: name,
    ...rest,
    pending: pending.length,
    unsettled: unsettled.length,
    allQueued: state.day > state.to,
    budgetPerDay: allowance?.perDay ?? 0,
    callsToday: allowance?.day === today ? allowance.calls : 0,
    calls: allowance?.total ?? 0,
    startedAt: new Date(startedAt).toISOString(),
    ...(endedAt !== undefined && { endedAt: new Date(endedAt).toISOString() }),
    ...(retryAt !== undefined && { retryAt: new Date(retryAt).toISOString() }),
    ...(fault && { fault: fault.message }),
  };
}
