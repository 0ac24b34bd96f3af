import { type RateItem, type RateState, unknownRate } from './rate-item.ts';

/** An account's rate item as this worker last saw it. */
export class KnownRate {
  readonly #item: Pick<RateItem, 'read'>;
  readonly #now: () => number;
  state: RateState = unknownRate;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(item: Pick<RateItem, 'read'>, now: () => number) {
    this.#item = item;
    this.#now = now;
  }

  /** An answer that overtook a later one does not count. `askedAt`: epoch ms. */
  learn(state: RateState, askedAt: number): void {
    if (askedAt < this.#askedAt) return;
    this.state = state;
    this.#askedAt = askedAt;
  }

  /** @returns the item's state; undefined where there is none. */
  async read(): Promise<RateState | undefined> {
    const askedAt = this.#now();
    const state = await this.#item.read();
    if (state) this.learn(state, askedAt);
    return state;
  }

  /** Reads the item where that was longer ago. */
  async readWithin(ms: number): Promise<void> {
    if (this.#now() - this.#askedAt > ms) await this.read();
  }
}
