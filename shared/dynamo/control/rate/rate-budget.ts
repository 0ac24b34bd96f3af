import { type Stop, stopAt } from '../../../domain/outage/account-health.ts';
import type { ProbeWaits } from '../../../domain/outage/probe-waits.ts';
import type { Plan } from '../../../domain/plan.ts';
import { callSpacingMs, jitterMs, planLimits, utcDay } from '../../../domain/plan-limits.ts';
import { waitAtMost } from '../../../runtime/wait-at-most.ts';
import type { RateLimit } from '../../../zoom/answers/retry-after.ts';
import type { RateBudget, Urgency } from '../../../zoom/call-budget.ts';
import { ZoomRateLimitError } from '../../../zoom/errors.ts';
import { HealthKeeper, longestAnswerMs } from './health-keeper.ts';
import { KnownRate } from './known-rate.ts';
import { type RateItem, type RateState, trialMs, trialsAtOnce } from './rate-item.ts';
import { leasedAfter, rateRefusal } from './rate-refusal.ts';
import { type Slot, SlotQueue } from './slot-queue.ts';

/** Longer than this nobody waits in place; the message is sent again with a delay instead. */
const patienceMs = 20_000;
/** Before a call starts, the item must have been read this lately: it bounds the calls made after Zoom said stop. */
const readWithinMs = 250;
const checkAheadMs = 50;
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

/** A good answer this lately says that calls are of use, whoever had it. */
const answeredLatelyMs = 3_000;
/** A worker that may make no call of which it knows no use asks again so soon whether another has learned of one. */
const trialPauseMs = 1_000;

export type RateBudgetDeps = {
  readonly item: RateItem;
  readonly plan: Plan;
  /** When calls are let through a stop. */
  readonly waits: ProbeWaits;
  /** Hears of a stop that has begun, or whose probe had no good answer. */
  readonly tellStop?: (stop: Stop) => void;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** 0 to 1. */
  readonly random: () => number;
};

/** A call that has no slot yet. */
type Waiter = {
  /** How many calls of the day may have been counted with it. */
  readonly limit: number;
  /** Epoch ms. */
  readonly givesUpAt: number;
  readonly urgency: Urgency;
  /** A slot was leased for it although nobody knows of a good answer; it may have come too late for its time. */
  hadTrial: boolean;
};

/**
 * The calls that Zoom allows one account, shared by all functions: a queue of evenly spaced slots in the account's item.
 * A worker leases as many at a time as its captures are waiting for, and waits for them. A slot that is not used in its
 * time, or that a stop has made void, is lost; the worker's next lease gives it back to the day's calls.
 *
 * A call waits for 30 seconds at most: 20 for its slot, and 10 for the item where it does not answer.
 */
export class SharedRateBudget implements RateBudget {
  readonly #deps: RateBudgetDeps;
  readonly #spacingMs: number;
  readonly #largestLease: number;
  readonly #slots = new SlotQueue(latestMs);
  readonly #waiters = new Set<Waiter>();
  readonly #known: KnownRate;
  readonly health: HealthKeeper;
  /** The lease under way, which all who wait share: the state that refused it, or undefined. */
  #leasing: Promise<RateState | undefined> | undefined;
  /** How long the last lease took to be known here: the next begins so much ahead, or its first call would be late. */
  #answerMs = 0;

  constructor(deps: RateBudgetDeps) {
    this.#deps = deps;
    this.#spacingMs = callSpacingMs(deps.plan);
    this.#known = new KnownRate(deps.item, deps.now);
    this.health = new HealthKeeper({ ...deps, known: this.#known });
    this.#largestLease = Math.ceil(planLimits[deps.plan].perSecond / 8);
  }

  async take(urgency: Urgency = {}): Promise<void> {
    const { now, plan } = this.#deps;
    const { reserve = 0 } = urgency;
    const limit = Math.floor(planLimits[plan].perDay * (1 - reserve));
    const waiter: Waiter = { limit, givesUpAt: now() + patienceMs, urgency, hadTrial: false };
    for (let lateMs = latestMs; ; lateMs = Math.min(lateMs + latestMs, jitterMs)) {
      const slot = await this.#slotFor(waiter);
      await this.#sleepUntil(slot.at - checkAheadMs);
      const isVoid = await this.#isVoid(slot);
      if (!isVoid) await this.#sleepUntil(slot.at);
      if (!isVoid && now() <= slot.at + lateMs) return;
      this.#slots.noteUnused(slot);
    }
  }

  async heed(limit: RateLimit): Promise<void> {
    if (limit.scope === 'day') return this.health.limited(limit);
    await waitAtMost(longestAnswerMs, this.#stopUntil(limit.retryAt), () => this.#noAnswer());
  }

  async #slotFor(waiter: Waiter): Promise<Slot> {
    const { now, random } = this.#deps;
    const { limit, givesUpAt } = waiter;
    this.#waiters.add(waiter);
    try {
      for (;;) {
        const slot = this.#slots.take({ limit, now: now(), era: this.#known.state.era });
        if (slot) return slot;
        if (now() > givesUpAt) throw this.#tooLong();
        const refusing = await this.#shareLease(waiter);
        const stop = refusing && stopAt(refusing.health, now());
        if (stop) {
          // A probe counts for the day, and takes nothing of the share of those in more of a hurry.
          if (refusing.calls < limit && (await this.health.probe(waiter.urgency))) return this.#probe();
          throw this.health.refusal(stop, waiter.urgency);
        }
        const refusal =
          refusing && rateRefusal(this.#withRoom(refusing), { now: now(), limit, horizon: givesUpAt, random });
        if (refusal) throw refusal;
        if (refusing && this.#isTrial(waiter)) await this.#awaitTrials(refusing);
      }
    } finally {
      this.#waiters.delete(waiter);
    }
  }

  /** A call that is let through a stop: it has no place in the queue. */
  #probe(): Slot {
    const { era, day } = this.#known.state;
    return { at: this.#deps.now(), era, day, nth: 0 };
  }

  /** Whether nobody knows of a good answer lately. A call that lost its slot counts as one already. */
  #isTrial({ urgency, hadTrial }: Waiter): boolean {
    return (
      urgency.isUnsure === true &&
      !hadTrial &&
      this.#deps.now() - Math.max(this.#known.state.answeredAt, this.health.answeredAt) > answeredLatelyMs
    );
  }

  /** Others make such calls already: they may show by then what this one would. */
  async #awaitTrials({ trials, trialAt }: RateState): Promise<void> {
    const { now, sleep } = this.#deps;
    const waitMs = trialAt + trialMs - now();
    if (trials < trialsAtOnce || waitMs <= 0) return;
    await sleep(Math.min(waitMs, trialPauseMs));
    await this.#known.read();
  }

  /** One lease at a time, made for whoever begins it; calls that begin to wait at the same time are counted in. */
  #shareLease(waiter: Waiter): Promise<RateState | undefined> {
    this.#leasing ??= this.#leaseInTime(waiter).finally(() => {
      this.#leasing = undefined;
    });
    return this.#leasing;
  }

  async #leaseInTime(waiter: Waiter): Promise<RateState | undefined> {
    await Promise.resolve();
    return waitAtMost(longestAnswerMs, this.#lease(waiter), () => this.#noAnswer());
  }

  /** Leases slots for those who wait, or begins the day. @returns the state that refused the lease */
  async #lease(waiter: Waiter): Promise<RateState | undefined> {
    const { item, now } = this.#deps;
    const { limit, givesUpAt } = waiter;
    const at = now();
    const { state: known } = this.#known;
    const isTrial = this.#isTrial(waiter);
    const { answeredAt } = this.health;
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
      this.#known.learn(leased, at);
      this.#slots.noteGivenBack(day, unmade);
      this.#slots.add(slotsOf(leased, calls, spacingMs));
      return undefined;
    }
    const state = await this.#known.read();
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
    const { state } = this.#known;
    const unused = this.#slots.unusedIn(day);
    const counted = state.day === day ? state.calls - unused : 0;
    const waiting = [...this.#waiters].filter((waiter) => waiter.limit > counted).length;
    const calls = Math.max(1, Math.min(most, waiting, limit - counted));
    return { calls, unmade: Math.min(unused, calls) };
  }

  /** The state as a lease of one call finds it: it gives one back first, where this worker has left one unused. */
  #withRoom(state: RateState): RateState {
    return { ...state, calls: state.calls - Math.min(1, this.#slots.unusedIn(state.day)) };
  }

  /** Whether Zoom has said stop since the slot was leased. */
  async #isVoid({ era }: Slot): Promise<boolean> {
    await this.#known.readWithin(readWithinMs);
    return this.#known.state.era !== era;
  }

  async #stopUntil(retryAt: number): Promise<void> {
    const { item, now } = this.#deps;
    for (let tries = 0; tries < mostStops; tries += 1) {
      const state = await this.#known.read();
      if (!state) return;
      if (state.stopUntil >= retryAt) return;
      if (await item.stop(retryAt, state)) {
        this.#known.learn({ ...state, nextCallAt: retryAt, stopUntil: retryAt, era: state.era + 1 }, now());
        return;
      }
    }
  }

  async #sleepUntil(at: number): Promise<void> {
    const { now, sleep } = this.#deps;
    if (at > now()) await sleep(at - now());
  }

  #tooLong(): ZoomRateLimitError {
    return this.#later('No slot for a call to Zoom was used in its time.');
  }

  #noAnswer(): ZoomRateLimitError {
    return this.#later("The account's rate budget does not answer.");
  }

  #later(message: string): ZoomRateLimitError {
    const { now, random } = this.#deps;
    return new ZoomRateLimitError(message, {}, { scope: 'second', retryAt: now() + (1 + random()) * patienceMs });
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
