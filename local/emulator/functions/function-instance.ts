import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { FunctionDefinition } from './function-definitions.ts';
import { failure, type InvocationOutcome } from './invocation-outcome.ts';
import type { WorkerReply, WorkerRequest, WorkerStart } from './worker-messages.ts';

export type FunctionInstance = {
  /** One at a time. Never rejects. */
  readonly invoke: (event: string, awsRequestId: string) => Promise<InvocationOutcome>;
  /** Whether it ended; it takes no more invocations then. */
  readonly gone: () => boolean;
  /** Whether a handler works now; not while the module is being loaded. */
  readonly busy: () => boolean;
  readonly end: () => Promise<void>;
};

/** Lambda's limit for loading a function's module. */
const startTimeoutMs = 10_000;

/**
 * A function's instance: a worker thread with an environment and a heap of its own. Loads at once; the first invocation
 * waits for that, and fails when it fails.
 * @param log gets each line it writes to stdout and stderr
 */
export function startFunctionInstance(
  definition: FunctionDefinition,
  environment: Record<string, string>,
  log: (line: string) => void,
): FunctionInstance {
  const { taskRoot, handler, memorySizeMb, timeoutSeconds } = definition;
  const workerData: WorkerStart = { taskRoot, handler };
  const worker = new Worker(new URL('./worker-main.ts', import.meta.url), {
    workerData,
    env: environment,
    argv: [],
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: memorySizeMb },
  });
  for (const stream of [worker.stdout, worker.stderr]) createInterface({ input: stream }).on('line', log);

  let ended = false;
  let ending = false;
  let working = false;
  let settle: ((reply: WorkerReply | Error) => void) | undefined;
  let crash: Error | undefined;
  worker.on('message', (reply: WorkerReply) => settle?.(reply));
  worker.on('error', (error) => {
    crash = error instanceof Error ? error : new Error(String(error));
  });
  worker.on('exit', (code) => {
    ended = true;
    const reason = crash ?? new Error(`Runtime exited with exit status: ${code}`);
    if (!ending) log(`${reason.name}: ${reason.message}`);
    settle?.(reason);
  });

  /** The thread's next message, or why there will be none. */
  function nextReply(timeoutMs: number): Promise<WorkerReply | Error | 'timed-out'> {
    const { promise, resolve } = Promise.withResolvers<WorkerReply | Error | 'timed-out'>();
    const timer = setTimeout(() => resolve('timed-out'), timeoutMs);
    settle = resolve;
    if (ended) resolve(crash ?? new Error('Runtime exited'));
    return promise.finally(() => clearTimeout(timer));
  }

  async function end(): Promise<void> {
    ending = true;
    await worker.terminate();
    // What it wrote last comes through after it.
    await sleep(0);
  }

  async function toOutcome(reply: WorkerReply | Error | 'timed-out', timeoutMs: number): Promise<InvocationOutcome> {
    if (reply === 'timed-out') {
      await end();
      const message = `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`;
      log(message);
      return failure('timed-out', 'Sandbox.Timedout', message);
    }
    if (reply instanceof Error) return failure('crashed', 'Runtime.ExitError', reply.message);
    if (reply.kind === 'returned') return reply;
    if (reply.kind === 'ready') return failure('crashed', 'Runtime.Unknown', 'The runtime lost its way');
    if (reply.kind === 'not-started') {
      log(JSON.stringify(reply.error));
      await end();
    }
    return { kind: 'failed', reason: reply.kind, error: reply.error };
  }

  const starting = nextReply(startTimeoutMs);

  return {
    gone: () => ended,
    busy: () => working,
    end,
    async invoke(event, awsRequestId) {
      const started = await starting;
      if (started instanceof Error) return failure('not-started', 'Runtime.ExitError', started.message);
      if (started === 'timed-out' || started.kind !== 'ready') return toOutcome(started, startTimeoutMs);
      const timeoutMs = timeoutSeconds * 1000;
      const replying = nextReply(timeoutMs);
      working = true;
      worker.postMessage(toRequest(definition, event, awsRequestId, Date.now() + timeoutMs));
      try {
        return await toOutcome(await replying, timeoutMs);
      } finally {
        working = false;
      }
    },
  };
}

const toRequest = (
  definition: FunctionDefinition,
  event: string,
  awsRequestId: string,
  deadlineAt: number,
): WorkerRequest => ({
  event,
  deadlineAt,
  context: {
    awsRequestId,
    functionName: definition.name,
    functionVersion: '$LATEST',
    invokedFunctionArn: definition.arn,
    memoryLimitInMB: String(definition.memorySizeMb),
    logGroupName: definition.logGroup ?? `/aws/lambda/${definition.name}`,
    logStreamName: 'local',
  },
});

export const newRequestId = (): string => randomUUID();
