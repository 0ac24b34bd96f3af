/** What one check found. */
export type Finding = {
  /** What was examined. */
  readonly check: string;
  /**
   * A `warning` stops nothing today; a `fault` loses or delays captures until somebody mends it; what is `unchecked` nobody can tell
   * from here.
   */
  readonly state: 'ok' | 'warning' | 'fault' | 'unchecked';
  /** What was seen. Never a secret's value. */
  readonly seen: string;
  /** What to do, step by step; with every state but `ok`. */
  readonly todo?: string;
};

export const ok = (check: string, seen: string): Finding => ({ check, state: 'ok', seen });
export const warning = (check: string, seen: string, todo: string): Finding => ({
  check,
  state: 'warning',
  seen,
  todo,
});
export const fault = (check: string, seen: string, todo: string): Finding => ({ check, state: 'fault', seen, todo });
/** @param seen why it is not checked */
export const unchecked = (check: string, seen: string, todo: string): Finding => ({
  check,
  state: 'unchecked',
  seen: `not checked: ${seen}`,
  todo,
});
