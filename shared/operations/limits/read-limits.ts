import { utcDay } from '../../domain/account/plan-limits.ts';
import type { Stop } from '../../domain/outage/account-health.ts';
import type { ControlTable } from '../../dynamo/control/control-item.ts';
import { type AccountCalls, readAccountCalls } from '../../dynamo/control/rate/account-stop.ts';
import { createCallAllowance } from '../../dynamo/control/rate/call-allowance.ts';
import { createSweepCallCount } from '../../dynamo/control/rate/call-count.ts';

/** What one Zoom account's calls are held by. Instants are epoch ms. */
export type AccountLimits = {
  /** Zoom's id of it. */
  readonly account: string;
  /** Today, in UTC. */
  readonly day: string;
  /** Calls to Zoom today. Live ones are those of events and of demands. */
  readonly calls: { readonly total: number; readonly live: number; readonly sweep: number; readonly backfill: number };
  /** Calls a day that a backfill may make; absent where none was started. */
  readonly backfillPerDay?: number;
  readonly stop?: Stop;
  readonly lastStop?: NonNullable<AccountCalls['lastStop']>;
  /** Meetings whose last call had no good answer. */
  readonly failingMeetings: number;
};

/** Three items of the `Control` table, consistent. An account that nobody has called for yet has no calls. */
export async function readLimits(control: ControlTable, now: () => number): Promise<AccountLimits> {
  const day = utcDay(now());
  const [known, sweep, allowance] = await Promise.all([
    readAccountCalls(control, now()),
    createSweepCallCount({ ...control, now }).ofDay(day),
    createCallAllowance({ ...control, now, random: Math.random }).read(),
  ]);
  const total = known?.day === day ? known.calls : 0;
  const backfill = allowance?.day === day ? allowance.calls : 0;
  return {
    account: control.accountId,
    day,
    // Calls that were counted and not made are given back a moment later, to the whole alone.
    calls: { total, live: Math.max(0, total - sweep - backfill), sweep, backfill },
    ...(allowance && { backfillPerDay: allowance.perDay }),
    ...(known?.stop && { stop: known.stop }),
    ...(known?.lastStop && { lastStop: known.lastStop }),
    failingMeetings: known?.failingMeetings ?? 0,
  };
}
