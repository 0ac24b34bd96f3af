/** When one leased call may start. */
export type Slot = {
  /** Epoch ms. */
  readonly at: number;
  /** The era of the account's item that it is good for. */
  readonly era: number;
  /** The UTC day that counts it. */
  readonly day: string;
  /** How many calls of that day are counted with it. */
  readonly nth: number;
};

/** Who wants a slot, and when. */
export type Wanted = {
  /** How many calls of a day may have been counted with this one. */
  readonly limit: number;
  /** Epoch ms. */
  readonly now: number;
  readonly era: number;
};

/** Slots that one worker has leased for its calls, by their time, and how many of them came to nothing. */
export class SlotQueue {
  readonly #latestMs: number;
  #slots: readonly Slot[] = [];
  #unused = { day: '', calls: 0 };

  /** @param latestMs a slot whose time is longer ago than this is not handed out */
  constructor(latestMs: number) {
    this.#latestMs = latestMs;
  }

  add(slots: readonly Slot[]): void {
    this.#slots = [...this.#slots, ...slots].toSorted((a, b) => a.at - b.at);
  }

  /** Takes the first slot that is good for a call with this limit; slots that are good for no call any more go. */
  take({ limit, now, era }: Wanted): Slot | undefined {
    const isGood = (slot: Slot) => slot.era === era && now <= slot.at + this.#latestMs;
    for (const slot of this.#slots) if (!isGood(slot)) this.noteUnused(slot);
    const good = this.#slots.filter(isGood);
    const taken = good.find(({ nth }) => nth <= limit);
    this.#slots = good.filter((slot) => slot !== taken);
    return taken;
  }

  /** Notes that no call was made in this slot. */
  noteUnused(slot: Slot): void {
    this.#unused = { day: slot.day, calls: this.unusedIn(slot.day) + 1 };
  }

  /**
   * Calls of this day that were leased, were not made, and have not been given back. Whether they came too late or a stop made
   * them void: only the worker that leased them knows that it has not made them, whatever the clocks of others say.
   */
  unusedIn(day: string): number {
    return this.#unused.day === day ? this.#unused.calls : 0;
  }

  /** Notes that a lease has given back so many of them. */
  noteGivenBack(day: string, calls: number): void {
    if (this.unusedIn(day) >= calls) this.#unused = { day, calls: this.#unused.calls - calls };
  }
}
