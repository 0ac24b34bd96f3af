import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

const sqs = new SQSClient({});

/** Three sends and nothing else: what no webhook with three queues can do without. */
export async function handler({ body }: APIGatewayProxyEventV2) {
  const send = () => sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: body }));
  await Promise.all([send(), send(), send()]);
  return { statusCode: 204 };
}
