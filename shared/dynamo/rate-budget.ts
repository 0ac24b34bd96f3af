import type { Plan } from '../domain/plan.ts';
import { callSpacingMs, planLimits, utcDay } from '../domain/plan-limits.ts';
import type { RateBudget } from '../zoom/client.ts';
import { ZoomRateLimitError } from '../zoom/errors.ts';
import { nextUtcMidnight } from '../zoom/retry-after.ts';
import type { RateItem } from './rate-item.ts';

/** Calls are leased no further ahead than this: whoever comes later waits and asks again. */
const horizonMs = 2_000;
/** Longer than this nobody waits in place; the message hops instead. */
const patienceMs = 20_000;

export type RateBudgetDeps = {
  readonly item: RateItem;
  readonly plan: Plan;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** 0 to 1. */
  readonly random: () => number;
};

/**
 * The calls that Zoom allows one account, shared by all functions: leased from the account's item, as many at a time as
 * this worker's captures are waiting for, evenly spaced.
 */
export function createRateBudget({ item, plan, now, sleep, random }: RateBudgetDeps): RateBudget {
  const spacingMs = callSpacingMs(plan);
  const largestLease = Math.max(1, Math.floor(planLimits[plan].perSecond / 8));
  let waiting = 0;
  let nextCallAt = 0;
  let slots: number[] = [];
  let turn: Promise<unknown> = Promise.resolve();

  const leaseSlots = async (): Promise<number[]> => {
    const givesUpAt = now() + patienceMs;
    for (;;) {
      const [at, day] = [now(), utcDay(now())];
      const calls = Math.min(largestLease, Math.max(1, waiting));
      const wanted = { calls, spacingMs, now: at, day, room: planLimits[plan].perDay - calls, horizon: at + horizonMs };
      const order = nextCallAt > at ? [item.leaseBehind, item.leaseNow] : [item.leaseNow, item.leaseBehind];
      for (const lease of order) {
        const from = await lease(wanted);
        if (from === undefined) continue;
        nextCallAt = from + calls * spacingMs;
        return Array.from({ length: calls }, (_, index) => from + index * spacingMs);
      }
      await refused(wanted.room, day, givesUpAt);
    }
  };

  /** Finds out why a lease was refused; returns when asking again makes sense. */
  const refused = async (room: number, day: string, givesUpAt: number): Promise<void> => {
    const state = await item.read();
    if (!state || state.day < day) return item.beginDay(day, state);
    const stoppedUntil = state.calls > room ? nextUtcMidnight(now()) : state.stopUntil;
    if (stoppedUntil > now()) {
      const message = `Zoom's daily limit is used up; no calls until ${new Date(stoppedUntil).toISOString()}.`;
      // Not all at once when it opens again.
      throw new ZoomRateLimitError(message, {}, { scope: 'day', retryAt: stoppedUntil + random() * 60_000 });
    }
    nextCallAt = state.nextCallAt;
    const busyMs = Math.max(0, state.nextCallAt - horizonMs - now());
    if (now() + busyMs > givesUpAt) {
      const retryAt = state.nextCallAt + random() * patienceMs;
      throw new ZoomRateLimitError("Zoom's calls per second are taken for a while.", {}, { scope: 'second', retryAt });
    }
    await sleep(busyMs + random() * 10 * spacingMs);
  };

  /** One caller at a time looks for a slot; one that was not used in its time has passed. */
  const nextSlot = (): Promise<number> => {
    const slot = turn.then(async () => {
      slots = slots.filter((at) => at > now() - spacingMs);
      if (slots.length === 0) slots = await leaseSlots();
      return slots.shift() ?? now();
    });
    turn = slot.catch(() => {});
    return slot;
  };

  return {
    async take() {
      waiting += 1;
      try {
        const at = await nextSlot();
        if (at > now()) await sleep(at - now());
      } finally {
        waiting -= 1;
      }
    },
    async heed({ scope, retryAt }) {
      slots = [];
      await (scope === 'day' ? item.stop(retryAt) : item.pause(retryAt));
    },
  };
}
