import {
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import type { Item } from '../../../shared/dynamo/item.ts';

const $metadata = { httpStatusCode: 400, attempts: 1 };

/** What DynamoDB refuses, as the SDK throws it: a service error with this name, which the SDK has no class for. */
export function refusal(message: string): DynamoDBServiceException {
  return new DynamoDBServiceException({ name: 'ValidationException', $fault: 'client', $metadata, message });
}

/** `Item` is the item that is there, where it was asked for. */
export function conditionFailed(Item: Item | undefined): ConditionalCheckFailedException {
  return new ConditionalCheckFailedException({
    message: 'The conditional request failed',
    $metadata,
    ...(Item && { Item }),
  });
}

/** Of a table that is not there. */
export const notFound = () => new ResourceNotFoundException({ message: 'Requested resource not found', $metadata });

/** The code asks for something that the in-memory table does not know. A fault of the test's tools, not of the code. */
export class NotInMemoryError extends Error {
  override readonly name = 'NotInMemoryError';
}
