import { mkdirSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Callers } from '../engines/callers.ts';
import { TemplateError } from '../errors.ts';
import type { ResolvedTemplate } from '../template/resolve-template.ts';
import { declaredFunctions, type FunctionDefinition } from './function-definitions.ts';
import { accessKeyIdOf, functionEnvironment, type LocalEndpoints } from './function-environment.ts';
import { createFunctionPool, type FunctionPool, type Invocation } from './function-pool.ts';
import { failure, type InvocationOutcome } from './invocation-outcome.ts';

export type InstanceLimits = {
  /**
   * Instances of each function at a time. The template's limits hold too: a function has the fewest of all.
   * @default 2: one instance works ten messages at a time
   */
  readonly mostInstances?: number;
  /**
   * An instance without an invocation for so long ends, as in Lambda.
   * @default 60_000
   */
  readonly idleInstanceMs?: number;
};

type StackFunctionsOptions = InstanceLimits & {
  /** Where logs are kept; nowhere when absent. */
  readonly dataDir?: string;
  /** Added to every function's environment, over what the template says. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly log?: (line: string, functionId: string) => void;
  readonly onInvocation?: (invocation: Invocation) => void;
};

/** What functions are made of, and what they are told of AWS's side. */
type DeclaredIn = {
  readonly template: ResolvedTemplate;
  /** Folders of bundles, by the key of the object they would be in S3. */
  readonly assetPaths: ReadonlyMap<string, string>;
  readonly endpoints: LocalEndpoints;
  /** JavaScript of `worker-main.ts`. */
  readonly workerCode: string;
  /** Gets the functions and their instances. */
  readonly callers: Callers;
};

export type StackFunctions = {
  readonly pools: readonly FunctionPool[];
  /** By logical id, name or ARN. */
  readonly find: (id: string) => FunctionPool;
  readonly invoke: (id: string, event: unknown) => Promise<InvocationOutcome>;
  /** As services that do not wait for an answer: tries again after failures. */
  readonly invokeAsync: (id: string, event: unknown) => Promise<void>;
  /** Invocations that run or wait now. */
  readonly active: () => number;
  /** Ends every instance; resolves when their logs are written. */
  readonly close: () => Promise<void>;
};

/** The functions of a stack, each with its pool of instances. */
export function createStackFunctions(declared: DeclaredIn, options: StackFunctionsOptions): StackFunctions {
  const logs = createLogFiles(options.dataDir);
  const log = (line: string, functionId: string) => {
    logs.write(functionId, line);
    options.log?.(line, functionId);
  };
  const definitions = declaredFunctions(declared.template, declared.assetPaths);
  const pools = definitions.map((definition) => createPool(definition, declared, { ...options, log }));

  function find(id: string): FunctionPool {
    const pool = pools.find(({ definition }) => [definition.logicalId, definition.name, definition.arn].includes(id));
    if (pool === undefined) throw new TemplateError(`${id} is no function of the stack`);
    return pool;
  }

  let closed = false;
  const invoke = async (id: string, event: unknown) =>
    closed ? failure('throttled', 'TooManyRequestsException', 'The stack is closing') : find(id).invoke(event);

  return {
    pools,
    find,
    invoke,
    async invokeAsync(id, event) {
      const outcome = await invoke(id, event);
      // AWS would try twice more, a minute and two later; the next tick of a schedule does as well here.
      if (outcome.kind === 'failed') find(id).log(JSON.stringify(outcome.error));
    },
    active: () => pools.reduce((sum, pool) => sum + pool.active(), 0),
    async close() {
      closed = true;
      await Promise.all(pools.map((pool) => pool.close()));
      await logs.close();
    },
  };
}

function createPool(
  definition: FunctionDefinition,
  { endpoints, workerCode, callers }: DeclaredIn,
  { mostInstances = 2, idleInstanceMs = 60_000, environment, log, onInvocation }: StackFunctionsOptions,
): FunctionPool {
  const { logicalId, name } = definition;
  callers.functionIds.set(accessKeyIdOf(name), logicalId);
  return createFunctionPool({
    definition,
    workerCode,
    environment: (sessionToken) => ({ ...functionEnvironment(definition, endpoints, sessionToken), ...environment }),
    sessions: callers.sessions,
    mostInstances,
    idleMs: idleInstanceMs,
    log: (line) => log?.(line, logicalId),
    onInvocation,
  });
}

type LogFiles = {
  readonly write: (functionId: string, line: string) => void;
  /** Resolves when all is written. */
  readonly close: () => Promise<void>;
};

/** Keeps what each function logs in `<dataDir>/logs/<function>.log`; nowhere without a data folder. */
function createLogFiles(dataDir: string | undefined): LogFiles {
  if (dataDir === undefined) return { write: () => {}, close: async () => {} };
  const folder = join(dataDir, 'logs');
  mkdirSync(folder, { recursive: true });
  const unwritten = new Map<string, string>();
  let writing: Promise<void> | undefined;

  async function writeAll(): Promise<void> {
    while (unwritten.size > 0) {
      const now = [...unwritten];
      unwritten.clear();
      // A full disk must not stop the run.
      await Promise.all(
        now.map(([functionId, lines]) => appendFile(join(folder, `${functionId}.log`), lines).catch(() => {})),
      );
    }
    writing = undefined;
  }

  return {
    write(functionId, line) {
      unwritten.set(functionId, `${unwritten.get(functionId) ?? ''}${line}\n`);
      writing ??= Promise.resolve().then(writeAll);
    },
    close: async () => writing,
  };
}
