import type { FunctionSession } from '../engines/secrets-extension.ts';
import { declaredEventSources } from '../queues/event-sources.ts';
import type { ResolvedTemplate } from '../template/resolve-template.ts';
import { TemplateError } from '../template/template-error.ts';
import { declaredFunctions } from './function-definitions.ts';
import { functionEnvironment, type LocalEndpoints } from './function-environment.ts';
import { createFunctionPool, type FunctionPool, type Invocation } from './function-pool.ts';
import { failure, type InvocationOutcome } from './invocation-outcome.ts';

export type StackFunctionsOptions = {
  readonly template: ResolvedTemplate;
  readonly assetPaths: ReadonlyMap<string, string>;
  readonly endpoints: LocalEndpoints;
  /** Added to every function's environment, over what the template says. */
  readonly environment: Readonly<Record<string, string>>;
  readonly sessions: Map<string, FunctionSession>;
  readonly log: (functionId: string, line: string) => void;
  readonly onInvocation: ((invocation: Invocation) => void) | undefined;
};

export type StackFunctions = {
  readonly pools: readonly FunctionPool[];
  /** By logical id, name or ARN. */
  readonly find: (id: string) => FunctionPool;
  readonly invoke: (id: string, event: unknown) => Promise<InvocationOutcome>;
  /** As services that do not wait for an answer: tries again after failures. */
  readonly invokeAsync: (id: string, event: unknown) => Promise<void>;
  readonly active: () => number;
  readonly close: () => Promise<void>;
};

/** Instances of a function that nothing limits; in AWS up to a thousand, here what a machine bears. */
const instancesOfUnlimited = 10;

/** The functions of a stack. */
export function createStackFunctions(options: StackFunctionsOptions): StackFunctions {
  const sources = declaredEventSources(options.template);
  let closed = false;
  const pools = declaredFunctions(options.template, options.assetPaths).map((definition) => {
    const { logicalId, name, arn } = definition;
    const polls = sources.filter(({ functionName }) => [name, arn].includes(functionName));
    return createFunctionPool({
      definition,
      environment: (token) => functionEnvironment(definition, options.endpoints, options.environment, token),
      sessions: options.sessions,
      largestSize: Math.max(instancesOfUnlimited, ...polls.map(({ concurrency }) => concurrency)),
      log: (line) => options.log(logicalId, line),
      onInvocation: options.onInvocation,
    });
  });

  function find(id: string): FunctionPool {
    const pool = pools.find(({ definition }) => [definition.logicalId, definition.name, definition.arn].includes(id));
    if (pool === undefined) throw new TemplateError(`${id} is no function of the stack`);
    return pool;
  }

  const invoke = async (id: string, event: unknown) =>
    closed ? failure('throttled', 'TooManyRequestsException', 'The stack is closing') : find(id).invoke(event);

  return {
    pools,
    find,
    invoke,
    async invokeAsync(id, event) {
      const outcome = await invoke(id, event);
      // AWS would try twice more, a minute and two later; the next tick of a schedule does as well here.
      if (outcome.kind === 'failed') options.log(find(id).definition.logicalId, JSON.stringify(outcome.error));
    },
    active: () => pools.reduce((sum, pool) => sum + pool.active(), 0),
    async close() {
      closed = true;
      await Promise.all(pools.map((pool) => pool.close()));
    },
  };
}
