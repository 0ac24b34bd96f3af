import { randomUUID } from 'node:crypto';
import type { SQSEvent } from 'aws-lambda';
import { nodeOptions } from '../../infra/bundling/node-options.ts';
import type { CaptureMessage } from '../../shared/domain/capture/capture-message.ts';
import { encodeMessage } from '../../shared/queue/message-codec.ts';
import { nextMessage, startProcess } from '../engines/start-process.ts';

export type StartedFunction = {
  /** Hands it a batch. @returns the milliseconds that Lambda would bill @throws when a message fails */
  readonly invoke: (messages: readonly CaptureMessage[]) => Promise<number>;
  readonly close: () => Promise<void>;
};

/** A consumer's bundle in a process of its own, with the environment and the options that the stack gives it. */
export async function startFunction(bundle: string, env: Readonly<Record<string, string>>): Promise<StartedFunction> {
  const module = new URL('./invoked-main.mjs', import.meta.url);
  const { child, close } = await startProcess(module, [bundle], {
    env,
    execArgv: [...nodeOptions],
    // Its metrics are lines on stdout.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return {
    async invoke(messages) {
      child.send(sqsEvent(messages));
      return Number(await nextMessage(child));
    },
    close,
  };
}

const sqsEvent = (messages: readonly CaptureMessage[]): SQSEvent => ({
  Records: messages.map((message) => ({
    messageId: randomUUID(),
    receiptHandle: 'handle',
    body: encodeMessage(message),
    attributes: {
      ApproximateReceiveCount: '1',
      ApproximateFirstReceiveTimestamp: '0',
      SentTimestamp: '0',
      SenderId: 'bench',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:123456789012:bench',
    awsRegion: 'us-east-1',
  })),
});
