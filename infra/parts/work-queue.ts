import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { StageConfig } from '../settings/stage-config.ts';
import { answerRules, inBothPacks } from './reviewed-rules.ts';
import type { ZoomCaptureFunction } from './zoom-capture-function.ts';

/** The longest that SQS keeps a message; a meeting can wait for days behind a daily limit. */
const longestRetentionDays = 14;

/** No message outlives the meeting that it is about. */
const queueRetention = ({ retentionDays }: StageConfig): Duration =>
  Duration.days(retentionDays === 0 ? longestRetentionDays : Math.min(longestRetentionDays, retentionDays));

interface WorkQueueProps {
  readonly config: StageConfig;
  /** Of the function that works its messages. */
  readonly timeout: Duration;
  /** @default - SQS's own key */
  readonly encryptionKey?: IKey | undefined;
}

export interface WorkQueue {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
}

/** A queue of work and its dead-letter queue, within `scope`. */
export function workQueue(scope: Construct, { config, timeout, encryptionKey }: WorkQueueProps): WorkQueue {
  const kept = {
    retentionPeriod: queueRetention(config),
    enforceSSL: true,
    ...(encryptionKey
      ? { encryption: QueueEncryption.KMS, encryptionMasterKey: encryptionKey }
      : { encryption: QueueEncryption.SQS_MANAGED }),
  };
  const deadLetterQueue = new Queue(scope, 'DeadLetterQueue', kept);
  const queue = new Queue(scope, 'Queue', {
    ...kept,
    // What AWS asks for: throttled batches are tried again while they stay hidden.
    visibilityTimeout: Duration.seconds(6 * timeout.toSeconds()),
    // Waiting is done by sending again, so receives are spent on crashes alone.
    deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: 5 },
  });
  return { queue, deadLetterQueue };
}

interface WorkedQueue extends WorkQueue {
  readonly consumer: ZoomCaptureFunction;
  /** Batches at a time. */
  readonly maxConcurrency: number;
}

/** Has a function called with the queue's messages, and lets what fails alone come again. */
export function workMessages(scope: Construct, worked: WorkedQueue): void {
  const { queue, deadLetterQueue, consumer, maxConcurrency } = worked;
  consumer.allowPolling(queue);
  // By hand, since the ready-made event source puts the stack's name, and so the stage, into its construct id.
  const mapping = new EventSourceMapping(scope, 'EventSource', {
    target: consumer.lambda,
    eventSourceArn: queue.queueArn,
    batchSize: 10,
    maxConcurrency,
    reportBatchItemFailures: true,
  });
  answerRules(deadLetterQueue, 'It is the dead-letter queue: what is in it waits for a person.', [
    'Serverless-SQSRedrivePolicy',
  ]);
  const reason =
    "Messages that fail are kept by the queue's own redrive policy; Lambda offers no destination for a queue.";
  answerRules(consumer.lambda, reason, ['Serverless-LambdaDLQ', ...inBothPacks('LambdaDLQ')]);
  answerRules(mapping, reason, ['Serverless-LambdaEventSourceMappingDestination']);
  answerRules(
    consumer.lambda,
    'Its queue calls it, at most as often at once as its event source mapping says (ScalingConfig).',
    inBothPacks('LambdaConcurrency'),
  );
}
