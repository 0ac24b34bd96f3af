import type { Plan } from '../../../domain/account/plan.ts';
import { jitterMs, planLimits } from '../../../domain/account/plan-limits.ts';
import { type Stop, stopAt } from '../../../domain/outage/account-health.ts';
import type { ProbeWaits } from '../../../domain/outage/probe-waits.ts';
import { waitAtMost } from '../../../runtime/wait-at-most.ts';
import type { RateLimit } from '../../../zoom/answers/retry-after.ts';
import type { RateBudget, Urgency } from '../../../zoom/call-budget.ts';
import { ZoomRateLimitError } from '../../../zoom/errors.ts';
import { HealthKeeper, longestAnswerMs } from './health-keeper.ts';
import { KnownRate } from './known-rate.ts';
import { type RateItem, type RateState, trialMs, trialsAtOnce } from './rate-item.ts';
import { rateRefusal } from './rate-refusal.ts';
import { SlotLeases, type Waiter } from './slot-leases.ts';
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
/** A stop that loses so often to those of others is one of many. */
const mostStops = 5;

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

/**
 * The calls that Zoom allows one account, shared by all functions: a queue of evenly spaced slots in the account's item.
 * A worker leases as many at a time as its captures are waiting for, and waits for them. A slot that is not used in its
 * time, or that a stop has made void, is lost; the worker's next lease gives it back to the day's calls.
 *
 * A call waits for 30 seconds at most: 20 for its slot, and 10 for the item where it does not answer.
 */
export class SharedRateBudget implements RateBudget {
  readonly #deps: RateBudgetDeps;
  readonly #slots = new SlotQueue(latestMs);
  readonly #leases: SlotLeases;
  readonly #known: KnownRate;
  readonly health: HealthKeeper;

  constructor(deps: RateBudgetDeps) {
    this.#deps = deps;
    this.#known = new KnownRate(deps.item, deps.now);
    this.health = new HealthKeeper({ ...deps, known: this.#known });
    const { item, plan, now } = deps;
    const [known, slots, health] = [this.#known, this.#slots, this.health];
    this.#leases = new SlotLeases({ item, plan, known, slots, health, now, noAnswer: () => this.#noAnswer() });
  }

  async take(urgency: Urgency = {}): Promise<void> {
    const { now, plan } = this.#deps;
    const { reserve = 0 } = urgency;
    const limit = Math.floor(planLimits[plan].perDay * (1 - reserve));
    const waiter: Waiter = { limit, givesUpAt: now() + patienceMs, urgency, hadTrial: false };
    for (let lateMs = latestMs; ; lateMs = Math.min(lateMs + latestMs, jitterMs)) {
      const slot = await this.#leases.waitingFor(waiter, () => this.#slotFor(waiter));
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
    for (;;) {
      const slot = this.#slots.take({ limit, now: now(), era: this.#known.state.era });
      if (slot) return slot;
      if (now() > givesUpAt) throw this.#tooLong();
      const refusing = await this.#leases.share(waiter);
      const stop = refusing && stopAt(refusing.health, now());
      if (stop) {
        // A probe counts for the day, and takes nothing of the share of those in more of a hurry.
        if (refusing.calls < limit && (await this.health.probe(waiter.urgency))) return this.#probe();
        throw this.health.refusal(stop, waiter.urgency);
      }
      const refusal =
        refusing && rateRefusal(this.#withRoom(refusing), { now: now(), limit, horizon: givesUpAt, random });
      if (refusal) throw refusal;
      if (refusing && this.#leases.isTrial(waiter)) await this.#awaitTrials(refusing);
    }
  }

  /** A call that is let through a stop: it has no place in the queue. */
  #probe(): Slot {
    const { era, day } = this.#known.state;
    return { at: this.#deps.now(), era, day, nth: 0 };
  }

  /** Others make such calls already: they may show by then what this one would. */
  async #awaitTrials({ trials, trialAt }: RateState): Promise<void> {
    if (trials < trialsAtOnce) return;
    await this.#sleepUntil(Math.min(trialAt + trialMs, this.#deps.now() + trialPauseMs));
    await this.#known.read();
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
