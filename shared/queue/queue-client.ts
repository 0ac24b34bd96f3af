import { SQSClient } from '@aws-sdk/client-sqs';

/**
 * The client of all queues: credentials and region from Lambda's environment, connections kept alive.
 *
 * A send takes 4 seconds at the very most, since a webhook's sender waits for 3. The endpoint is the region's or
 * `AWS_ENDPOINT_URL_SQS`, never the host in a queue's URL, which a stand-in for SQS may make up.
 */
export function createQueueClient(): SQSClient {
  return new SQSClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
    useQueueUrlAsEndpoint: false,
  });
}
