import { setImmediate as turn } from 'node:timers/promises';

/** Turns of the event loop in which nobody has asked for anything, before time passes: a page of QoS takes one for each of its rows. */
const quietTurns = 9;

/** A clock that everybody in a history shares: it jumps to the next sleeper's end once nobody has anything else to do. */
export class VirtualTime {
  #now: number;
  #sleepers: { readonly at: number; readonly order: number; readonly wake: () => void }[] = [];
  #order = 0;

  constructor(startAt: number) {
    this.#now = startAt;
  }

  readonly now = (): number => this.#now;

  readonly sleep = (ms: number): Promise<void> => this.sleepUntil(this.#now + Math.max(0, ms));

  sleepUntil(at: number): Promise<void> {
    return new Promise((wake) => {
      this.#order += 1;
      this.#sleepers.push({ at, order: this.#order, wake });
    });
  }

  /** Lets time pass until the work is done, or nobody sleeps any more. @returns whether it is done */
  async run(work: Promise<unknown>): Promise<boolean> {
    let isDone = false;
    const done = () => {
      isDone = true;
    };
    work.then(done, done);
    while (!isDone) {
      for (let quiet = 0; quiet < quietTurns && !isDone; quiet += 1) await turn();
      if (!isDone && !this.#wakeNext()) return isDone;
    }
    return true;
  }

  #wakeNext(): boolean {
    const [first, ...others] = this.#sleepers;
    if (!first) return false;
    const next = others.reduce((a, b) => (b.at < a.at || (b.at === a.at && b.order < a.order) ? b : a), first);
    this.#sleepers = this.#sleepers.filter((sleeper) => sleeper !== next);
    this.#now = Math.max(this.#now, next.at);
    next.wake();
    return true;
  }
}
