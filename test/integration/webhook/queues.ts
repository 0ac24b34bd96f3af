import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { buildApp } from 'fauxqs';
import type { CaptureMessage } from '../../../shared/domain/capture/capture-message.ts';
import { decodeMessage } from '../../../shared/queue/message-codec.ts';

/** The queues of all datasets on an embedded SQS, on a free port of the loopback. */
export async function startQueues(names: readonly string[]) {
  const app = buildApp({ logger: false });
  const endpoint = await app.listen({ host: '127.0.0.1', port: 0 });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new SQSClient({ endpoint, region: 'eu-central-1', credentials });
  for (const QueueName of names) await client.send(new CreateQueueCommand({ QueueName }));
  const urlOf = (name: string) => `${endpoint}/000000000000/${name}`;

  return {
    endpoint,
    urlOf,
    /** Everything that can be received now; what was sent with a delay cannot. */
    async take(name: string): Promise<readonly CaptureMessage[]> {
      const messages: CaptureMessage[] = [];
      for (;;) {
        const command = new ReceiveMessageCommand({ QueueUrl: urlOf(name), MaxNumberOfMessages: 10 });
        const { Messages = [] } = await client.send(command);
        if (Messages.length === 0) return messages;
        messages.push(...Messages.map(({ Body = '' }) => decodeMessage(Body)));
      }
    },
    async stop() {
      client.destroy();
      app.server.closeAllConnections();
      await app.close();
    },
  };
}
