import { setTimeout as sleep } from 'node:timers/promises';
import type { DeclaredQueue } from './template/queue-definitions.ts';

/** How often it looks. */
const intervalMs = 20;

export type RestDeps = {
  /** Invocations under way. */
  readonly active: () => number;
  readonly queues: readonly Pick<DeclaredQueue, 'isDeadLetterQueue' | 'definition'>[];
  readonly counts: (queue: string) => { readonly visible: number; readonly inFlight: number; readonly delayed: number };
};

/** Tells when a running stack has come to rest. */
export function createRest({ active, queues, counts }: RestDeps) {
  const isIdle = () =>
    active() === 0 &&
    queues.every(({ isDeadLetterQueue, definition }) => {
      const { visible, inFlight, delayed } = counts(definition.name);
      return isDeadLetterQueue || visible + inFlight + delayed === 0;
    });
  return {
    /** Resolves when no function works, and no queue has anything, now or later; dead letters do not count. */
    async idle() {
      while (!isIdle()) await sleep(intervalMs);
    },
    /** Resolves when no function works and `polled` is done, at the latest after so long. */
    async within(graceMs: number, polled: Promise<unknown>) {
      const grace = AbortSignal.timeout(graceMs);
      const over = new Promise((resolve) => grace.addEventListener('abort', resolve));
      const worksNoMore = async () => {
        while (active() > 0 && !grace.aborted) await sleep(intervalMs);
      };
      await Promise.race([Promise.all([polled, worksNoMore()]), over]);
    },
  };
}
