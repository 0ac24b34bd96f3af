/** What faults are drawn with and timed by; seeded and virtual in tests, so that a run can be had again. */
export type Chance = {
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  /** Epoch ms. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};
