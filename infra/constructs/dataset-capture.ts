import { Duration } from 'aws-cdk-lib';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Dataset } from '../../shared/domain/dataset.ts';
import type { CaptureTables } from '../parts/capture-tables.ts';
import { pascal, type StageDefaults } from '../parts/stage-defaults.ts';
import { workMessages, workQueue } from '../parts/work-queue.ts';
import type { ZoomAccountSecrets } from '../parts/zoom-account-secret.ts';
import { ZoomCaptureFunction } from '../parts/zoom-capture-function.ts';
import { type StageConfig, settingVariables } from '../settings/stage-config.ts';

/** Short on purpose: a long capture goes on by a message to its own queue, and one that crashed is received again soon. */
const timeout = Duration.minutes(2);
interface DatasetCaptureProps extends StageDefaults {
  /** What it captures; the function reads it from `DATASET`. */
  readonly dataset: Dataset;
  readonly tables: CaptureTables;
  readonly accounts: readonly ZoomAccountSecrets[];
  readonly storeSecret: Secret;
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
    const { dataset, tables, accounts, storeSecret, config, ...stageDefaults } = props;
    const { encryptionKey } = stageDefaults;
    this.dataset = dataset;
    this.label = pascal(dataset);
    const queues = workQueue(this, { config, timeout, encryptionKey });
    this.queue = queues.queue;
    this.deadLetterQueue = queues.deadLetterQueue;

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
    this.consumer.bindZoomAccounts(accounts, 'call');
    this.consumer.bindSecret('STORE_SECRET_ID', storeSecret);
    workMessages(this, { ...queues, consumer: this.consumer, maxConcurrency: config.concurrency[dataset] });
  }
}
