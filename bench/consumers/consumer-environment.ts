import type { CaptureEnvironment } from '../../functions/capture/handler.ts';
import type { Dataset } from '../../shared/domain/dataset.ts';
import { lambdaEnvironment, stackEnvironment } from './lambda-environment.ts';
import type { Surroundings } from './orders.ts';

/** What a consumer's bundle finds in its environment: what the stack sets, Lambda's own, and where everything is on this machine. */
export const consumerEnvironment = ({
  dataset,
  apiUrl,
  oauthUrl,
  dynamodbUrl,
  awsUrl,
}: Surroundings & {
  readonly dataset: Dataset;
  /** SQS and the secrets extension. */
  readonly awsUrl: string;
}): Record<string, string> => {
  const environment: CaptureEnvironment = {
    ...stackEnvironment,
    QUEUE_URL: `${awsUrl}/0/queue`,
    DEAD_LETTER_QUEUE_URL: `${awsUrl}/0/dead`,
    CAPTURES_TABLE: 'Captures',
    CONTROL_TABLE: 'Control',
    ZOOM_API_URL: apiUrl,
    ZOOM_OAUTH_URL: oauthUrl,
    DATASET: dataset,
    RETENTION_DAYS: '0',
    PRIVACY: '{}',
    UNKNOWN_FIELDS: 'keep',
    CONFIDENTIAL: 'drop',
    QOS_SAMPLES: 'packed',
  };
  return { ...lambdaEnvironment(awsUrl), AWS_ENDPOINT_URL_DYNAMODB: dynamodbUrl, ...environment };
};
