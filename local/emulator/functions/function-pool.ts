import { randomBytes } from 'node:crypto';
import type { FunctionSession } from '../engines/secrets-extension.ts';
import type { FunctionDefinition } from './function-definitions.ts';
import { accessKeyIdOf } from './function-environment.ts';
import { type FunctionInstance, newRequestId, startFunctionInstance } from './function-instance.ts';
import { failure, type InvocationOutcome, longestPayloadBytes } from './invocation-outcome.ts';

export type Invocation = {
  /** Logical id in the template. */
  readonly functionId: string;
  readonly requestId: string;
  readonly event: unknown;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly outcome: InvocationOutcome;
};

export type FunctionPool = {
  readonly definition: FunctionDefinition;
  /** Never rejects. Waits for an instance when all are busy, unless the function reserves its concurrency. */
  readonly invoke: (event: unknown) => Promise<InvocationOutcome>;
  /** Invocations that run or wait now. */
  readonly active: () => number;
  /** Writes a line to the function's log. */
  readonly log: (line: string) => void;
  readonly close: () => Promise<void>;
};

export type FunctionPoolOptions = {
  readonly definition: FunctionDefinition;
  readonly environment: (sessionToken: string) => Record<string, string>;
  readonly sessions: Map<string, FunctionSession>;
  /** Most instances at a time, when the function reserves none. */
  readonly largestSize: number;
  readonly log: (line: string) => void;
  readonly onInvocation?: ((invocation: Invocation) => void) | undefined;
};

/** The instances of one function: made when needed, one invocation at a time in each, replaced when they end. */
export function createFunctionPool(options: FunctionPoolOptions): FunctionPool {
  const { definition, sessions, log } = options;
  const reserved = definition.reservedConcurrency;
  const size = reserved ?? options.largestSize;
  const idle: FunctionInstance[] = [];
  const all = new Set<FunctionInstance>();
  const waiting: (() => void)[] = [];
  let taken = 0;

  function startInstance(): FunctionInstance {
    const token = randomBytes(24).toString('base64url');
    const instance = startFunctionInstance(definition, options.environment(token), log);
    const { logicalId: functionId, name } = definition;
    sessions.set(token, { functionId, accessKeyId: accessKeyIdOf(name), busy: instance.busy });
    all.add(instance);
    return instance;
  }

  function takeIdle(): FunctionInstance {
    for (let instance = idle.pop(); instance !== undefined; instance = idle.pop()) {
      if (!instance.gone()) return instance;
      all.delete(instance);
    }
    return startInstance();
  }

  function giveBack(instance: FunctionInstance): void {
    if (instance.gone()) all.delete(instance);
    else idle.push(instance);
    const next = waiting.shift();
    // Whoever waits takes over the place; freed, another could take it first.
    if (next) next();
    else taken -= 1;
  }

  async function run(payload: string, requestId: string): Promise<InvocationOutcome> {
    if (Buffer.byteLength(payload) > longestPayloadBytes) return tooLarge('Request');
    if (taken >= size) {
      if (reserved !== undefined) return failure('throttled', 'TooManyRequestsException', 'Rate Exceeded.');
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      taken += 1;
    }
    const instance = takeIdle();
    const outcome = await instance.invoke(payload, requestId);
    giveBack(instance);
    if (outcome.kind === 'returned' && Buffer.byteLength(outcome.payload) > longestPayloadBytes)
      return tooLarge('Response');
    return outcome;
  }

  let active = 0;
  return {
    definition,
    active: () => active,
    log,
    async invoke(event) {
      const [startedAt, requestId] = [Date.now(), newRequestId()];
      active += 1;
      const outcome = await run(JSON.stringify(event) ?? 'null', requestId).finally(() => {
        active -= 1;
      });
      const { logicalId: functionId } = definition;
      options.onInvocation?.({ functionId, requestId, event, startedAt, endedAt: Date.now(), outcome });
      return outcome;
    },
    async close() {
      await Promise.all([...all].map((instance) => instance.end()));
    },
  };
}

const tooLarge = (what: string) =>
  failure('too-large', 'Function.PayloadTooLarge', `${what} exceeded the maximum of ${longestPayloadBytes} bytes.`);
