/** Turns of the event loop that others may ask for before time passes: a page of QoS takes one for each of its rows. */
const mostTurns = 9;

/** One turn of the event loop. @returns whether somebody else has asked for another by then */
const turn = (): Promise<boolean> =>
  new Promise((taken) => {
    setImmediate(() => taken(process.getActiveResourcesInfo().includes('Immediate')));
  });

/** A clock that everybody in a history shares: it jumps to the next sleeper's end once nobody has anything else to do. */
export class VirtualTime {
  #now: number;
  #sleepers: { readonly at: number; readonly order: number; readonly wake: () => void }[] = [];
  #order = 0;
  #holds = 0;

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

  /** Time stands still while this works, for as long as the machine takes; only {@link pass} lets it go on. */
  async hold<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#holds += 1;
    try {
      return await work();
    } finally {
      this.#holds -= 1;
    }
  }

  /** Within {@link hold}, one at a time. */
  async pass(ms: number): Promise<void> {
    this.#holds -= 1;
    await this.sleep(ms);
    this.#holds += 1;
  }

  /** Lets time pass until the work is done, or nobody sleeps any more. @returns whether it is done */
  async run(work: Promise<unknown>): Promise<boolean> {
    let isDone = false;
    const done = () => {
      isDone = true;
    };
    work.then(done, done);
    while (!isDone) {
      for (let turns = 0; turns < mostTurns && (await turn()) && !isDone; turns += 1);
      if (this.#holds > 0) continue;
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
