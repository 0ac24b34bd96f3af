export type Cleanup = {
  readonly add: (undo: () => void | Promise<void>) => void;
  /** Undoes the last first, all of it even when some fail; then throws the first failure. */
  readonly run: () => Promise<void>;
};

/** What was started and must be stopped. */
export function createCleanup(): Cleanup {
  const steps: (() => void | Promise<void>)[] = [];
  return {
    add: (undo) => steps.push(undo),
    async run() {
      const failures: unknown[] = [];
      for (let undo = steps.pop(); undo !== undefined; undo = steps.pop()) {
        try {
          await undo();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
