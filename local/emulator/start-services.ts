import type { Callers } from './engines/callers.ts';
import type { Intercept } from './engines/engine-call.ts';
import type { BusEvent } from './engines/event-bus.ts';
import { queueUrl } from './engines/fauxqs-engine.ts';
import { startSecretsExtension } from './engines/secrets-extension.ts';
import { type Engines, startEngines } from './engines/start-engines.ts';
import { startTimeToLive } from './engines/time-to-live.ts';
import type { LocalEndpoints } from './functions/function-environment.ts';
import { type HttpApiServer, startHttpApiServer } from './http/http-api-server.ts';
import { enforcePermissions, type Permissions } from './permissions/enforce-permissions.ts';
import { checkEventSourceRoles } from './permissions/service-permissions.ts';
import { type SecretOptions, stackSecrets } from './stack-secrets.ts';
import { type DeclaredQueue, type DeclaredTable, declaredQueues, declaredTables } from './template/declared-stores.ts';
import type { Assembly } from './template/read-assembly.ts';
import { type ResolvedTemplate, resolveTemplate, resourcesOf } from './template/resolve-template.ts';

export type ServicesOptions = SecretOptions & {
  /** Where tables, queues and logs are kept; in memory alone when absent. */
  readonly dataDir?: string;
  /**
   * Port of the HTTP API; 0 takes a free one.
   * @default 0
   */
  readonly httpPort?: number;
  /** Stands between every client and AWS's side, which is the permission check and the engines behind it. */
  readonly intercept?: Intercept;
  /** Hears of each event that is put on a bus. */
  readonly onEvent?: (event: BusEvent) => void;
};

export type Services = {
  /** Worked out with the addresses of what listens. */
  readonly template: ResolvedTemplate;
  readonly engines: Engines;
  readonly tables: readonly DeclaredTable[];
  readonly queues: readonly DeclaredQueue[];
  readonly endpoints: LocalEndpoints;
  /** Listens, and answers 503 until it is told what to serve. */
  readonly http: HttpApiServer;
  readonly permissions: Permissions;
  /** What the policies leave open, in sentences. */
  readonly warnings: readonly string[];
  readonly callers: Callers;
};

/**
 * Starts AWS's side of a stack, without a function: engines with the template's tables and queues, its secrets, the
 * address of its HTTP API. From here on the template's policies hold for every call.
 *
 * What listens comes first, since the template asks for its addresses.
 * @param instance names this run
 * @param started gets what must be stopped
 * @throws as `runStack`
 */
export async function startServices(
  assembly: Assembly,
  { instance, ...options }: ServicesOptions & { readonly instance: string },
  started: AsyncDisposableStack,
): Promise<Services> {
  const callers: Callers = { functionIds: new Map(), sessions: new Map() };
  const permissions = enforcePermissions();
  const injected: Intercept = options.intercept ?? ((_call, next) => next());
  const intercept: Intercept = (call, next) => injected(call, () => permissions.intercept(call, next));

  const functionOf = (accessKeyId: string) => callers.functionIds.get(accessKeyId);
  const engines = await startEngines({ ...options, intercept, instance, functionOf });
  started.defer(engines.close);
  const http = await startHttpApiServer(options.httpPort ?? 0);
  started.defer(http.close);

  const template = resolveTemplate(assembly.stackName, assembly.template, {
    queueUrl: (name) => queueUrl(engines.sqs.url, name),
    httpUrl: http.url,
  });
  const warnings = permissions.begin(template);
  checkEventSourceRoles(template, permissions.decide);

  const tables = declaredTables(template);
  await engines.ensureTables(tables.map(({ definition }) => definition));
  engines.serveBuses(resourcesOf(template, 'AWS::Events::EventBus').map(({ name }) => name));
  engines.ensureBuckets(resourcesOf(template, 'AWS::S3::Bucket').map(({ name }) => name));
  const queues = declaredQueues(template);
  engines.ensureQueues(queues.map(({ definition }) => definition));
  started.defer(startTimeToLive(engines.dynamodb, tables));

  const extension = await startSecretsExtension({
    secrets: await stackSecrets(template, options),
    sessionOf: (token) => callers.sessions.get(token),
    intercept,
  });
  started.defer(extension.close);
  const endpoints = {
    dynamodbUrl: engines.dynamodb.url,
    sqsUrl: engines.sqs.url,
    eventsUrl: engines.events.url,
    s3Url: engines.s3.url,
    secretsExtensionPort: extension.port,
  };
  return { template, engines, tables, queues, endpoints, http, permissions, warnings, callers };
}
