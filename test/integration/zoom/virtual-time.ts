import { setImmediate } from 'node:timers/promises';

export type VirtualTime = {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Something outside that takes no virtual time: the clock stands still until it is done. */
  readonly outside: <Result>(run: () => Promise<Result>) => Promise<Result>;
  /** Lets time pass, from one sleeper's end to the next, until the work is done. */
  readonly run: <Result>(work: Promise<Result>) => Promise<Result>;
  readonly advance: (ms: number) => void;
};

/** A clock that many workers share: it jumps to the next sleeper's end once nobody has anything else to do. */
export function virtualTime(start: string): VirtualTime {
  let clock = Date.parse(start);
  let underWay = 0;
  let allBack = Promise.withResolvers<void>();
  const sleepers: { readonly at: number; readonly wake: () => void }[] = [];

  const nextTurn = async () => {
    await setImmediate();
    if (underWay > 0) return allBack.promise;
    if (sleepers.length === 0) return;
    const index = sleepers.reduce((first, { at }, i) => (at < (sleepers[first]?.at ?? Infinity) ? i : first), 0);
    const [sleeper] = sleepers.splice(index, 1);
    if (!sleeper) return;
    clock = Math.max(clock, sleeper.at);
    sleeper.wake();
  };

  return {
    now: () => clock,
    sleep: (ms) =>
      new Promise((wake) => {
        sleepers.push({ at: clock + Math.max(0, ms), wake });
      }),
    async outside(run) {
      if (underWay === 0) allBack = Promise.withResolvers();
      underWay += 1;
      try {
        return await run();
      } finally {
        underWay -= 1;
        if (underWay === 0) allBack.resolve();
      }
    },
    async run(work) {
      let isDone = false;
      const done = () => {
        isDone = true;
      };
      work.then(done, done);
      while (!isDone) await nextTurn();
      return work;
    },
    advance: (ms) => {
      clock += ms;
    },
  };
}
