import type { Plan } from '../../domain/plan.ts';
import { callSpacingMs, jitterMs, planLimits, utcDay } from '../../domain/plan-limits.ts';
import type { RateBudget } from '../../zoom/client.ts';
import type { RateItem, RateState } from './rate-item.ts';
import { leasedAfter, rateRefusal } from './rate-refusal.ts';

/** Longer than this nobody waits in place; the message hops instead. */
const patienceMs = 20_000;
/** Before a call starts, the item must have been seen this lately: it bounds the calls made after Zoom said stop. */
const seenWithinMs = 250;
const lookAheadMs = 50;
/**
 * A call that would start later than this after its time would crowd those of others: it waits for another time. After
 * each time that was lost as much more is good enough, up to what the spacing leaves for jitter, so that a worker
 * without processor time comes through.
 */
const latestMs = 25;
/** No lease begins further ahead of now than this, however long the item took to answer. */
const mostAheadMs = 200;
/** A stop that loses so often to those of others is one of many. */
const mostStops = 5;

export type RateBudgetDeps = {
  readonly item: RateItem;
  readonly plan: Plan;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** 0 to 1. */
  readonly random: () => number;
};

type Taker = { readonly reserve: number; readonly givesUpAt: number };
/** When a leased call may start, and the era it is good for; the day counts it. */
type Slot = { readonly at: number; readonly era: number; readonly day: string };

/**
 * The calls that Zoom allows one account, shared by all functions: a queue of evenly spaced slots in the account's item.
 * A worker leases as many at a time as its captures are waiting for, and waits for them. A slot that is not used in its
 * time is lost; the next lease gives it back to the day's calls.
 */
export function createRateBudget({ item, plan, now, sleep, random }: RateBudgetDeps): RateBudget {
  const spacingMs = callSpacingMs(plan);
  const { perSecond, perDay } = planLimits[plan];
  const largestLease = Math.ceil(perSecond / 8);
  /** Takers that have no slot yet. */
  let waiting = 0;
  let slots: Slot[] = [];
  /** Of the day of their lease, and not given back yet. */
  let lost = { day: '', slots: 0 };
  /** The item as last seen, so that the first try is mostly the right one. */
  let seen: RateState = { nextCallAt: 0, day: '', calls: 0, stopUntil: 0, era: 0 };
  let seenAt = 0;
  /** How long the last lease took to be known here: the next begins so much ahead, or its first call would be late. */
  let answerMs = 0;
  let turn: Promise<unknown> = Promise.resolve();

  const see = (state: RateState): RateState => {
    seenAt = now();
    seen = state;
    return state;
  };
  const sleepUntil = async (at: number): Promise<void> => {
    if (at > now()) await sleep(at - now());
  };

  /** A stop gives back what it voids itself. */
  const lose = ({ day, era }: Slot): void => {
    if (era === seen.era) lost = { day, slots: lost.day === day ? lost.slots + 1 : 1 };
  };

  const leaseSlots = async ({ reserve, givesUpAt }: Taker): Promise<Slot[]> => {
    const limit = Math.floor(perDay * (1 - reserve));
    for (;;) {
      const at = now();
      const today = utcDay(at);
      // A worker whose clock is ahead may have begun the next day.
      const day = seen.day > today ? seen.day : today;
      const unmade = lost.day === day ? lost.slots : 0;
      const left = seen.day === day ? limit - seen.calls + unmade : limit;
      const calls = Math.max(1, Math.min(largestLease, waiting, left));
      const ahead = at + Math.min(answerMs, mostAheadMs);
      const where = seen.nextCallAt > ahead ? 'behind' : 'now';
      const leased = await item.lease({ where, calls, unmade, spacingMs, now: ahead, day, limit, horizon: givesUpAt });
      if (leased) {
        const { nextCallAt, era } = see(leased);
        answerMs = seenAt - at;
        if (lost.day === day) lost = { day, slots: lost.slots - unmade };
        const from = nextCallAt - calls * spacingMs;
        return Array.from({ length: calls }, (_, index) => ({ at: from + index * spacingMs, era, day }));
      }
      const state = await item.read();
      if (!state || state.day < day) {
        await item.beginDay(day, state ? leasedAfter(state, Date.parse(day), spacingMs) : 0, state);
        continue;
      }
      const refusal = rateRefusal(see(state), { now: now(), limit, horizon: givesUpAt, random });
      if (refusal) throw refusal;
    }
  };

  /** One taker at a time looks for a slot. */
  const nextSlot = (taker: Taker): Promise<Slot> => {
    waiting += 1;
    const slot = turn.then(async () => {
      try {
        const isGood = ({ at, era }: Slot) => at + latestMs >= now() && era === seen.era;
        for (const slot of slots) if (!isGood(slot)) lose(slot);
        slots = slots.filter(isGood);
        const first = slots.shift();
        if (first) return first;
        slots = await leaseSlots(taker);
        return slots.shift() ?? { at: now(), era: seen.era, day: utcDay(now()) };
      } finally {
        waiting -= 1;
      }
    });
    turn = slot.catch(() => {});
    return slot;
  };

  /** Whether Zoom has said stop since the slot was leased. */
  const isVoid = async ({ era }: Slot): Promise<boolean> => {
    if (now() - seenAt > seenWithinMs) see((await item.read()) ?? seen);
    return seen.era !== era;
  };

  return {
    async take({ reserve = 0 } = {}) {
      const taker = { reserve, givesUpAt: now() + patienceMs };
      for (let lateMs = latestMs; ; lateMs = Math.min(lateMs + latestMs, jitterMs)) {
        const slot = await nextSlot(taker);
        await sleepUntil(slot.at - lookAheadMs);
        if (await isVoid(slot)) continue;
        await sleepUntil(slot.at);
        if (now() <= slot.at + lateMs) return;
        lose(slot);
      }
    },
    async heed({ retryAt }) {
      for (let tries = 0; tries < mostStops; tries += 1) {
        const state = await item.read();
        if (!state) return;
        if (see(state).stopUntil >= retryAt) return;
        if (await item.stop(retryAt, leasedAfter(state, now(), spacingMs), state)) break;
      }
      // The next look finds the new era.
      seenAt = 0;
    },
  };
}
