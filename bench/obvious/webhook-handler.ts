import { createHmac, timingSafeEqual } from 'node:crypto';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

const sqs = new SQSClient({});
const secretToken = process.env.SECRET_TOKEN ?? '';

/** Verifies the signature, by a token from the environment, and sends one message with the SDK's client as it comes. */
export async function handler({ headers, body = '' }: APIGatewayProxyEventV2) {
  const message = `v0:${headers['x-zm-request-timestamp']}:${body}`;
  const expected = Buffer.from(`v0=${createHmac('sha256', secretToken).update(message).digest('hex')}`);
  const given = Buffer.from(headers['x-zm-signature'] ?? '');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return { statusCode: 401 };
  await sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: body }));
  return { statusCode: 204 };
}
