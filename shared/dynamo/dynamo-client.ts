import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { boundSends, type ClientBounds, requestHandlerWithin } from '../runtime/bounded-client.ts';

/** A batch of rows is 8 MB at most, which a function with a third of a processor encrypts and sends in a second or two. */
const functionBounds: ClientBounds = { connectMs: 1_000, attemptMs: 8_000, sendMs: 20_000 };

/**
 * The client of all tables. A request that is not answered is an error in time: of one attempt after 8 seconds, of all after 20.
 *
 * It is the SDK's without its logger, which walks every request and answer by their schemas even when nobody logs them: a
 * seventh of all the processor time of a capture.
 */
export function createDynamoClient(config: DynamoDBClientConfig = {}, bounds = functionBounds): DynamoDBClient {
  const client = new DynamoDBClient({ requestHandler: requestHandlerWithin(bounds), ...config });
  client.middlewareStack.remove('loggerMiddleware');
  boundSends(client, 'DynamoDB', bounds);
  return client;
}
