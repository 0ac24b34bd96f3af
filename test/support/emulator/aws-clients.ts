import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { onTestFinished } from 'vitest';

const settings = { region: 'us-east-1', credentials: { accessKeyId: 'TEST', secretAccessKey: 'test' } };

/** A client that is closed after the test. */
export function sqsClient(endpoint: string): SQSClient {
  const client = new SQSClient({ ...settings, endpoint });
  onTestFinished(() => client.destroy());
  return client;
}

export function dynamodbClient(endpoint: string): DynamoDBClient {
  const client = new DynamoDBClient({ ...settings, endpoint });
  onTestFinished(() => client.destroy());
  return client;
}
