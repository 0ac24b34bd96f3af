import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startDynalite } from '../../../local/emulator/engines/dynalite-engine.ts';
import type { Intercept } from '../../../local/emulator/engines/engine-call.ts';
import { createEngineFront } from '../../../local/emulator/engines/engine-front.ts';
import { quickRetries } from '../../support/capture/quick-retries.ts';
import { tables } from '../../support/capture/tables.ts';
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
  const engine = await startDynalite({});
  await engine.ensureTables(tables);
  const front = await createEngineFront({
    name: 'dynamodb',
    engine,
    functionOf: () => undefined,
    instance: 'control',
    intercept: faults,
  });
  const client = new DynamoDBClient({
    endpoint: front.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    retryStrategy: quickRetries(),
  });
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
