import type { Intercept } from './engines/engine-call.ts';
import type { Invocation } from './functions/function-pool.ts';
import type { Grant } from './permissions/policy-evaluator.ts';
import type { StackAddresses } from './stack-file.ts';
import type { ResolvedTemplate } from './template/resolve-template.ts';

export type RunStackOptions = {
  /** A CDK cloud assembly: what `cdk synth` writes. */
  readonly assemblyDir: string;
  /** May be left out when the assembly has one stack. */
  readonly stackName?: string;
  /** Where tables, queues and logs are kept; in memory alone when absent. */
  readonly dataDir?: string;
  /**
   * Port of the HTTP API; 0 takes a free one.
   * @default 0
   */
  readonly httpPort?: number;
  /** The value of each secret, by logical id and place among the template's secrets, from 0. */
  readonly secretValues: (logicalId: string, index: number) => string;
  /** Added to every function's environment, over what the template says: addresses such as `ZOOM_API_URL`. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Gets each line that a function writes, with its logical id. */
  readonly log?: (line: string, functionId: string) => void;
  /** Hears of each invocation when it has ended. */
  readonly onInvocation?: (invocation: Invocation) => void;
  /** Stands between every client and AWS's side, which is the permission check and the engines behind it. */
  readonly intercept?: Intercept;
};

export type RunningFunction = {
  readonly name: string;
  readonly arn: string;
  readonly accessKeyId: string;
  readonly roleArn: string;
};

export type RunningStack = Required<StackAddresses> & {
  readonly stackName: string;
  readonly functions: Readonly<Record<string, RunningFunction>>;
  /** Everything of the template, also what is not run (roles, policies, alarms). */
  readonly template: ResolvedTemplate;
  /** What roles of functions allow and something needed since the start. */
  readonly usedGrants: () => readonly Grant[];
  readonly unusedGrants: () => readonly Grant[];
  /**
   * Invokes a function by hand.
   * @returns what it returned
   * @throws {FunctionFailedError}
   */
  readonly invoke: (logicalId: string, payload: unknown) => Promise<unknown>;
  /** Resolves when no function works and all queues but dead-letter queues are empty: nothing visible, in flight or delayed. */
  readonly idle: () => Promise<void>;
  /** Takes no more work, lets what is at work end for up to `graceMs` (10 s by default), then stops everything. */
  readonly close: (options?: { readonly graceMs?: number }) => Promise<void>;
};
