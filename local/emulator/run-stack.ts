import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type StackAddresses, writeStackFile } from './data-dir.ts';
import { FunctionFailedError } from './errors.ts';
import { accessKeyIdOf } from './functions/function-environment.ts';
import type { Invocation } from './functions/function-pool.ts';
import { startInvokeApi } from './functions/invoke-api.ts';
import { createStackFunctions, type InstanceLimits, type StackFunctions } from './functions/stack-functions.ts';
import { workerCode } from './functions/worker-code.ts';
import { declaredHttpApi } from './http/http-api-definition.ts';
import type { AnswerUnrouted } from './http/http-api-server.ts';
import type { Grant } from './permissions/policy-evaluator.ts';
import { startStackPollers } from './queues/stack-pollers.ts';
import { declaredSchedules, startSchedules } from './schedules.ts';
import { type Services, type ServicesOptions, startServices } from './start-services.ts';
import { readAssembly } from './template/read-assembly.ts';
import type { ResolvedTemplate } from './template/resolve-template.ts';

export type RunStackOptions = ServicesOptions &
  InstanceLimits & {
    /** A CDK cloud assembly: what `cdk synth` writes. */
    readonly assemblyDir: string;
    /** May be left out when the assembly has one stack. */
    readonly stackName?: string;
    /** Added to every function's environment, over what the template says: addresses such as `ZOOM_API_URL`. */
    readonly environment?: Readonly<Record<string, string>>;
    /** Gets each line that a function writes, with its logical id. */
    readonly log?: (line: string, functionId: string) => void;
    /** Called once everything answers, before a function is invoked: for what a run that died has left. */
    readonly beforeFunctions?: (addresses: Pick<StackAddresses, 'dynamodbUrl' | 'outputs'>) => Promise<void>;
    /** Answers what no route of the HTTP API takes. */
    readonly unrouted?: AnswerUnrouted;
    /** Hears of each invocation when it has ended. */
    readonly onInvocation?: (invocation: Invocation) => void;
  };

type RunningFunction = {
  readonly name: string;
  readonly arn: string;
  readonly accessKeyId: string;
  readonly roleArn: string;
};

export type RunningStack = Required<StackAddresses> & {
  readonly stackName: string;
  readonly s3Url: string;
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

/**
 * Runs a synthesized CloudFormation template on this machine, wired as it declares and in no other way: what a function's
 * role does not allow is denied.
 *
 * Started again with the same `dataDir`, after a close or a kill: goes on with its tables and queues; what a dead run
 * held in flight is visible at once.
 * @throws {TemplateError} when the template says what cannot be run as AWS would
 * @throws {DataDirInUseError} when another run uses the data
 */
export async function runStack(options: RunStackOptions): Promise<RunningStack> {
  const assembly = await readAssembly(options.assemblyDir, options.stackName);
  const instance = randomUUID();
  // Stops what was started, the last first: here when a start fails, else when the stack is closed.
  await using started = new AsyncDisposableStack();

  const services = await startServices(assembly, { ...options, instance }, started);
  const { assetPaths } = assembly;
  const functions = createStackFunctions({ ...services, assetPaths, workerCode: await workerCode() }, options);
  started.defer(functions.close);
  for (const warning of services.warnings) options.log?.(warning, assembly.stackName);
  await options.beforeFunctions?.({ dynamodbUrl: services.engines.dynamodb.url, outputs: services.template.outputs });
  const invokeApi = await startInvokeApi(functions.invoke);
  started.defer(invokeApi.close);
  const stopTriggers = startTriggers(services, functions, options.unrouted);
  started.defer(stopTriggers);

  const addresses = addressesOf(services, invokeApi.url);
  if (options.dataDir !== undefined) {
    const startedAt = new Date().toISOString();
    await writeStackFile(options.dataDir, { ...addresses, instance, pid: process.pid, startedAt });
  }
  const pollers = startStackPollers({ ...services, sqs: services.engines.sqs }, functions);

  const everything = started.move();
  const close = async (graceMs: number) => {
    stopTriggers();
    const polled = pollers.stop();
    services.engines.queues.endPolls();
    await untilAtRest(functions, polled, graceMs);
    await everything.disposeAsync();
  };
  let closing: Promise<void> | undefined;
  return {
    ...addresses,
    s3Url: services.engines.s3.url,
    template: services.template,
    functions: runningFunctions(functions),
    usedGrants: services.permissions.usedGrants,
    unusedGrants: services.permissions.unusedGrants,
    async invoke(logicalId, payload) {
      const outcome = await functions.invoke(logicalId, payload);
      if (outcome.kind === 'failed') throw new FunctionFailedError(logicalId, outcome);
      return JSON.parse(outcome.payload);
    },
    idle: () => untilIdle(services, functions),
    close({ graceMs = 10_000 } = {}) {
      closing ??= close(graceMs);
      return closing;
    },
  };
}

/** Lets HTTP requests and schedules call functions. @returns a function that ends it: senders are answered 503 then */
function startTriggers(
  { template, http }: Services,
  functions: StackFunctions,
  unrouted: AnswerUnrouted | undefined,
): () => void {
  const api = declaredHttpApi(template);
  if (api) http.serve(api, functions.invoke, unrouted);
  const stopSchedules = startSchedules(declaredSchedules(template), ({ functionArn, event }) => {
    void functions.invokeAsync(functionArn, event(new Date()));
  });
  return () => {
    stopSchedules();
    http.stopServing();
  };
}

const addressesOf = ({ template, engines, http, tables, queues }: Services, lambdaUrl: string) => ({
  stackName: template.stackName,
  httpUrl: http.url,
  dynamodbUrl: engines.dynamodb.url,
  sqsUrl: engines.sqs.url,
  lambdaUrl,
  tables: Object.fromEntries(tables.map(({ logicalId, definition }) => [logicalId, definition.TableName])),
  queues: Object.fromEntries(
    queues.map(({ logicalId, url, arn, definition }) => [logicalId, { name: definition.name, url, arn }]),
  ),
  outputs: template.outputs,
});

const runningFunctions = ({ pools }: StackFunctions): Readonly<Record<string, RunningFunction>> =>
  Object.fromEntries(
    pools.map(({ definition: { logicalId, name, arn, roleArn } }) => {
      return [logicalId, { name, arn, roleArn, accessKeyId: accessKeyIdOf(name) }];
    }),
  );

/** How often it is looked whether a stack is at rest. */
const restIntervalMs = 20;

/** Resolves when no function works, and no queue has anything, now or later; dead letters do not count. */
async function untilIdle({ queues, engines }: Services, functions: StackFunctions): Promise<void> {
  const isEmpty = ({ definition: { name } }: Services['queues'][number]) => {
    const { visible, inFlight, delayed } = engines.queues.counts(name);
    return visible + inFlight + delayed === 0;
  };
  const worked = queues.filter(({ isDeadLetterQueue }) => !isDeadLetterQueue);
  while (functions.active() > 0 || !worked.every(isEmpty)) await sleep(restIntervalMs);
}

/** Resolves when no function works and `polled` is done, at the latest after so long. */
async function untilAtRest(functions: StackFunctions, polled: Promise<unknown>, longestMs: number): Promise<void> {
  const grace = AbortSignal.timeout(longestMs);
  const isOver = new Promise((resolve) => grace.addEventListener('abort', resolve));
  const worksNoMore = async () => {
    while (functions.active() > 0 && !grace.aborted) await sleep(restIntervalMs);
  };
  await Promise.race([Promise.all([polled, worksNoMore()]), isOver]);
}
