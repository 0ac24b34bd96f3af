import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { madeStore } from '../../../bench/mirror/made-stores.ts';
import { datasets } from '../../../shared/domain/dataset.ts';
import { mirrorDaysAtOnce, mirrorLake } from '../../../shared/lake/mirror-lake.ts';
import { tables } from '../../support/capture/tables.ts';
import { createMemoryDynamo } from '../../support/memory/memory-table.ts';
import { startBuckets } from '../../support/mirrors/bucket.ts';

/** The client, and whether each of its batches was read consistently, in order. */
function watched(client: DynamoDBClient) {
  const consistent: (boolean | undefined)[] = [];
  const send = (command: Parameters<DynamoDBClient['send']>[0]) => {
    if (command instanceof BatchGetItemCommand) {
      for (const { ConsistentRead } of Object.values(command.input.RequestItems ?? {})) consistent.push(ConsistentRead);
    }
    return client.send(command);
  };
  return { client: { ...client, send } as unknown as DynamoDBClient, consistent };
}

test('the lake compares for half a unit by its schedule, and reads whole where it writes or was told of a change', async () => {
  const scratch = await mkdtemp(join(tmpdir(), 'lake-reads-'));
  const buckets = await startBuckets();
  const bucket = buckets.open();
  const memory = createMemoryDynamo({ tables });
  memory.load('Captures', [...madeStore({ meetings: 3, days: 0, people: 2, minutes: 1 })]);
  const { client, consistent } = watched(memory.client);
  const now = () => Date.parse('2025-10-01T10:00:00Z');
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const store = { client, table: 'Captures', now };
  const deps = { store, bucket, datasets, scratch, now, remainingMs: () => 900_000, log, record() {} };
  const readsOf = async (work: () => Promise<unknown>) => {
    consistent.length = 0;
    await work();
    return new Set(consistent);
  };
  try {
    expect(await readsOf(() => mirrorLake(deps))).toEqual(new Set([false, true]));
    expect(await readsOf(() => mirrorLake(deps))).toEqual(new Set([false]));
    expect(await readsOf(() => mirrorDaysAtOnce(['2025-10-01'], deps))).toEqual(new Set([true]));
  } finally {
    bucket.close();
    await buckets.close();
    await rm(scratch, { recursive: true, force: true });
  }
});
