import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { FunctionDefinition } from './function-definitions.ts';
import { failure, type InvocationOutcome } from './invocation-outcome.ts';
import type { WorkerReply, WorkerRequest, WorkerStart } from './worker-main.ts';

/**
 * - `starting`: its thread loads the module; the first invocation waits for that
 * - `idle`: it waits for an invocation
 * - `working`: its handler works
 * - `ending`: its thread is being terminated, perhaps at work
 * - `gone`: its thread has ended, for whatever reason
 */
type InstanceState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'starting' | 'working'; readonly signal: (signal: InstanceSignal) => void }
  | { readonly kind: 'ending'; readonly signal?: (signal: InstanceSignal) => void }
  | { readonly kind: 'gone'; readonly reason: Error };

/** What ends a wait for the thread: its reply, its end, or our patience. */
type InstanceSignal =
  | WorkerReply
  | { readonly kind: 'exited'; readonly reason: Error }
  | { readonly kind: 'timed-out'; readonly afterMs: number };

type InstanceOptions = {
  readonly definition: FunctionDefinition;
  /** JavaScript of `worker-main.ts`. */
  readonly workerCode: string;
  readonly environment: Record<string, string>;
  /** It ends when it had no invocation for so long. */
  readonly idleMs: number;
  /** Gets each line it writes to stdout and stderr. */
  readonly log: (line: string) => void;
};

/** Lambda's limit for loading a function's module. */
const startTimeoutMs = 10_000;

/**
 * A function's instance: a worker thread with an environment and a heap of its own. Loads at once; the first invocation
 * waits for that, and fails when it fails.
 */
export class FunctionInstance {
  /** Resolves when its thread has ended, for whatever reason. */
  readonly ended: Promise<void>;
  readonly #definition: FunctionDefinition;
  readonly #idleMs: number;
  readonly #log: (line: string) => void;
  readonly #worker: Worker;
  /** How its invocations fail, or undefined when it is ready. */
  readonly #starting: Promise<InvocationOutcome | undefined>;
  #state: InstanceState = { kind: 'idle' };
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(options: InstanceOptions) {
    const { definition, idleMs, log } = options;
    this.#definition = definition;
    this.#idleMs = idleMs;
    this.#log = log;
    this.#worker = startWorker(options);
    this.ended = new Promise((resolve) => this.#worker.once('exit', () => resolve()));
    for (const stream of [this.#worker.stdout, this.#worker.stderr]) createInterface({ input: stream }).on('line', log);
    this.#listen();
    this.#starting = this.#start();
  }

  /** Whether it ended or is ending; it takes no more invocations then. */
  gone(): boolean {
    return this.#state.kind === 'gone' || this.#state.kind === 'ending';
  }

  /** Whether a handler works now; not while the module is being loaded. */
  busy(): boolean {
    return this.#state.kind === 'working';
  }

  /** One at a time. Never rejects. */
  async invoke(event: string, awsRequestId: string): Promise<InvocationOutcome> {
    const failed = await this.#starting;
    if (failed) return failed;
    if (this.#state.kind === 'gone') return outcomeOf({ kind: 'exited', reason: this.#state.reason });
    clearTimeout(this.#idleTimer);
    const timeoutMs = this.#definition.timeoutSeconds * 1000;
    const waiting = this.#waitAs('working', timeoutMs);
    this.#worker.postMessage(toRequest(this.#definition, { event, awsRequestId, deadlineAt: Date.now() + timeoutMs }));
    const signal = await waiting;
    if (signal.kind === 'timed-out') await this.end();
    return this.#report(outcomeOf(signal));
  }

  async end(): Promise<void> {
    clearTimeout(this.#idleTimer);
    if (this.#state.kind !== 'gone') this.#state = { ...this.#state, kind: 'ending' };
    await this.#worker.terminate();
    // What it wrote last comes through after it.
    await sleep(0);
  }

  async #start(): Promise<InvocationOutcome | undefined> {
    const signal = await this.#waitAs('starting', startTimeoutMs);
    if (signal.kind === 'ready') return undefined;
    if (signal.kind === 'exited') return failure('not-started', 'Runtime.ExitError', signal.reason.message);
    if (signal.kind === 'not-started') this.#log(JSON.stringify(signal.error));
    await this.end();
    return this.#report(outcomeOf(signal));
  }

  /** Waits in a state for the thread's next signal, for so long at most. */
  #waitAs(kind: 'starting' | 'working', longestMs: number): Promise<InstanceSignal> {
    const { promise, resolve } = Promise.withResolvers<InstanceSignal>();
    const timer = setTimeout(() => resolve({ kind: 'timed-out', afterMs: longestMs }), longestMs);
    this.#state = { kind, signal: resolve };
    return promise.finally(() => clearTimeout(timer));
  }

  /** What the thread says and how it ends, as changes of state. */
  #listen(): void {
    let crash: Error | undefined;
    this.#worker.on('message', (reply: WorkerReply) => {
      if (this.#state.kind !== 'starting' && this.#state.kind !== 'working') return;
      const { signal } = this.#state;
      this.#state = { kind: 'idle' };
      this.#idleTimer = setTimeout(() => void this.end(), this.#idleMs).unref();
      signal(reply);
    });
    this.#worker.on('error', (error) => {
      crash = error instanceof Error ? error : new Error(String(error));
    });
    this.#worker.on('exit', (code) => {
      const reason = crash ?? new Error(`Runtime exited with exit status: ${code}`);
      const before = this.#state;
      this.#state = { kind: 'gone', reason };
      if (before.kind !== 'ending') this.#log(`${reason.name}: ${reason.message}`);
      if ('signal' in before) before.signal?.({ kind: 'exited', reason });
    });
  }

  /** Lambda says in the log that it ended a function. */
  #report(outcome: InvocationOutcome): InvocationOutcome {
    if (outcome.kind === 'failed' && outcome.reason === 'timed-out') this.#log(outcome.error.errorMessage);
    return outcome;
  }
}

/** V8 gives each thread up to 48 MB for new objects; handlers that wait for answers need little of it. */
const youngGenerationMb = 4;

function startWorker({ definition, workerCode, environment }: InstanceOptions): Worker {
  const { taskRoot, handler, memorySizeMb } = definition;
  // Beside the bundle, so that whoever may change the one may change the other.
  const compileCache = join(dirname(taskRoot), 'compile-cache');
  const workerData: WorkerStart = { taskRoot, handler, compileCache, sdkParentUrl: import.meta.url };
  return new Worker(workerCode, {
    eval: true,
    workerData,
    env: environment,
    argv: [],
    execArgv: ['--input-type=module'],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: memorySizeMb, maxYoungGenerationSizeMb: youngGenerationMb },
  });
}

/** How an invocation ended whose wait this signal ended. */
function outcomeOf(signal: InstanceSignal): InvocationOutcome {
  switch (signal.kind) {
    case 'returned':
      return signal;
    case 'threw':
    case 'not-started':
      return { kind: 'failed', reason: signal.kind, error: signal.error };
    case 'timed-out': {
      const seconds = (signal.afterMs / 1000).toFixed(2);
      return failure('timed-out', 'Sandbox.Timedout', `Task timed out after ${seconds} seconds`);
    }
    case 'exited':
      return failure('crashed', 'Runtime.ExitError', signal.reason.message);
    case 'ready':
      return failure('crashed', 'Runtime.Unknown', 'The runtime lost its way');
  }
}

const toRequest = (
  definition: FunctionDefinition,
  invocation: { readonly event: string; readonly awsRequestId: string; readonly deadlineAt: number },
): WorkerRequest => ({
  event: invocation.event,
  deadlineAt: invocation.deadlineAt,
  context: {
    awsRequestId: invocation.awsRequestId,
    functionName: definition.name,
    functionVersion: '$LATEST',
    invokedFunctionArn: definition.arn,
    memoryLimitInMB: String(definition.memorySizeMb),
    logGroupName: definition.logGroup ?? `/aws/lambda/${definition.name}`,
    logStreamName: 'local',
  },
});
