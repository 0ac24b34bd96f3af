import { setImmediate as turn } from 'node:timers/promises';

/** Time that passes only when somebody waits for it: a day takes no time. Those who wait at once wait together. */
export function createVirtualClock(startAt: number) {
  let at = startAt;
  const to = (instant: number) => {
    at = Math.max(at, instant);
  };
  return {
    now: () => at,
    to,
    advance: (ms: number) => to(at + ms),
    async sleep(ms: number) {
      const until = at + Math.max(0, ms);
      await turn();
      to(until);
    },
  };
}
