import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { keepToBundle } from './bundle-walls.ts';
import type { InvocationError } from './invocation-outcome.ts';
import type { WorkerReply, WorkerRequest, WorkerStart } from './worker-messages.ts';

/** The worker thread of a function's instance: loads the handler once, then runs one invocation after the other. */
const port = parentPort;
if (port === null) throw new Error('worker-main runs in a worker thread');
const reply = (message: WorkerReply) => port.postMessage(message);
const start: WorkerStart = workerData;

type Handler = (event: unknown, context: unknown) => unknown;

async function loadHandler({ taskRoot, handler }: WorkerStart): Promise<Handler> {
  const dot = handler.lastIndexOf('.');
  const [module, name] = [handler.slice(0, dot), handler.slice(dot + 1)];
  const file = ['.mjs', '.js', '.cjs']
    .map((ending) => join(taskRoot, module + ending))
    .find((path) => existsSync(path));
  if (file === undefined)
    throw Object.assign(new Error(`Cannot find module '${module}'`), { name: 'Runtime.ImportModuleError' });
  keepToBundle(taskRoot);
  const loaded: Record<string, unknown> = await import(pathToFileURL(file).href);
  const found = loaded[name] ?? defaultExport(loaded)[name];
  if (typeof found !== 'function') {
    throw Object.assign(new Error(`${handler} is undefined or not exported`), { name: 'Runtime.HandlerNotFound' });
  }
  return (event, context) => found(event, context);
}

const defaultExport = ({ default: exported }: Record<string, unknown>): Record<string, unknown> =>
  typeof exported === 'object' && exported !== null ? { ...exported } : {};

async function invoke(handler: Handler, { event, deadlineAt, context }: WorkerRequest): Promise<WorkerReply> {
  try {
    const result = await handler(JSON.parse(event), {
      ...context,
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, deadlineAt - Date.now()),
    });
    return { kind: 'returned', payload: JSON.stringify(result) ?? 'null' };
  } catch (error) {
    const described = describe(error);
    console.error(JSON.stringify(described));
    return { kind: 'threw', error: described };
  }
}

function describe(error: unknown): InvocationError {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error) };
  return { errorType: error.name, errorMessage: error.message, trace: error.stack?.split('\n') ?? [] };
}

try {
  const handler = await loadHandler(start);
  port.on('message', (request: WorkerRequest) => invoke(handler, request).then(reply));
  reply({ kind: 'ready' });
} catch (error) {
  reply({ kind: 'not-started', error: describe(error) });
}
