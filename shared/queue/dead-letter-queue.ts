import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

export type DeadLetter = {
  readonly messageId: string;
  readonly body: string;
  readonly receiptHandle: string;
};

export type DeadLetterQueue = {
  /** At most 10, hidden from others for a while; none when the queue has no more to show. */
  readonly receive: () => Promise<DeadLetter[]>;
  readonly remove: (letter: DeadLetter) => Promise<void>;
  /** Shows them to others again at once; what has come back by itself is left as it is. */
  readonly release: (letters: readonly DeadLetter[]) => Promise<void>;
};

/** How long a letter stays hidden when we die, in seconds; a longer run meets letters again, which it knows. */
const hiddenSeconds = 300;
/** A wait makes SQS ask all its servers, so that an empty answer means an empty queue. */
const waitSeconds = 1;
/** SQS takes and gives so many at a time. */
const batchSize = 10;

/** The queue of what could not be worked, for reading and emptying by hand. */
export function createDeadLetterQueue(client: SQSClient, queueUrl: string): DeadLetterQueue {
  return {
    async receive() {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: queueUrl,
          MaxNumberOfMessages: batchSize,
          VisibilityTimeout: hiddenSeconds,
          WaitTimeSeconds: waitSeconds,
        }),
      );
      return Messages.map(({ MessageId = '', Body = '', ReceiptHandle = '' }) => ({
        messageId: MessageId,
        body: Body,
        receiptHandle: ReceiptHandle,
      }));
    },
    async remove({ receiptHandle }) {
      await client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: receiptHandle }));
    },
    async release(letters) {
      for (let at = 0; at < letters.length; at += batchSize) {
        const Entries = letters.slice(at, at + batchSize).map(({ receiptHandle }, index) => ({
          Id: String(index),
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: 0,
        }));
        await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }));
      }
    },
  };
}

/** About how many messages a dead-letter queue has, those that somebody has received among them. */
export async function countDeadLetters(client: SQSClient, queueUrl: string): Promise<number> {
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0);
}
