import { PurgeQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Intercept } from '../../../local/emulator/engines/engine-call.ts';
import { createEngineFront } from '../../../local/emulator/engines/engine-front.ts';
import { queueUrl, startFauxqs } from '../../../local/emulator/engines/fauxqs-engine.ts';
import { byDataset, type Dataset } from '../../../shared/domain/dataset.ts';

const titles = byDataset((dataset) => `${dataset.charAt(0).toUpperCase()}${dataset.slice(1)}`);

/** The stack's queues on an engine of their own, in the wall clock's time, with the outputs that name them. */
export async function startQueues(intercept?: Intercept) {
  const engine = await startFauxqs({});
  const front = await createEngineFront({ name: 'sqs', engine, intercept, functionOf: () => undefined, instance: 'q' });
  const names = Object.values(titles).flatMap((title) => [`${title}Queue`, `${title}DeadLetterQueue`]);
  engine.ensureQueues(
    front.url,
    names.map((name) => ({ name, attributes: {} })),
  );
  const urlOf = (name: string) => queueUrl(front.url, name);
  const sqs = new SQSClient({
    endpoint: front.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'operator', secretAccessKey: 'x' },
    useQueueUrlAsEndpoint: false,
    maxAttempts: 1,
  });
  // A long poll makes SQS ask all its servers; this one has no others, and an empty queue would take a second each time.
  sqs.middlewareStack.add(
    (next) => (call) =>
      next('WaitTimeSeconds' in call.input ? { ...call, input: { ...call.input, WaitTimeSeconds: 0 } } : call),
    { step: 'initialize' },
  );
  return {
    sqs,
    outputs: Object.fromEntries(names.map((name) => [`${name}Url`, urlOf(name)])),
    async deadLetter(dataset: Dataset, body: string): Promise<string> {
      const QueueUrl = urlOf(`${titles[dataset]}DeadLetterQueue`);
      return (await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body }))).MessageId ?? '';
    },
    /** Takes what a consumer would receive now. */
    async bodies(dataset: Dataset): Promise<string[]> {
      const QueueUrl = urlOf(`${titles[dataset]}Queue`);
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      return Messages.map(({ Body = '' }) => Body);
    },
    /** The same of the dead letters, which stay to be received by others. */
    async deadBodies(dataset: Dataset): Promise<string[]> {
      const QueueUrl = urlOf(`${titles[dataset]}DeadLetterQueue`);
      const received = { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 };
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(received));
      return Messages.map(({ Body = '' }) => Body);
    },
    async purge(dataset: Dataset) {
      for (const kind of ['Queue', 'DeadLetterQueue']) {
        await sqs.send(new PurgeQueueCommand({ QueueUrl: urlOf(`${titles[dataset]}${kind}`) }));
      }
    },
    counts: (dataset: Dataset) => engine.counts(`${titles[dataset]}Queue`),
    deadCounts: (dataset: Dataset) => engine.counts(`${titles[dataset]}DeadLetterQueue`),
    async close() {
      sqs.destroy();
      await front.close();
    },
  };
}
