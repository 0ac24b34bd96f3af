import { Duration } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { StageConfig } from '../settings/stage-config.ts';
import type { CaptureTables } from './capture-tables.ts';
import type { DatasetCapture } from './dataset-capture.ts';
import type { StageDefaults } from './stage-defaults.ts';
import { workMessages, workQueue } from './work-queue.ts';
import { ZoomCaptureFunction } from './zoom-capture-function.ts';

const timeout = Duration.seconds(30);

interface NewsProps extends StageDefaults {
  readonly captures: readonly DatasetCapture[];
  readonly tables: CaptureTables;
  readonly config: StageConfig;
}

/**
 * Tells EventBridge of captures. Consumers say in a queue that there is something to tell; a function of its own looks into
 * the table for what that is, so that neither EventBridge nor its client is in the way of a capture.
 */
export class News extends Construct {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
  readonly bus: Pick<EventBus, 'eventBusName' | 'eventBusArn'>;

  constructor(scope: Construct, id: string, { captures, tables, config, ...defaults }: NewsProps) {
    super(scope, id);
    const queues = workQueue(this, { config, timeout, encryptionKey: defaults.encryptionKey });
    this.queue = queues.queue;
    this.deadLetterQueue = queues.deadLetterQueue;
    this.bus =
      config.events === 'own'
        ? new EventBus(this, 'Bus', { description: 'News of captured Zoom meetings' })
        : EventBus.fromEventBusName(this, 'Bus', 'default');
    const teller = new ZoomCaptureFunction(this, 'Teller', {
      ...defaults,
      folder: 'news',
      description: 'Tells EventBridge what there is to tell of captures',
      timeout,
      memorySizeMb: 256,
      environment: {},
      readsSecrets: false,
    });
    teller.bindTable('CAPTURES_TABLE', tables.captures, ['BatchGetItem']);
    teller.bindBus('NEWS_BUS', this.bus);
    workMessages(this, { ...queues, consumer: teller, maxConcurrency: 2 });
    for (const { consumer } of captures) consumer.bindQueue('NEWS_QUEUE_URL', this.queue);
  }
}
