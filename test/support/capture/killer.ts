/** Ends a worker as a kill would: nothing it does after this happens. */
export type Kill = {
  /** Which effect, counted from 0 since the start, or since the kill before. */
  readonly effect: number;
  readonly when: 'before' | 'after';
};

/** Counts the effects of workers, whatever leaves them, and kills the one that reaches the armed effect. */
export function createKiller() {
  let names: string[] = [];
  let sinceKill = 0;
  let armed: Kill[] = [];
  let killed = Promise.withResolvers<void>();
  const deadWorkers = new Set<string>();
  // What a killed worker waits for: nothing, until the fixture ends.
  const ended = Promise.withResolvers<never>();
  ended.promise.catch(() => {});

  const die = (worker: string): Promise<never> => {
    deadWorkers.add(worker);
    armed = armed.slice(1);
    sinceKill = 0;
    killed.resolve();
    return ended.promise;
  };

  return {
    async effect<Result>(worker: string, name: string, run: () => Promise<Result>): Promise<Result> {
      if (deadWorkers.has(worker)) return ended.promise;
      names.push(name);
      const index = sinceKill;
      sinceKill += 1;
      const [next] = armed;
      const dies = (when: Kill['when']) => next !== undefined && next.effect === index && next.when === when;
      if (dies('before')) return die(worker);
      const result = await run();
      if (deadWorkers.has(worker)) return ended.promise;
      return dies('after') && armed[0] === next ? die(worker) : result;
    },
    /** Kills to come, one after the other; names and counts of effects begin anew. */
    arm(kills: readonly Kill[]) {
      names = [];
      sinceKill = 0;
      armed = [...kills];
      killed = Promise.withResolvers();
    },
    /** Whether the work ended in a kill rather than by itself. */
    async diedIn(work: Promise<unknown>): Promise<boolean> {
      const died = await Promise.race([work.then(() => false), killed.promise.then(() => true)]);
      if (died) killed = Promise.withResolvers();
      return died;
    },
    /** Names of the effects since `arm`, in order. */
    get effects(): readonly string[] {
      return names;
    },
    close: () => ended.reject(new Error('The fixture ended.')),
  };
}
