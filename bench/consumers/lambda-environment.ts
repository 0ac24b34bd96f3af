import { datasets } from '../../shared/domain/dataset.ts';

/** What Lambda itself sets. SQS and the secrets extension are at `awsUrl`, on this machine. */
export const lambdaEnvironment = (awsUrl: string): Record<string, string> => ({
  PARAMETERS_SECRETS_EXTENSION_HTTP_PORT: new URL(awsUrl).port,
  AWS_ENDPOINT_URL_SQS: awsUrl,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'x',
  AWS_SESSION_TOKEN: 'session',
});

/** What the stack sets for every function. */
export const stackEnvironment = {
  ZOOM_ACCOUNTS: JSON.stringify([{ name: 'main', secretId: 'arn:bench', plan: 'business', datasets }]),
  STORE_SECRET_ID: 'arn:bench',
  TIME_SCALE: '1',
  STAGE: 'bench',
};
