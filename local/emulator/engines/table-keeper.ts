import { isDeepStrictEqual } from 'node:util';
import { type DynaliteLevel, type DynaliteTable, dynaliteKeys } from './dynalite-internals.ts';
import { clearIndex, repairIndexes } from './repair-indexes.ts';

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

/** The table in the data has another key than its definition: its items cannot be kept under the new one. */
export class TableKeyChangedError extends Error {
  override readonly name = 'TableKeyChangedError';

  constructor(tableName: string) {
    super(`Table ${tableName} in the data folder has another key than the template says: choose another data folder`);
  }
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
