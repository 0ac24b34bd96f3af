import {
  type DynaliteIndex,
  type DynaliteItem,
  type DynaliteLevel,
  type DynaliteTable,
  dynaliteDatabase,
  dynaliteKeys,
} from './dynalite-internals.ts';

/** Operations written at once; bounds the memory of a repair. */
const chunkSize = 500;

/**
 * Makes every index of a table say what its items say.
 *
 * dynalite writes an item's index entries first and the item after them, each by itself, so a process killed in
 * between leaves entries of a write that never was, or misses those of the item that still is. Every entry is made
 * anew from the items, and what no item accounts for is removed. Again: changes nothing.
 */
export async function repairIndexes(level: DynaliteLevel, table: DynaliteTable): Promise<void> {
  const indexes = table.GlobalSecondaryIndexes ?? [];
  if (indexes.length === 0) return;
  const expected = await putEntries(level, table, indexes);
  for (const { IndexName } of indexes) await removeOthers(level, table.TableName, IndexName, expected);
}

/** Removes an index's every entry. */
export const clearIndex = (level: DynaliteLevel, tableName: string, indexName: string): Promise<void> =>
  removeOthers(level, tableName, indexName, new Set());

/** @returns the database keys of all entries that should be there */
async function putEntries(
  level: DynaliteLevel,
  table: DynaliteTable,
  indexes: readonly DynaliteIndex[],
): Promise<ReadonlySet<string>> {
  const expected = new Set<string>();
  let puts: { type: 'put'; key: string; value: unknown }[] = [];
  for await (const [, value] of level.iterator(dynaliteKeys.itemRange(table.TableName))) {
    if (!isItem(value)) continue;
    for (const entry of dynaliteDatabase.getIndexActions(indexes, undefined, value, table).puts) {
      const key = dynaliteKeys.indexPrefix(table.TableName, entry.index) + entry.key;
      expected.add(key);
      puts.push({ type: 'put', key, value: entry.item });
    }
    if (puts.length >= chunkSize) {
      await level.batch(puts);
      puts = [];
    }
  }
  await level.batch(puts);
  return expected;
}

async function removeOthers(level: DynaliteLevel, tableName: string, indexName: string, expected: ReadonlySet<string>) {
  const removals: { type: 'del'; key: string }[] = [];
  for await (const key of level.keys(dynaliteKeys.indexRange(tableName, indexName))) {
    if (!expected.has(key)) removals.push({ type: 'del', key });
  }
  await level.batch(removals);
}

const isItem = (value: unknown): value is DynaliteItem => typeof value === 'object' && value !== null;
