import { createHash } from 'node:crypto';
import { region } from '../template/resource-names.ts';
import type { FunctionDefinition } from './function-definitions.ts';

export type LocalEndpoints = {
  readonly dynamodbUrl: string;
  readonly sqsUrl: string;
  readonly eventsUrl: string;
  readonly s3Url: string;
  readonly secretsExtensionPort: number;
};

/** The key that a function signs with. Each has its own, so that a call tells who makes it; the same at each start. */
export const accessKeyIdOf = (functionName: string): string =>
  `ASIA${createHash('sha256').update(functionName).digest('hex').slice(0, 16).toUpperCase()}`;

/**
 * Everything a function finds in its environment: what the template declares, what Lambda sets itself, and where AWS
 * is on this machine. Nothing of the host's.
 * @param sessionToken tells the instances of a function apart
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function functionEnvironment(
  definition: FunctionDefinition,
  endpoints: LocalEndpoints,
  sessionToken: string,
): Record<string, string> {
  const { name, logFormat, logLevel, logGroup } = definition;
  return {
    ...definition.environment,
    AWS_ACCESS_KEY_ID: accessKeyIdOf(name),
    AWS_SECRET_ACCESS_KEY: `local-${name}`,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${definition.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memorySizeMb),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: logGroup ?? `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    ...(logFormat && { AWS_LAMBDA_LOG_FORMAT: logFormat }),
    ...(logLevel && { AWS_LAMBDA_LOG_LEVEL: logLevel }),
    LAMBDA_TASK_ROOT: definition.taskRoot,
    LANG: 'en_US.UTF-8',
    TZ: 'UTC',
    _HANDLER: definition.handler,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodbUrl,
    AWS_ENDPOINT_URL_SQS: endpoints.sqsUrl,
    AWS_ENDPOINT_URL_EVENTBRIDGE: endpoints.eventsUrl,
    AWS_ENDPOINT_URL_S3: endpoints.s3Url,
    PARAMETERS_SECRETS_EXTENSION_HTTP_PORT: String(endpoints.secretsExtensionPort),
    // Lambda has no such files; the host may, and the SDK would read them.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
}
