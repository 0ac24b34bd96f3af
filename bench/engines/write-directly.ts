import { join } from 'node:path';
import { openStore } from '../../local/emulator/engines/dynalite-engine.ts';
import { type DynaliteTable, dynaliteDatabase, dynaliteKeys } from '../../local/emulator/engines/dynalite-internals.ts';
import { createTableKeeper } from '../../local/emulator/engines/dynalite-tables.ts';
import { type Item, itemText } from '../../shared/dynamo/item.ts';
import { tables } from '../../test/support/capture/tables.ts';

/** Database operations written at once. */
const chunkSize = 2_000;

/**
 * Puts items into a table of the embedded DynamoDB that is to be started on this folder: its own keys, values and index
 * entries, written to its database without a call for each 25. Some four times as quick as the calls, and the
 * same in the end to the last byte, which a test compares.
 * @returns how many there were
 */
export async function writeDirectly(dataDir: string, tableName: string, items: Iterable<Item>): Promise<number> {
  const { store, close } = await openStore(join(dataDir, 'dynamodb'), (path) =>
    dynaliteDatabase.create({ createTableMs: 0, ...(path && { path }) }),
  );
  try {
    await createTableKeeper(store.db).ensure(tables);
    const table = (await store.db.get(dynaliteKeys.table(tableName))) as DynaliteTable;
    let operations: { type: 'put'; key: string; value: unknown }[] = [];
    let count = 0;
    for (const given of items) {
      // As it comes over the wire: binaries are base64 there, and stay so.
      const item: Item = JSON.parse(itemText(given));
      const key = dynaliteKeys.itemPrefix(tableName) + dynaliteDatabase.createKey(item, table);
      operations.push({ type: 'put', key, value: item });
      const { puts } = dynaliteDatabase.getIndexActions(table.GlobalSecondaryIndexes ?? [], undefined, item, table);
      for (const entry of puts) {
        const place = dynaliteKeys.indexPrefix(tableName, entry.index) + entry.key;
        operations.push({ type: 'put', key: place, value: entry.item });
      }
      count += 1;
      if (operations.length >= chunkSize) {
        await store.db.batch(operations);
        operations = [];
      }
    }
    await store.db.batch(operations);
    return count;
  } finally {
    await close();
  }
}
