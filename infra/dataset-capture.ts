import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Dataset } from '../shared/domain/dataset.ts';
import type { CaptureTables } from './capture-tables.ts';
import type { StageConfig } from './config.ts';
import type { ZoomAccountSecret } from './zoom-account-secret.ts';
import { type FunctionDefaults, ZoomCaptureFunction } from './zoom-capture-function.ts';

/** Short on purpose: a long capture goes on by a message to its own queue, and a crashed one is taken up again soon. */
const timeout = Duration.minutes(2);
/** What AWS asks for: throttled batches are tried again while they stay hidden. */
const visibilityTimeout = Duration.seconds(6 * timeout.toSeconds());
/** The longest that SQS keeps a message; a meeting can wait for days behind a daily limit. */
const retentionPeriod = Duration.days(14);

export interface DatasetCaptureProps extends FunctionDefaults {
  /** What it captures; its handler is the folder of that name under functions/. */
  readonly dataset: Dataset;
  readonly tables: CaptureTables;
  readonly accounts: readonly ZoomAccountSecret[];
  readonly config: StageConfig;
}

/**
 * The capture of one dataset: a queue of obligations, the function that works them off, and a queue for those that
 * cannot be. Each dataset has its own, so that QoS, which makes nine tenths of the calls, never holds the others up.
 */
export class DatasetCapture extends Construct {
  readonly dataset: Dataset;
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
  readonly consumer: ZoomCaptureFunction;

  constructor(scope: Construct, id: string, props: DatasetCaptureProps) {
    super(scope, id);
    const { dataset, tables, accounts, config, logRetention, removalPolicy } = props;
    this.dataset = dataset;
    const encryption = QueueEncryption.SQS_MANAGED;
    this.deadLetterQueue = new Queue(this, 'DeadLetterQueue', { retentionPeriod, encryption, enforceSSL: true });
    this.queue = new Queue(this, 'Queue', {
      visibilityTimeout,
      retentionPeriod,
      encryption,
      enforceSSL: true,
      // Waiting is done by sending again, so receives are spent on crashes alone.
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: 5 },
    });

    this.consumer = new ZoomCaptureFunction(this, 'Consumer', {
      folder: dataset,
      description: `Captures the ${dataset} of ended Zoom meetings and webinars`,
      timeout,
      memorySizeMb: 512,
      continuesItself: true,
      logRetention,
      removalPolicy,
      environment: {
        ZOOM_API_URL: config.zoomApiUrl,
        ZOOM_OAUTH_URL: config.zoomOauthUrl,
        TIME_SCALE: String(config.timeScale),
        RETENTION_DAYS: String(config.retentionDays),
      },
    });
    this.consumer.bindQueue('QUEUE_URL', this.queue);
    // A capture that only a person can help goes there at once, not after five receives.
    this.consumer.bindQueue('DEAD_LETTER_QUEUE_URL', this.deadLetterQueue);
    this.consumer.bindTable('CAPTURES_TABLE', tables.captures, ['GetItem', 'PutItem', 'BatchWriteItem', 'Query']);
    this.consumer.bindTable('CONTROL_TABLE', tables.control, ['GetItem', 'Query', 'UpdateItem']);
    this.consumer.bindZoomAccounts(accounts);
    this.consumer.allowPolling(this.queue);
    // By hand, since the ready-made event source puts the stack's name, and so the stage, into its construct id.
    new EventSourceMapping(this, 'EventSource', {
      target: this.consumer.lambda,
      eventSourceArn: this.queue.queueArn,
      batchSize: 10,
      maxConcurrency: config.concurrency[dataset],
      reportBatchItemFailures: true,
    });
  }
}
