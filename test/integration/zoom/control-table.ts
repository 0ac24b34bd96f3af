import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Intercept } from '../../../local/emulator/engines/engine-call.ts';
import { createEngineFront } from '../../../local/emulator/engines/engine-front.ts';
import { nearClient } from '../../support/capture/near-client.ts';
import { quickRetries } from '../../support/capture/quick-retries.ts';
import { tables } from '../../support/capture/tables.ts';
import { memoryEngine } from '../../support/memory/memory-engine.ts';
import { createMemoryDynamo } from '../../support/memory/memory-table.ts';
import { answerInTime } from './virtual-network.ts';
import type { VirtualTime } from './virtual-time.ts';

export type ControlTable = AsyncDisposable & {
  readonly client: DynamoDBClient;
  readonly table: string;
  /** Of its DynamoDB. */
  readonly url: string;
  /** Requests to DynamoDB so far. */
  readonly requests: () => number;
};

/** A `Control` table of its own, in memory, for one test. In virtual time its answers are `latencyMs` on their way. */
export async function controlTable({
  time,
  latencyMs = () => 0,
  faults,
}: {
  readonly time?: VirtualTime;
  readonly latencyMs?: () => number;
  readonly faults?: Intercept;
} = {}): Promise<ControlTable> {
  const front = await createEngineFront({
    name: 'dynamodb',
    engine: memoryEngine(createMemoryDynamo({ tables })),
    functionOf: () => undefined,
    instance: 'control',
    intercept: faults,
  });
  const client = nearClient(front, 'test', { retryStrategy: quickRetries() });
  let requests = 0;
  client.middlewareStack.add(
    (next) => (call) => {
      requests += 1;
      return next(call);
    },
    { step: 'initialize' },
  );
  if (time) answerInTime(client, time, latencyMs);
  return {
    client,
    table: 'Control',
    url: front.url,
    requests: () => requests,
    async [Symbol.asyncDispose]() {
      client.destroy();
      await front.close();
    },
  };
}
