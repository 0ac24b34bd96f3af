import { Duration } from 'aws-cdk-lib';
import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { CaptureTables } from '../parts/capture-tables.ts';
import type { StageDefaults } from '../parts/stage-defaults.ts';
import { workMessages, workQueue } from '../parts/work-queue.ts';
import { ZoomCaptureFunction } from '../parts/zoom-capture-function.ts';
import type { StageConfig } from '../settings/stage-config.ts';

const timeout = Duration.seconds(30);

type NamedBus = Pick<IEventBus, 'eventBusName' | 'eventBusArn'>;

interface NewsProps extends StageDefaults {
  /** Who says that there is something to tell. */
  readonly workers: readonly ZoomCaptureFunction[];
  readonly tables: CaptureTables;
  readonly config: StageConfig;
  /** @default - as the settings say */
  readonly givenBus?: NamedBus | undefined;
}

/**
 * Tells EventBridge of captures. Consumers say in a queue that there is something to tell; a function of its own looks into
 * the table for what that is, so that neither EventBridge nor its client is in the way of a capture.
 */
export class News extends Construct {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
  readonly bus: NamedBus;
  readonly teller: ZoomCaptureFunction;

  constructor(scope: Construct, id: string, { workers, tables, config, givenBus, ...defaults }: NewsProps) {
    super(scope, id);
    const queues = workQueue(this, { config, timeout, encryptionKey: defaults.encryptionKey });
    this.queue = queues.queue;
    this.deadLetterQueue = queues.deadLetterQueue;
    this.bus = givenBus ?? this.busOf(config);
    this.teller = new ZoomCaptureFunction(this, 'Teller', {
      ...defaults,
      folder: 'news',
      description: 'Tells EventBridge what there is to tell of captures',
      timeout,
      memorySizeMb: 256,
      environment: {},
      readsSecrets: false,
    });
    this.teller.bindTable('CAPTURES_TABLE', tables.captures, ['BatchGetItem']);
    this.teller.bindBus('NEWS_BUS', this.bus);
    workMessages(this, { ...queues, consumer: this.teller, maxConcurrency: 2 });
    for (const worker of workers) worker.bindQueue('NEWS_QUEUE_URL', this.queue);
  }

  private busOf({ events }: StageConfig): NamedBus {
    return events === 'own'
      ? new EventBus(this, 'Bus', { description: 'News of captured Zoom meetings' })
      : EventBus.fromEventBusName(this, 'Bus', 'default');
  }
}
