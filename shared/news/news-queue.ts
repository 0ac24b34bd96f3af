import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { NewsMessage } from './news-message.ts';

/** Sends to the queue of news. Sent twice, it is told twice. */
export const createNewsQueue =
  ({ client, queueUrl }: { readonly client: Pick<SQSClient, 'send'>; readonly queueUrl: string }) =>
  async (message: NewsMessage): Promise<void> => {
    await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(message) }));
  };
