import { Duration, Validations } from 'aws-cdk-lib';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Dataset } from '../../shared/domain/dataset.ts';
import { type StageConfig, settingVariables } from '../settings/stage-config.ts';
import type { CaptureTables } from './capture-tables.ts';
import { pascal, type StageDefaults } from './stage-defaults.ts';
import type { ZoomAccountSecret } from './zoom-account-secret.ts';
import { ZoomCaptureFunction } from './zoom-capture-function.ts';

/** Short on purpose: a long capture goes on by a message to its own queue, and one that crashed is received again soon. */
const timeout = Duration.minutes(2);
/** What AWS asks for: throttled batches are tried again while they stay hidden. */
const visibilityTimeout = Duration.seconds(6 * timeout.toSeconds());
/** The longest that SQS keeps a message; a meeting can wait for days behind a daily limit. */
const longestRetentionDays = 14;

/** No message outlives the meeting that it is about. */
const queueRetention = ({ retentionDays }: StageConfig): Duration =>
  Duration.days(retentionDays === 0 ? longestRetentionDays : Math.min(longestRetentionDays, retentionDays));

interface DatasetCaptureProps extends StageDefaults {
  /** What it captures; the function reads it from `DATASET`. */
  readonly dataset: Dataset;
  readonly tables: CaptureTables;
  readonly accounts: readonly ZoomAccountSecret[];
  readonly config: StageConfig;
}

/**
 * The capture of one dataset: a queue of capture messages, the function that works them, and a dead-letter queue. Each
 * dataset has its own, so that QoS, which makes nine tenths of the calls, never delays the others.
 */
export class DatasetCapture extends Construct {
  readonly dataset: Dataset;
  /** The dataset in the form of construct ids. */
  readonly label: string;
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
  readonly consumer: ZoomCaptureFunction;

  constructor(scope: Construct, id: string, props: DatasetCaptureProps) {
    super(scope, id);
    const { dataset, tables, accounts, config, ...stageDefaults } = props;
    const { encryptionKey } = stageDefaults;
    this.dataset = dataset;
    this.label = pascal(dataset);
    const kept = {
      retentionPeriod: queueRetention(config),
      enforceSSL: true,
      ...(encryptionKey
        ? { encryption: QueueEncryption.KMS, encryptionMasterKey: encryptionKey }
        : { encryption: QueueEncryption.SQS_MANAGED }),
    };
    this.deadLetterQueue = new Queue(this, 'DeadLetterQueue', kept);
    this.queue = new Queue(this, 'Queue', {
      ...kept,
      visibilityTimeout,
      // Waiting is done by sending again, so receives are spent on crashes alone.
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: 5 },
    });

    this.consumer = new ZoomCaptureFunction(this, 'Consumer', {
      folder: 'capture',
      description: `Captures the ${dataset} of ended Zoom meetings and webinars`,
      timeout,
      memorySizeMb: 512,
      continuesItself: true,
      ...stageDefaults,
      environment: { ...settingVariables(config, 'capture'), DATASET: dataset },
    });
    this.consumer.bindQueue('QUEUE_URL', this.queue);
    // A capture that only a person can help goes there at once, not after five receives.
    this.consumer.bindQueue('DEAD_LETTER_QUEUE_URL', this.deadLetterQueue);
    this.consumer.bindTable('CAPTURES_TABLE', tables.captures, ['GetItem', 'PutItem', 'BatchWriteItem', 'Query']);
    this.consumer.bindTable('CONTROL_TABLE', tables.control, ['GetItem', 'Query', 'UpdateItem']);
    this.consumer.bindZoomAccounts(accounts);
    this.consumer.allowPolling(this.queue);
    // By hand, since the ready-made event source puts the stack's name, and so the stage, into its construct id.
    const mapping = new EventSourceMapping(this, 'EventSource', {
      target: this.consumer.lambda,
      eventSourceArn: this.queue.queueArn,
      batchSize: 10,
      maxConcurrency: config.concurrency[dataset],
      reportBatchItemFailures: true,
    });
    acknowledgeDeadLetters(this, mapping);
  }
}

/** What reviewers ask about queues and functions, and where the answer is. */
function acknowledgeDeadLetters({ deadLetterQueue, consumer }: DatasetCapture, mapping: EventSourceMapping): void {
  const reason =
    "Messages that fail are kept by the queue's own redrive policy; Lambda offers no destination for a queue.";
  Validations.of(deadLetterQueue).acknowledge({
    id: 'Serverless-SQSRedrivePolicy',
    reason: 'It is the dead-letter queue: what is in it waits for a person.',
  });
  Validations.of(consumer.lambda).acknowledge({ id: 'Serverless-LambdaDLQ', reason });
  Validations.of(mapping).acknowledge({ id: 'Serverless-LambdaEventSourceMappingDestination', reason });
}
