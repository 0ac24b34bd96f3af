/** One instance of a function, as its session token tells. */
export type FunctionSession = {
  readonly functionId: string;
  readonly accessKeyId: string;
  /** Whether it works on an invocation now. */
  readonly busy: () => boolean;
};

/** Who calls. Functions enter themselves when they are made, their instances when they start. */
export type Callers = {
  /** Logical ids by access key. */
  readonly functionIds: Map<string, string>;
  /** By session token. */
  readonly sessions: Map<string, FunctionSession>;
};
