import { randomBytes, randomUUID } from 'node:crypto';
import type { FunctionSession } from '../engines/callers.ts';
import type { FunctionDefinition } from './function-definitions.ts';
import { accessKeyIdOf } from './function-environment.ts';
import { FunctionInstance } from './function-instance.ts';
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
  /** Most instances at a time. */
  readonly mostInstances: number;
  /** Never rejects. Waits for an instance when all are busy; over what the function reserves it fails at once. */
  readonly invoke: (event: unknown) => Promise<InvocationOutcome>;
  /** Invocations that run or wait now. */
  readonly active: () => number;
  /** Writes a line to the function's log. */
  readonly log: (line: string) => void;
  readonly close: () => Promise<void>;
};

type FunctionPoolOptions = {
  readonly definition: FunctionDefinition;
  readonly workerCode: string;
  readonly environment: (sessionToken: string) => Record<string, string>;
  readonly sessions: Map<string, FunctionSession>;
  /** Most instances at a time. A function that reserves fewer has fewer. */
  readonly mostInstances: number;
  /** An instance that waited for so long ends. */
  readonly idleMs: number;
  readonly log: (line: string) => void;
  readonly onInvocation?: ((invocation: Invocation) => void) | undefined;
};

/** The instances of one function: made when needed, one invocation at a time in each, replaced when they end. */
export function createFunctionPool(options: FunctionPoolOptions): FunctionPool {
  const { definition } = options;
  const reserved = definition.reservedConcurrency ?? Number.POSITIVE_INFINITY;
  const mostInstances = Math.min(reserved, options.mostInstances);
  const places = new Places(mostInstances);
  const instances = createInstances(options);
  let active = 0;

  async function run(payload: string, requestId: string): Promise<InvocationOutcome> {
    if (Buffer.byteLength(payload) > longestPayloadBytes) return tooLarge('Request');
    // AWS would have an instance for each that works or waits here.
    if (active > reserved) {
      return failure('throttled', 'TooManyRequestsException', 'Rate Exceeded.');
    }
    await places.take();
    const instance = instances.take();
    const outcome = await instance.invoke(payload, requestId);
    instances.giveBack(instance);
    places.giveBack();
    const isTooLarge = outcome.kind === 'returned' && Buffer.byteLength(outcome.payload) > longestPayloadBytes;
    return isTooLarge ? tooLarge('Response') : outcome;
  }

  return {
    definition,
    mostInstances,
    active: () => active,
    log: options.log,
    async invoke(event) {
      const startedAt = Date.now();
      const requestId = randomUUID();
      active += 1;
      const outcome = await run(JSON.stringify(event) ?? 'null', requestId).finally(() => {
        active -= 1;
      });
      const functionId = definition.logicalId;
      options.onInvocation?.({ functionId, requestId, event, startedAt, endedAt: Date.now(), outcome });
      return outcome;
    },
    close: instances.close,
  };
}

const tooLarge = (what: string) =>
  failure('too-large', 'Function.PayloadTooLarge', `${what} exceeded the maximum of ${longestPayloadBytes} bytes.`);

/** Places for so many invocations at the same time. */
class Places {
  readonly #size: number;
  readonly #waiting: (() => void)[] = [];
  #taken = 0;

  constructor(size: number) {
    this.#size = size;
  }

  /** Resolves when one is free, for those that wait in their order. */
  async take(): Promise<void> {
    if (this.#taken >= this.#size) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#taken += 1;
  }

  giveBack(): void {
    const next = this.#waiting.shift();
    // Whoever waits takes over the place; freed, another could take it first.
    if (next) next();
    else this.#taken -= 1;
  }
}

/** Keeps instances from one invocation to the next, and replaces those that ended. */
function createInstances({ environment, sessions, ...options }: FunctionPoolOptions) {
  const { logicalId: functionId, name } = options.definition;
  /** The one that was used last at the end, so that the others can end. */
  const idle: FunctionInstance[] = [];
  const all = new Set<FunctionInstance>();

  function start(): FunctionInstance {
    const token = randomBytes(24).toString('base64url');
    const instance = new FunctionInstance({ ...options, environment: environment(token) });
    sessions.set(token, { functionId, accessKeyId: accessKeyIdOf(name), busy: () => instance.busy() });
    all.add(instance);
    void instance.ended.then(() => {
      all.delete(instance);
      sessions.delete(token);
    });
    return instance;
  }

  return {
    take(): FunctionInstance {
      for (let instance = idle.pop(); instance !== undefined; instance = idle.pop()) {
        if (!instance.gone()) return instance;
      }
      return start();
    },
    giveBack(instance: FunctionInstance): void {
      if (!instance.gone()) idle.push(instance);
    },
    async close(): Promise<void> {
      await Promise.all([...all].map((instance) => instance.end()));
    },
  };
}
