import { datasets } from '../../shared/domain/dataset.ts';
import type { Surroundings } from './orders.ts';

/** What a consumer's bundle finds in its environment: what the stack sets, Lambda's own, and where everything is on this machine. */
export const consumerEnvironment = ({
  apiUrl,
  oauthUrl,
  dynamodbUrl,
  awsUrl,
}: Surroundings & {
  /** SQS and the secrets extension. */
  readonly awsUrl: string;
}): Record<string, string> => ({
  ...{ QUEUE_URL: `${awsUrl}/0/queue`, DEAD_LETTER_QUEUE_URL: `${awsUrl}/0/dead` },
  ...{ CAPTURES_TABLE: 'Captures', CONTROL_TABLE: 'Control', ZOOM_API_URL: apiUrl, ZOOM_OAUTH_URL: oauthUrl },
  ZOOM_ACCOUNTS: JSON.stringify([{ name: 'main', secretId: 'arn:bench', plan: 'business', datasets }]),
  ...{ TIME_SCALE: '1', RETENTION_DAYS: '0', PRIVACY: '{}', STAGE: 'bench', POWERTOOLS_LOG_LEVEL: 'SILENT' },
  PARAMETERS_SECRETS_EXTENSION_HTTP_PORT: new URL(awsUrl).port,
  ...{ AWS_ENDPOINT_URL_SQS: awsUrl, AWS_ENDPOINT_URL_DYNAMODB: dynamodbUrl, AWS_REGION: 'us-east-1' },
  ...{ AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'x', AWS_SESSION_TOKEN: 'session' },
});
