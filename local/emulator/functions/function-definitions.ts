import { statSync } from 'node:fs';
import { TemplateError } from '../errors.ts';
import { createPropertyReader, readValue } from '../template/read-value.ts';
import { type ResolvedResource, type ResolvedTemplate, resourcesOf } from '../template/resolve-template.ts';

export type FunctionDefinition = {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  /** Folder of the bundle. */
  readonly taskRoot: string;
  /** File without its ending, a dot, the exported name: `index.handler`. */
  readonly handler: string;
  readonly runtime: string;
  readonly timeoutSeconds: number;
  readonly memorySizeMb: number;
  /** As declared, resolved. */
  readonly environment: Readonly<Record<string, string>>;
  /** Undefined: what the account has, which on one machine is a few. */
  readonly reservedConcurrency: number | undefined;
  /** ARN of the role it runs as. */
  readonly roleArn: string;
  readonly logFormat: string | undefined;
  readonly logLevel: string | undefined;
  readonly logGroup: string | undefined;
};

export const declaredFunctions = (
  template: ResolvedTemplate,
  assetPaths: ReadonlyMap<string, string>,
): readonly FunctionDefinition[] =>
  resourcesOf(template, 'AWS::Lambda::Function').map((resource) => toFunction(resource, assetPaths));

function toFunction(resource: ResolvedResource, assetPaths: ReadonlyMap<string, string>): FunctionDefinition {
  const { logicalId, name, arn, properties } = resource;
  const { required, optional } = createPropertyReader(properties, logicalId);
  const logging = createPropertyReader(optional('LoggingConfig', 'record') ?? {}, `${logicalId}.LoggingConfig`);
  const runtime = required('Runtime', 'text');
  if (!runtime.startsWith('nodejs')) {
    throw new TemplateError(`${logicalId}: the embedded run knows no runtime ${runtime}`);
  }
  return {
    logicalId,
    name,
    arn,
    taskRoot: taskRootOf(resource, assetPaths),
    handler: required('Handler', 'text'),
    runtime,
    timeoutSeconds: optional('Timeout', 'number') ?? 3,
    memorySizeMb: optional('MemorySize', 'number') ?? 128,
    environment: environmentOf(resource),
    reservedConcurrency: optional('ReservedConcurrentExecutions', 'number'),
    roleArn: required('Role', 'text'),
    logFormat: logging.optional('LogFormat', 'text'),
    logLevel: logging.optional('ApplicationLogLevel', 'text'),
    logGroup: logging.optional('LogGroup', 'text'),
  };
}

function taskRootOf({ logicalId, properties }: ResolvedResource, assetPaths: ReadonlyMap<string, string>): string {
  const code = createPropertyReader(readValue.record(properties.Code, `${logicalId}.Code`), `${logicalId}.Code`);
  const key = code.required('S3Key', 'text');
  const path = assetPaths.get(key);
  if (path === undefined) throw new TemplateError(`${logicalId}: no asset of the assembly goes to ${key}`);
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isDirectory()) throw new TemplateError(`${logicalId}: its code ${path} is no folder`);
  return path;
}

/** Names that Lambda sets itself: declaring one fails a deployment. */
const reservedNames =
  /^(_HANDLER|_X_AMZN_TRACE_ID|AWS_(DEFAULT_)?REGION|AWS_EXECUTION_ENV|AWS_LAMBDA_(FUNCTION_.*|INITIALIZATION_TYPE|LOG_.*|RUNTIME_API)|AWS_ACCESS_KEY(_ID)?|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|LAMBDA_(TASK_ROOT|RUNTIME_DIR))$/;
/** Lambda's limit for all names and values together. */
const longestEnvironmentBytes = 4096;

function environmentOf({ logicalId, properties }: ResolvedResource): Record<string, string> {
  const declared = createPropertyReader(properties, logicalId).optional('Environment', 'record');
  const variables = readValue.record(declared?.Variables ?? {}, `${logicalId}.Environment.Variables`);
  const entries = Object.entries(variables).map(([name, value]): [string, string] => {
    if (reservedNames.test(name)) throw new TemplateError(`${logicalId}: Lambda sets ${name} itself`);
    return [name, readValue.text(value, `${logicalId}.Environment.Variables.${name}`)];
  });
  const environment = Object.fromEntries(entries);
  if (Buffer.byteLength(JSON.stringify(environment)) > longestEnvironmentBytes) {
    throw new TemplateError(`${logicalId}: its environment is larger than Lambda's ${longestEnvironmentBytes} bytes`);
  }
  return environment;
}
