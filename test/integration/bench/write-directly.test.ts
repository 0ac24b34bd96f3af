import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clientFor } from '../../../bench/engines/sdk-client.ts';
import { writeDirectly } from '../../../bench/engines/write-directly.ts';
import { storeItems } from '../../../bench/fill-store.ts';
import { openStore } from '../../../local/emulator/engines/dynalite-engine.ts';
import { dynaliteDatabase } from '../../../local/emulator/engines/dynalite-internals.ts';
import { startEngines } from '../../../local/emulator/engines/start-engines.ts';
import { batchWrite, putText } from '../../../shared/dynamo/batch-write.ts';
import { itemText } from '../../../shared/dynamo/item.ts';
import { tables } from '../../support/capture/tables.ts';

const items = [...storeItems({ meetings: 2, sessions: 20, minutes: 2 }, () => {})];

/** Everything in the engine's database: tables, items, index entries. */
async function contents(dataDir: string): Promise<Map<string, unknown>> {
  const { store, close } = await openStore(join(dataDir, 'dynamodb'), (path) => dynaliteDatabase.create({ path }));
  const found = new Map<string, unknown>();
  for await (const [key, value] of store.db.iterator({ gte: '', lt: '\xFF' })) found.set(key, value);
  await close();
  return found;
}

test('a store filled directly is the store that BatchWriteItem fills', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'write-directly-'));
  const [direct, called] = [join(directory, 'direct'), join(directory, 'called')];
  expect(await writeDirectly(direct, 'Captures', items)).toBe(items.length);

  const engines = await startEngines({ dataDir: called, functionOf: () => undefined, instance: 'test' });
  await engines.ensureTables(tables);
  const client = clientFor(engines.dynamodb.url);
  const puts = items.map((item) => putText(itemText(item)));
  await batchWrite('Captures', puts, { client, sleep: async () => {}, random: () => 0 });
  client.destroy();
  await engines.close();

  const expected = await contents(called);
  expect(expected.size).toBeGreaterThan(items.length);
  expect(await contents(direct)).toEqual(expected);
  await rm(directory, { recursive: true });
});
