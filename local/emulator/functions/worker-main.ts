import { existsSync, realpathSync } from 'node:fs';
import { enableCompileCache, flushCompileCache, isBuiltin, registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { InvocationError } from './invocation-outcome.ts';

/** What a worker thread is started with. */
export type WorkerStart = {
  readonly taskRoot: string;
  readonly handler: string;
  /** Folder where threads keep what they compiled, for those that start after them. */
  readonly compileCache: string;
  /** URL of a module: the AWS SDK that Lambda brings is the one that it would import. */
  readonly sdkParentUrl: string;
};

/** To the thread: one invocation. */
export type WorkerRequest = {
  /** JSON, so that what JSON cannot hold gets lost here as it does in Lambda. */
  readonly event: string;
  /** Epoch milliseconds. */
  readonly deadlineAt: number;
  readonly context: {
    readonly awsRequestId: string;
    readonly functionName: string;
    readonly functionVersion: string;
    readonly invokedFunctionArn: string;
    readonly memoryLimitInMB: string;
    readonly logGroupName: string;
    readonly logStreamName: string;
  };
};

/** From the thread. */
export type WorkerReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'not-started'; readonly error: InvocationError }
  | { readonly kind: 'returned'; readonly payload: string }
  | { readonly kind: 'threw'; readonly error: InvocationError };

type LambdaHandler = (event: unknown, context: unknown) => unknown;

async function loadHandler({ taskRoot, handler, sdkParentUrl }: WorkerStart): Promise<LambdaHandler> {
  const dot = handler.lastIndexOf('.');
  const [module, name] = [handler.slice(0, dot), handler.slice(dot + 1)];
  const file = ['.mjs', '.js', '.cjs']
    .map((ending) => join(taskRoot, module + ending))
    .find((path) => existsSync(path));
  if (file === undefined) {
    throw Object.assign(new Error(`Cannot find module '${module}'`), { name: 'Runtime.ImportModuleError' });
  }
  keepToBundle(taskRoot, sdkParentUrl);
  const loaded: Record<string, unknown> = await import(pathToFileURL(file).href);
  const found = loaded[name] ?? defaultExport(loaded)[name];
  if (typeof found !== 'function') {
    throw Object.assign(new Error(`${handler} is undefined or not exported`), { name: 'Runtime.HandlerNotFound' });
  }
  return (event, context) => found(event, context);
}

const defaultExport = ({ default: exported }: Record<string, unknown>): Record<string, unknown> =>
  typeof exported === 'object' && exported !== null ? { ...exported } : {};

/**
 * Lets a bundle load what it would find in Lambda and nothing else: its own files, Node's modules, and the AWS SDK that
 * the runtime brings. On this machine the repository's node_modules lie above it, which would hide a package that was
 * left out of the bundle. Also lets `index.js` without a package.json beside it be CommonJS, as it is in Lambda.
 */
function keepToBundle(taskRoot: string, sdkParentUrl: string): void {
  const root = `${pathToFileURL(realpathSync(taskRoot)).href}/`;
  const isCommonJsByDefault = !existsSync(join(taskRoot, 'package.json'));
  const ofRuntime = /^@(aws-sdk|smithy)\//;

  registerHooks({
    resolve(specifier, context, next) {
      const fromBundle = context.parentURL?.startsWith(root) ?? false;
      if (fromBundle && ofRuntime.test(specifier)) return next(specifier, { ...context, parentURL: sdkParentUrl });
      const resolved = next(specifier, context);
      if (!fromBundle || isBuiltin(specifier) || resolved.url.startsWith(root)) return resolved;
      throw Object.assign(new Error(`Cannot find module '${specifier}' in the bundle ${fileURLToPath(root)}`), {
        name: 'Runtime.ImportModuleError',
      });
    },
    load(url, context, next) {
      const isPlainJs = url.startsWith(root) && /\.js$/.test(url);
      return next(url, isPlainJs && isCommonJsByDefault ? { ...context, format: 'commonjs' } : context);
    },
  });
}

async function invoke(handler: LambdaHandler, { event, deadlineAt, context }: WorkerRequest): Promise<WorkerReply> {
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

/** The worker thread of a function's instance: loads the handler once, then runs one invocation after the other. */
const port = parentPort;
if (port === null) throw new Error('worker-main runs in a worker thread');
const reply = (message: WorkerReply) => port.postMessage(message);
const start: WorkerStart = workerData;

try {
  enableCompileCache(start.compileCache);
  const handler = await loadHandler(start);
  flushCompileCache();
  port.on('message', (request: WorkerRequest) => invoke(handler, request).then(reply));
  reply({ kind: 'ready' });
} catch (error) {
  reply({ kind: 'not-started', error: describe(error) });
}
