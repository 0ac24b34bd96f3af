import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { CaptureMessage } from '../domain/capture/capture-message.ts';
import { byDataset, type Dataset, datasets, queueVariable } from '../domain/dataset.ts';
import { ConfigurationError } from '../runtime/errors.ts';
import { encodeMessage } from './message-codec.ts';

/** The longest delay that SQS knows, in seconds; whoever waits longer is deferred again. */
const longestDelaySeconds = 900;

export type CaptureQueue = {
  /**
   * Sends a message, to be received after `delayMs` (0 when absent, rounded up to a second, 15 minutes at most).
   * Sent twice it is received twice: consumers are idempotent.
   */
  send(message: CaptureMessage, delayMs?: number): Promise<void>;
};

/** The queue of one dataset. */
export function createCaptureQueue({
  client,
  queueUrl,
}: {
  readonly client: Pick<SQSClient, 'send'>;
  readonly queueUrl: string;
}): CaptureQueue {
  return {
    async send(message, delayMs = 0) {
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: encodeMessage(message),
          DelaySeconds: delaySeconds(delayMs),
        }),
      );
    },
  };
}

/** Whole seconds that SQS takes: rounded up, so that a message never comes early, and within its limits. */
export function delaySeconds(delayMs: number): number {
  return Math.min(longestDelaySeconds, Math.max(0, Math.ceil(delayMs / 1000)));
}

/** The environment variables of a function that sends to the queues of all datasets; optional ones have theirs beside them. */
export const queueVariables = datasets.map((dataset) => queueVariable(dataset));
export type QueueVariable = (typeof queueVariables)[number];

/**
 * The queue of each dataset, by the addresses in the environment. It throws a ConfigurationError for a dataset that the stage
 * has no queue for.
 */
export function createCaptureQueues(
  client: Pick<SQSClient, 'send'>,
  environment: Readonly<Record<string, string | undefined>>,
): (dataset: Dataset) => CaptureQueue {
  const queues = byDataset((dataset) => {
    const queueUrl = environment[queueVariable(dataset)];
    return queueUrl === undefined ? undefined : createCaptureQueue({ client, queueUrl });
  });
  return (dataset) => {
    const queue = queues[dataset];
    if (queue) return queue;
    throw new ConfigurationError(
      `The stage has no queue for ${dataset}: deploy it with an account that captures them.`,
    );
  };
}
