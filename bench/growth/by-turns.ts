import type { Usage } from '../engines/usage-meter.ts';
import type { GrownStore } from './grown-store.ts';

/** One piece of work on one store. */
export type Turn = Usage & { readonly ms: number };

/** The same piece of work on each store, in their order. */
export type Round = readonly Turn[];

/**
 * Does the same on each store, one after the other, so that what else the machine does falls on all alike; each round begins with
 * another one.
 */
export async function roundOf(
  stores: readonly GrownStore[],
  round: number,
  work: (store: GrownStore, index: number) => Promise<unknown>,
): Promise<Round> {
  const turns: Turn[] = [];
  for (let turn = 0; turn < stores.length; turn += 1) {
    const index = (turn + round) % stores.length;
    const store = stores[index];
    if (!store) continue;
    await store.engine.usage();
    const startedAt = performance.now();
    await work(store, index);
    const ms = performance.now() - startedAt;
    turns[index] = { ...(await store.engine.usage()), ms };
  }
  return turns;
}
