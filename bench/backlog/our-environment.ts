import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { runCapture } from '../../shared/capture/run-capture.ts';
import { scaledWaits } from '../../shared/domain/capture/waits.ts';
import type { Dataset } from '../../shared/domain/dataset.ts';
import { answerInTime, fetchInTime } from '../../test/integration/zoom/virtual-network.ts';
import type { TestQueue } from '../../test/support/capture/queue.ts';
import { quickRetries } from '../../test/support/capture/quick-retries.ts';
import { createWorker } from '../../test/support/capture/worker.ts';
import type { Backlog } from './backlog.ts';
import type { Environment } from './drain.ts';
import { network } from './network.ts';

/** Clocks of execution environments are so far apart at most. */
const clocksApartMs = 10;

/**
 * Starts environments of the product's own capture code, which share nothing but tables, queues and Zoom: each has clients, a
 * lease of the rate budget, a copy of the token and a clock of its own.
 */
export function ourEnvironments({ time, random, plan, simulator, dynamodbUrl }: Backlog) {
  const zoomFetch = fetchInTime(time, network.zoom(random));
  return (dataset: Dataset, queue: TestQueue): Environment => {
    const aheadMs = random() * clocksApartMs;
    const worker = createWorker({
      client: new DynamoDBClient({
        endpoint: dynamodbUrl,
        region: 'us-east-1',
        credentials: { accessKeyId: 'worker', secretAccessKey: 'x' },
        retryStrategy: quickRetries(),
      }),
      simulator,
      queue,
      plan,
      pageSizes: {},
      privacy: {},
      pseudonymKey: undefined,
      now: () => time.now() + aheadMs,
      sleep: time.sleep,
      random,
      waits: scaledWaits(1),
      fetch: zoomFetch,
      effect: (_, run) => run(),
    });
    answerInTime(worker.client, time, network.dynamodb(random));
    return {
      work: (message, messageId, remainingMs) =>
        runCapture(message, { dataset, delivery: { messageId, remainingMs } }, worker.deps(dataset)),
      close: worker.close,
    };
  };
}
