import { SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';
import { boundSends, type ClientBounds, requestHandlerWithin } from '../runtime/bounded-client.ts';

/** The sender of a webhook's event waits for 3 seconds. */
const functionBounds: ClientBounds = { connectMs: 1_000, attemptMs: 2_000, sendMs: 3_000 };

/**
 * The client of all queues: credentials and region from Lambda's environment, connections kept alive. A send takes 3 seconds at the
 * very most; one attempt 2.
 *
 * The endpoint is the region's or `AWS_ENDPOINT_URL_SQS`, never the host in a queue's URL, which a stand-in for SQS may make up.
 */
export function createQueueClient(config: SQSClientConfig = {}, bounds = functionBounds): SQSClient {
  const client = new SQSClient({
    maxAttempts: 2,
    requestHandler: requestHandlerWithin(bounds),
    useQueueUrlAsEndpoint: false,
    ...config,
  });
  boundSends(client, 'SQS', bounds);
  return client;
}
