import { isDeepStrictEqual } from 'node:util';
import { TableKeyChangedError } from '../errors.ts';
import {
  type DynaliteIndex,
  type DynaliteItem,
  type DynaliteLevel,
  type DynaliteTable,
  dynaliteDatabase,
  dynaliteKeys,
} from './dynalite-internals.ts';

/** A table as CreateTable takes it, on demand. */
export type TableDefinition = {
  readonly TableName: string;
  readonly KeySchema: DynaliteTable['KeySchema'];
  readonly AttributeDefinitions: DynaliteTable['AttributeDefinitions'];
  readonly GlobalSecondaryIndexes?: readonly IndexDefinition[];
};

export type IndexDefinition = {
  readonly IndexName: string;
  readonly KeySchema: DynaliteTable['KeySchema'];
  readonly Projection: { readonly ProjectionType: string; readonly NonKeyAttributes?: readonly string[] };
};

/** Keeps dynalite's tables in the form that their definitions say. */
export function createTableKeeper(level: DynaliteLevel) {
  async function ensureTable(definition: TableDefinition): Promise<void> {
    const existing = await level.get(dynaliteKeys.table(definition.TableName));
    const table = activeTable(definition);
    if (!isTable(existing)) return level.put(dynaliteKeys.table(definition.TableName), table);
    if (isDeepStrictEqual(shapeOf(existing), shapeOf(table))) return;
    if (!isDeepStrictEqual(keyOf(existing), keyOf(table))) throw new TableKeyChangedError(definition.TableName);
    for (const { IndexName } of existing.GlobalSecondaryIndexes ?? []) {
      await clearIndex(level, definition.TableName, IndexName);
    }
    // The entries first: a kill in between leaves the old shape, and so does all of this again.
    await repairIndexes(level, table);
    await level.put(dynaliteKeys.table(definition.TableName), table);
  }

  return {
    async ensure(definitions: readonly TableDefinition[]): Promise<void> {
      for (const definition of definitions) await ensureTable(definition);
    },
    async repair(): Promise<void> {
      for await (const [, table] of level.iterator(dynaliteKeys.tables)) {
        if (isTable(table)) await repairIndexes(level, table);
      }
    },
  };
}

/** What dynalite's own CreateTable would leave, at once active. */
function activeTable(definition: TableDefinition) {
  const throughput = { ReadCapacityUnits: 0, WriteCapacityUnits: 0, NumberOfDecreasesToday: 0 };
  const arn = `arn:aws:dynamodb:us-east-1:000000000000:table/${definition.TableName}`;
  const empty = { ItemCount: 0 };
  return {
    ...definition,
    ...(definition.GlobalSecondaryIndexes && {
      GlobalSecondaryIndexes: definition.GlobalSecondaryIndexes.map((index) => ({
        ...index,
        ...empty,
        IndexArn: `${arn}/index/${index.IndexName}`,
        IndexSizeBytes: 0,
        IndexStatus: 'ACTIVE',
        ProvisionedThroughput: throughput,
      })),
    }),
    ...empty,
    TableArn: arn,
    TableId: '00000000-0000-4000-8000-000000000000',
    TableStatus: 'ACTIVE',
    TableSizeBytes: 0,
    CreationDateTime: 0,
    ProvisionedThroughput: throughput,
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST', LastUpdateToPayPerRequestDateTime: 0 },
    TableThroughputModeSummary: { TableThroughputMode: 'PAY_PER_REQUEST' },
  };
}

const typesOf = (table: DynaliteTable) =>
  Object.fromEntries(
    table.AttributeDefinitions.map(({ AttributeName, AttributeType }) => [AttributeName, AttributeType]),
  );

const keyOf = (table: DynaliteTable) => {
  const types = typesOf(table);
  return table.KeySchema.map(({ AttributeName, KeyType }) => ({ AttributeName, KeyType, type: types[AttributeName] }));
};

const shapeOf = (table: DynaliteTable) => ({
  key: keyOf(table),
  types: typesOf(table),
  indexes: table.GlobalSecondaryIndexes ?? [],
});

const isTable = (value: unknown): value is DynaliteTable =>
  typeof value === 'object' && value !== null && 'TableStatus' in value && 'KeySchema' in value;

/** Operations written at once; bounds the memory of a repair. */
const chunkSize = 500;

/**
 * Makes every index of a table say what its items say.
 *
 * dynalite writes an item's index entries first and the item after them, each by itself, so a process killed in
 * between leaves entries of a write that never was, or misses those of the item that still is. Every entry is made
 * anew from the items, and what no item accounts for is removed. Again: changes nothing.
 */
async function repairIndexes(level: DynaliteLevel, table: DynaliteTable): Promise<void> {
  const indexes = table.GlobalSecondaryIndexes ?? [];
  if (indexes.length === 0) return;
  const expected = await putEntries(level, table, indexes);
  for (const { IndexName } of indexes) {
    await removeEntries(level, dynaliteKeys.indexRange(table.TableName, IndexName), (key) => !expected.has(key));
  }
}

/** Removes an index's every entry. */
const clearIndex = (level: DynaliteLevel, tableName: string, indexName: string): Promise<void> =>
  removeEntries(level, dynaliteKeys.indexRange(tableName, indexName), () => true);

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

async function removeEntries(
  level: DynaliteLevel,
  range: { readonly gte: string; readonly lt: string },
  isUnwanted: (key: string) => boolean,
): Promise<void> {
  const removals: { type: 'del'; key: string }[] = [];
  for await (const key of level.keys(range)) {
    if (isUnwanted(key)) removals.push({ type: 'del', key });
  }
  await level.batch(removals);
}

const isItem = (value: unknown): value is DynaliteItem => typeof value === 'object' && value !== null;
