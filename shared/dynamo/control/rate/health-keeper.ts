import { utcDay } from '../../../domain/account/plan-limits.ts';
import {
  type AccountHealth,
  comeBackAt,
  type HealthEvent,
  isProbeFor,
  isSuspect,
  nextHealth,
  type Stop,
  stopAt,
} from '../../../domain/outage/account-health.ts';
import type { ProbeWaits } from '../../../domain/outage/probe-waits.ts';
import { waitAtMost } from '../../../runtime/wait-at-most.ts';
import type { RateLimit } from '../../../zoom/answers/retry-after.ts';
import type { CallHealth, Urgency } from '../../../zoom/call-budget.ts';
import { ZoomRateLimitError, ZoomStoppedError } from '../../../zoom/errors.ts';
import type { KnownRate } from './known-rate.ts';
import { type HealthChange, type RateItem, type RateState, trialsAtOnce } from './rate-item.ts';

/** A change that loses so often to those of others is one of many. */
const mostTries = 5;
/** A change that takes longer than this has failed for who waits for it. */
export const longestAnswerMs = 10_000;
/** A worker that had a good answer no longer ago may count on the next, so many calls ahead. */
const sureMs = 60_000;
const mostUnanswered = 4;
/** A stop that was read so lately is asked for no second time. */
const readWithinMs = 1_000;
/** An outage has no end that is known: the last second of the year 9999. */
const untilLiftedMs = Date.parse('9999-12-31T23:59:59Z');

export type HealthKeeperDeps = {
  readonly item: Pick<RateItem, 'beginDay' | 'changeHealth' | 'tellAnswer'>;
  readonly known: KnownRate;
  readonly waits: ProbeWaits;
  readonly now: () => number;
  /** 0 to 1. */
  readonly random: () => number;
  /** Hears of a stop that has begun, or whose probe had no good answer. */
  readonly tellStop?: (stop: Stop) => void;
};

/**
 * What one worker knows of, and tells about, how Zoom answers the calls for one account. It stands on the account's rate item,
 * which every lease brings: in good weather it costs nothing. A failure is a write; so is the first good answer after one.
 */
export class HealthKeeper implements CallHealth {
  readonly #deps: HealthKeeperDeps;
  #answeredAt = 0;
  /** Calls since. */
  #unanswered = 0;

  constructor(deps: HealthKeeperDeps) {
    this.#deps = deps;
  }

  /** Of the last good answer that this worker had, epoch ms; 0 for none. */
  get answeredAt(): number {
    return this.#answeredAt;
  }

  isUnsure(): boolean {
    return this.#unanswered >= mostUnanswered || this.#deps.now() - this.#answeredAt > sureMs;
  }

  isSuspect(): boolean {
    return isSuspect(this.#deps.known.state.health);
  }

  asked(): void {
    this.#unanswered += 1;
  }

  /** As `check`, by what the others know by now. */
  async checkAnew(): Promise<void> {
    await waitAtMost(longestAnswerMs, this.#deps.known.read(), noAnswer(this.#deps.now()));
    await this.check();
  }

  async check(urgency: Urgency = {}): Promise<void> {
    const stop = await this.#heldBy(urgency);
    if (stop) throw this.refusal(stop, urgency);
  }

  async heldUntil(urgency: Urgency = {}): Promise<number | undefined> {
    const stop = await this.#heldBy(urgency);
    return stop && this.#comeBackAt(stop, urgency);
  }

  async answered(askedAt: number): Promise<void> {
    const { known, now } = this.#deps;
    this.#answeredAt = now();
    this.#unanswered = 0;
    const { failing, stop } = known.state.health;
    if (failing.length > 0 || stop) await this.#change({ kind: 'answered', askedAt });
    if (known.state.trials >= trialsAtOnce) await this.#tellAnswer();
  }

  async failed(name: string, urgency: Urgency = {}): Promise<number | undefined> {
    const stop = stopAt(await this.#change({ kind: 'failed', name }), this.#deps.now());
    if (stop) this.#deps.tellStop?.(stop);
    return stop && this.#comeBackAt(stop, urgency);
  }

  /** Zoom's word that the day's calls are used up. */
  async limited({ retryAt, isStated = true }: RateLimit): Promise<void> {
    await this.#change({ kind: 'day-limited', until: retryAt, isStated });
  }

  /** Whether this call is let through the stop, to see whether Zoom answers again: one at a time is. */
  async probe(urgency: Urgency): Promise<boolean> {
    const stop = this.#stop();
    if (!stop || !isProbeFor(stop, this.#context(), canWait(urgency))) return false;
    const before = this.#deps.known.state;
    return (await this.#tryChange({ kind: 'probed' }, before)) !== undefined;
  }

  /** Why a call is put off by this stop, and until when. */
  refusal(stop: Stop, urgency: Urgency): ZoomStoppedError {
    const since = new Date(stop.since).toISOString();
    const message =
      stop.cause === 'outage'
        ? `Zoom has not answered since ${since}. One call at a time is made to see whether it does again.`
        : `No calls to Zoom until ${new Date(stop.until ?? 0).toISOString()}: by its word the limit of the day is reached since ${since}.`;
    return new ZoomStoppedError(message, {}, { scope: 'day', retryAt: this.#comeBackAt(stop, urgency) });
  }

  /** Others may wait to hear of one; a worker that calls on tells it with its next lease. */
  async #tellAnswer(): Promise<void> {
    const { item, known, now } = this.#deps;
    const askedAt = now();
    const told = await item.tellAnswer(this.#answeredAt);
    known.learn(told ?? { ...known.state, trials: 0 }, askedAt);
  }

  /** The stop that such a call waits for: none where it may be the probe. */
  async #heldBy(urgency: Urgency): Promise<Stop | undefined> {
    const { known, now } = this.#deps;
    if (!this.#stop()) return undefined;
    await waitAtMost(longestAnswerMs, known.readWithin(readWithinMs), noAnswer(now()));
    const stop = this.#stop();
    return stop && !isProbeFor(stop, this.#context(), canWait(urgency)) ? stop : undefined;
  }

  #stop(): Stop | undefined {
    return stopAt(this.#deps.known.state.health, this.#deps.now());
  }

  #context() {
    return { now: this.#deps.now(), waits: this.#deps.waits };
  }

  #comeBackAt(stop: Stop, urgency: Urgency): number {
    return comeBackAt(stop, this.#context(), { canWait: canWait(urgency), random: this.#deps.random() });
  }

  async #change(event: HealthEvent): Promise<AccountHealth> {
    const { known, now } = this.#deps;
    return waitAtMost(longestAnswerMs, this.#changeAgain(event), noAnswer(now())).then(() => known.state.health);
  }

  /** Decided anew wherever another worker has changed it meanwhile. */
  async #changeAgain(event: HealthEvent): Promise<void> {
    const { known } = this.#deps;
    for (let tries = 0; tries < mostTries; tries += 1) {
      const before = tries === 0 ? known.state : await this.#read();
      if (!before) continue;
      const after = nextHealth(before.health, event, this.#context());
      if (after === before.health && tries > 0) return;
      if (await this.#tryChange(event, before)) return;
    }
  }

  /** @returns the account's state; undefined where there was none, and is one now: not even a token was got so far. */
  async #read(): Promise<RateState | undefined> {
    const { item, known, now } = this.#deps;
    const state = await known.read();
    if (!state) await item.beginDay(utcDay(now()), 0, undefined);
    return state;
  }

  /** @returns the state with the change, or as it is where the event changes nothing; undefined where another was faster. */
  async #tryChange(event: HealthEvent, before: RateState): Promise<RateState | undefined> {
    const { item, known, now } = this.#deps;
    const askedAt = now();
    const health = nextHealth(before.health, event, this.#context());
    if (health === before.health) return undefined;
    const changed = await item.changeHealth(this.#effectOf(event, health, before), before);
    if (changed) known.learn(changed, askedAt);
    return changed;
  }

  #effectOf(event: HealthEvent, health: AccountHealth, before: RateState): HealthChange {
    const at = this.#deps.now();
    const was = stopAt(before.health, at);
    const is = stopAt(health, at);
    if (event.kind === 'probed') return { health, calls: 1 };
    if (was && !is) return { health, resumeAt: at };
    // An outage has no end of its own, so the end tells one cause from the other too.
    if (!is || (was && was.until === is.until)) return { health };
    return { health, stopUntil: is.until ?? untilLiftedMs };
  }
}

const canWait = ({ reserve = 0 }: Urgency): boolean => reserve > 0;

const noAnswer = (now: number) => () =>
  new ZoomRateLimitError("The account's item does not answer.", {}, { scope: 'second', retryAt: now + 30_000 });
