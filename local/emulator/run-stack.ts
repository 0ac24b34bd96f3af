import { randomUUID } from 'node:crypto';
import { createCleanup } from './cleanup.ts';
import type { Intercept } from './engines/engine-call.ts';
import { queueUrl } from './engines/fauxqs-engine.ts';
import { type FunctionSession, startSecretsExtension } from './engines/secrets-extension.ts';
import { startEngines } from './engines/start-engines.ts';
import { startTimeToLive } from './engines/time-to-live.ts';
import { accessKeyIdOf } from './functions/function-environment.ts';
import { FunctionFailedError } from './functions/invocation-outcome.ts';
import { startInvokeApi } from './functions/invoke-api.ts';
import { createStackFunctions } from './functions/stack-functions.ts';
import { declaredHttpApi } from './http/http-api-definition.ts';
import { startHttpApiServer } from './http/http-api-server.ts';
import { createLogFiles } from './log-files.ts';
import { enforcePermissions } from './permissions/enforce-permissions.ts';
import { checkEventSourceRoles } from './queues/event-source-roles.ts';
import { startStackPollers } from './queues/stack-pollers.ts';
import { createRest } from './rest.ts';
import type { RunningStack, RunStackOptions } from './running-stack.ts';
import { declaredSchedules, startSchedules } from './schedules.ts';
import { writeStackFile } from './stack-file.ts';
import { declaredQueues } from './template/queue-definitions.ts';
import { readAssembly } from './template/read-assembly.ts';
import { resolveTemplate } from './template/resolve-template.ts';
import { stackSecrets } from './template/stack-secrets.ts';
import { declaredTables } from './template/table-definitions.ts';

export type { RunningStack, RunStackOptions } from './running-stack.ts';

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
  const { assemblyDir, dataDir, onInvocation } = options;
  const { stackName, template: declared, assetPaths } = await readAssembly(assemblyDir, options.stackName);
  const instance = randomUUID();
  const sessions = new Map<string, FunctionSession>();
  const functionIds = new Map<string, string>();
  const permissions = enforcePermissions();
  const injected: Intercept = options.intercept ?? ((_call, next) => next());
  const intercept: Intercept = (call, next) => injected(call, () => permissions.intercept(call, next));
  const cleanup = createCleanup();
  try {
    const engines = await startEngines({ dataDir, intercept, instance, functionOf: (key) => functionIds.get(key) });
    cleanup.add(engines.close);
    const http = await startHttpApiServer(options.httpPort ?? 0);
    cleanup.add(http.close);
    const template = resolveTemplate(stackName, declared, {
      queueUrl: (name) => queueUrl(engines.sqs.url, name),
      httpUrl: http.url,
    });
    const warnings = permissions.begin(template);
    checkEventSourceRoles(template, permissions.decide);
    const tables = declaredTables(template);
    const queues = declaredQueues(template);
    await engines.ensureTables(tables.map(({ definition }) => definition));
    engines.ensureQueues(queues.map(({ definition }) => definition));
    cleanup.add(startTimeToLive(engines.dynamodb, tables));
    const secrets = stackSecrets(template, options.secretValues);
    const extension = await startSecretsExtension({ secrets, intercept, sessionOf: (token) => sessions.get(token) });
    cleanup.add(extension.close);

    const logs = createLogFiles(dataDir);
    cleanup.add(logs.close);
    const functions = createStackFunctions({
      template,
      assetPaths,
      sessions,
      onInvocation,
      environment: options.environment ?? {},
      endpoints: {
        dynamodbUrl: engines.dynamodb.url,
        sqsUrl: engines.sqs.url,
        secretsExtensionPort: extension.port,
      },
      log(functionId, line) {
        logs.write(functionId, line);
        options.log?.(line, functionId);
      },
    });
    cleanup.add(functions.close);
    for (const warning of warnings) options.log?.(warning, stackName);
    for (const { definition } of functions.pools) functionIds.set(accessKeyIdOf(definition.name), definition.logicalId);

    const invokeApi = await startInvokeApi(functions.invoke);
    cleanup.add(invokeApi.close);
    const api = declaredHttpApi(template);
    if (api) http.serve(api, functions.invoke);
    const stopSchedules = startSchedules(declaredSchedules(template), ({ functionArn, event }) => {
      void functions.invokeAsync(functionArn, event(new Date()));
    });
    cleanup.add(stopSchedules);

    const stack = {
      stackName,
      httpUrl: http.url,
      dynamodbUrl: engines.dynamodb.url,
      sqsUrl: engines.sqs.url,
      lambdaUrl: invokeApi.url,
      tables: Object.fromEntries(tables.map(({ logicalId, definition }) => [logicalId, definition.TableName])),
      queues: Object.fromEntries(
        queues.map(({ logicalId, url, arn, definition: { name } }) => [logicalId, { name, url, arn }]),
      ),
      outputs: template.outputs,
    };
    const startedAt = new Date().toISOString();
    if (dataDir !== undefined) await writeStackFile(dataDir, { ...stack, instance, pid: process.pid, startedAt });
    const pollers = startStackPollers({ template, queues, functions, sqs: engines.sqs });

    const rest = createRest({ active: functions.active, queues, counts: engines.queues.counts });
    const close = async (graceMs: number) => {
      stopSchedules();
      http.stopServing();
      const polled = pollers.stop();
      engines.queues.endPolls();
      await rest.within(graceMs, polled);
      await cleanup.run();
    };
    let closing: Promise<void> | undefined;
    return {
      ...stack,
      template,
      usedGrants: permissions.usedGrants,
      unusedGrants: permissions.unusedGrants,
      functions: Object.fromEntries(
        functions.pools.map(({ definition: { logicalId, name, arn, roleArn } }) => {
          return [logicalId, { name, arn, roleArn, accessKeyId: accessKeyIdOf(name) }];
        }),
      ),
      async invoke(logicalId, payload) {
        const outcome = await functions.invoke(logicalId, payload);
        if (outcome.kind === 'failed') throw new FunctionFailedError(logicalId, outcome.reason, outcome.error);
        return JSON.parse(outcome.payload);
      },
      idle: rest.idle,
      close({ graceMs = 10_000 } = {}) {
        closing ??= close(graceMs);
        return closing;
      },
    };
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}
