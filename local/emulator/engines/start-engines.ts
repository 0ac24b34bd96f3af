import { join } from 'node:path';
import { startDynalite } from './dynalite-engine.ts';
import type { TableDefinition } from './dynalite-tables.ts';
import type { Intercept } from './engine-call.ts';
import { createEngineFront, type EngineFront } from './engine-front.ts';
import { type BusEvent, createEventBus, type EventBusEngine } from './event-bus.ts';
import { type FauxqsEngine, type QueueDefinition, startFauxqs } from './fauxqs-engine.ts';
import { createS3Front } from './s3-front.ts';

type EnginesOptions = {
  /** In memory alone when absent. */
  readonly dataDir?: string | undefined;
  readonly intercept?: Intercept | undefined;
  readonly functionOf: (accessKeyId: string) => string | undefined;
  /** Names this run. */
  readonly instance: string;
  /** Hears of each event that is put on a bus. */
  readonly onEvent?: ((event: BusEvent) => void) | undefined;
};

export type Engines = {
  readonly dynamodb: EngineFront;
  readonly sqs: EngineFront;
  readonly events: EngineFront;
  readonly s3: { readonly url: string };
  readonly ensureBuckets: FauxqsEngine['ensureBuckets'];
  readonly queues: Pick<FauxqsEngine, 'counts' | 'endPolls' | 'queueNames'>;
  readonly ensureTables: (definitions: readonly TableDefinition[]) => Promise<void>;
  readonly serveBuses: EventBusEngine['serve'];
  readonly ensureQueues: (definitions: readonly QueueDefinition[]) => void;
  readonly close: () => Promise<void>;
};

/**
 * Starts DynamoDB, SQS, S3 and EventBridge within this process, each on a free port of 127.0.0.1.
 * @throws {DataDirInUseError} when another process has the data open
 */
export async function startEngines({ dataDir, onEvent = () => {}, ...front }: EnginesOptions): Promise<Engines> {
  const within = (folder: string) => (dataDir === undefined ? undefined : join(dataDir, folder));
  // DynamoDB first: its lock tells whether another process uses the data, and SQLite has none that would.
  const dynalite = await startDynalite({ directory: within('dynamodb') });
  const fauxqs = await startFauxqs({ directory: within('sqs'), objects: within('s3') });
  const dynamodb = await createEngineFront({ ...front, name: 'dynamodb', engine: dynalite });
  const sqs = await createEngineFront({ ...front, name: 'sqs', engine: fauxqs });
  const buses = createEventBus(onEvent);
  const events = await createEngineFront({ ...front, name: 'events', engine: buses });
  const s3 = await createS3Front({ ...front, answer: fauxqs.answerS3 });
  return {
    dynamodb,
    sqs,
    events,
    s3,
    queues: fauxqs,
    serveBuses: buses.serve,
    ensureBuckets: fauxqs.ensureBuckets,
    ensureTables: dynalite.ensureTables,
    ensureQueues: (definitions) => fauxqs.ensureQueues(sqs.url, definitions),
    async close() {
      fauxqs.endPolls();
      await Promise.all([dynamodb.close(), sqs.close(), events.close(), s3.close()]);
    },
  };
}
