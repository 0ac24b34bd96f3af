import type { Plan } from '../../../domain/account/plan.ts';
import { callSpacingMs, planLimits, utcDay } from '../../../domain/account/plan-limits.ts';
import { waitAtMost } from '../../../runtime/wait-at-most.ts';
import type { Urgency } from '../../../zoom/call-budget.ts';
import { type HealthKeeper, longestAnswerMs } from './health-keeper.ts';
import type { KnownRate } from './known-rate.ts';
import type { RateItem, RateState } from './rate-item.ts';
import { leasedAfter } from './rate-refusal.ts';
import type { Slot, SlotQueue } from './slot-queue.ts';

/** No lease begins further ahead of now than this, however long the item took to answer. */
const mostAheadMs = 200;
/** A good answer this lately says that calls are of use, whoever had it. */
const answeredLatelyMs = 3_000;

/** A call that has no slot yet. */
export type Waiter = {
  /** How many calls of the day may have been counted with it. */
  readonly limit: number;
  /** Epoch ms. */
  readonly givesUpAt: number;
  readonly urgency: Urgency;
  /** A slot was leased for it although nobody knows of a good answer; it may have come too late for its time. */
  hadTrial: boolean;
};

type SlotLeasesDeps = {
  readonly item: RateItem;
  readonly plan: Plan;
  readonly known: KnownRate;
  readonly slots: SlotQueue;
  readonly health: Pick<HealthKeeper, 'answeredAt'>;
  readonly now: () => number;
  /** What a lease that the item does not answer is refused with. */
  readonly noAnswer: () => Error;
};

/** Leases slots for the calls of this worker that wait for one, one lease at a time. */
export class SlotLeases {
  readonly #deps: SlotLeasesDeps;
  readonly #spacingMs: number;
  readonly #largestLease: number;
  readonly #waiters = new Set<Waiter>();
  /** The lease under way, which all who wait share: the state that refused it, or undefined. */
  #leasing: Promise<RateState | undefined> | undefined;
  /** How long the last lease took to be known here: the next begins so much ahead, or its first call would be late. */
  #answerMs = 0;

  constructor(deps: SlotLeasesDeps) {
    this.#deps = deps;
    this.#spacingMs = callSpacingMs(deps.plan);
    this.#largestLease = Math.ceil(planLimits[deps.plan].perSecond / 8);
  }

  /** Counts the call in for as long as `wait` takes. */
  async waitingFor<Result>(waiter: Waiter, wait: () => Promise<Result>): Promise<Result> {
    this.#waiters.add(waiter);
    try {
      return await wait();
    } finally {
      this.#waiters.delete(waiter);
    }
  }

  /** Whether nobody knows of a good answer lately. A call that lost its slot counts as one already. */
  isTrial({ urgency, hadTrial }: Waiter): boolean {
    return (
      urgency.isUnsure === true &&
      !hadTrial &&
      this.#deps.now() - Math.max(this.#deps.known.state.answeredAt, this.#deps.health.answeredAt) > answeredLatelyMs
    );
  }

  /** One lease at a time, made for whoever begins it; calls that begin to wait at the same time are counted in. @returns the state that refused it */
  share(waiter: Waiter): Promise<RateState | undefined> {
    this.#leasing ??= this.#leaseInTime(waiter).finally(() => {
      this.#leasing = undefined;
    });
    return this.#leasing;
  }

  async #leaseInTime(waiter: Waiter): Promise<RateState | undefined> {
    await Promise.resolve();
    return waitAtMost(longestAnswerMs, this.#lease(waiter), () => this.#deps.noAnswer());
  }

  /** Leases slots for those who wait, or begins the day. @returns the state that refused the lease */
  async #lease(waiter: Waiter): Promise<RateState | undefined> {
    const { item, known: knownRate, slots, health, now } = this.#deps;
    const { limit, givesUpAt } = waiter;
    const at = now();
    const { state: known } = knownRate;
    const isTrial = this.isTrial(waiter);
    const { answeredAt } = health;
    const today = utcDay(at);
    // A worker whose clock is ahead may have begun the next day.
    const day = known.day > today ? known.day : today;
    const { calls, unmade } = this.#leaseSize(day, limit, isTrial || waiter.hadTrial ? 1 : this.#largestLease);
    const ahead = at + Math.min(this.#answerMs, mostAheadMs);
    const where = known.nextCallAt > ahead ? 'behind' : 'now';
    const spacingMs = this.#spacingMs;
    const leased = await item.lease({
      where,
      calls,
      unmade,
      spacingMs,
      now: ahead,
      day,
      limit,
      horizon: givesUpAt,
      ...(isTrial && { isTrial }),
      ...(!isTrial && answeredAt > known.answeredAt && { answeredAt }),
    });
    if (leased) {
      this.#answerMs = now() - at;
      waiter.hadTrial ||= isTrial;
      knownRate.learn(leased, at);
      slots.noteGivenBack(day, unmade);
      slots.add(slotsOf(leased, calls, spacingMs));
      return undefined;
    }
    const state = await knownRate.read();
    if (!state || state.day < day) {
      await item.beginDay(day, state ? leasedAfter(state, Date.parse(day), spacingMs) : 0, state);
      return undefined;
    }
    return state;
  }

  /**
   * As many calls as wait for a slot and have room in the day, and how many unused ones are given back with them: never more
   * than are leased, so that a lease whose answer is lost, and which is therefore made twice, never counts too few.
   */
  #leaseSize(day: string, limit: number, most: number): { readonly calls: number; readonly unmade: number } {
    const { known, slots } = this.#deps;
    const { state } = known;
    const unused = slots.unusedIn(day);
    const counted = state.day === day ? state.calls - unused : 0;
    const waiting = [...this.#waiters].filter((waiter) => waiter.limit > counted).length;
    const calls = Math.max(1, Math.min(most, waiting, limit - counted));
    return { calls, unmade: Math.min(unused, calls) };
  }
}

/** The last calls that a lease has put into the queue. */
function slotsOf({ nextCallAt, era, day, calls: counted }: RateState, calls: number, spacingMs: number): Slot[] {
  const from = nextCallAt - calls * spacingMs;
  return Array.from({ length: calls }, (_, index) => ({
    at: from + index * spacingMs,
    era,
    day,
    nth: counted - calls + 1 + index,
  }));
}
