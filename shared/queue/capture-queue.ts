import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { CaptureMessage } from '../domain/capture-message.ts';
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
