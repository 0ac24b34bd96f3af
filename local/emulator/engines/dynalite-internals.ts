import { createRequire } from 'node:module';

/**
 * The parts of dynalite behind its HTTP server. It exports that server alone, which opens the database by itself and
 * hides it; here calls come in without HTTP, and indexes are mended. The version is pinned in package.json.
 */
export type DynaliteTable = {
  readonly TableName: string;
  readonly TableStatus: string;
  readonly KeySchema: readonly { readonly AttributeName: string; readonly KeyType: string }[];
  readonly AttributeDefinitions: readonly { readonly AttributeName: string; readonly AttributeType: string }[];
  readonly GlobalSecondaryIndexes?: readonly DynaliteIndex[];
};

export type DynaliteIndex = { readonly IndexName: string; readonly IndexStatus?: string };

/** DynamoDB's JSON: attribute name to `{"S": …}` and the like. */
export type DynaliteItem = Readonly<Record<string, unknown>>;

type LevelOperation =
  | { readonly type: 'put'; readonly key: string; readonly value: unknown }
  | { readonly type: 'del'; readonly key: string };

/** What it reads stays on the disk until it is closed, whatever is deleted meanwhile. */
export type LevelList<Value> = AsyncIterable<Value> & { readonly close: () => Promise<void> };

/** The LevelDB below, every value JSON. */
export type DynaliteLevel = {
  readonly open: () => Promise<void>;
  get: (key: string, done?: (error: unknown, value?: unknown) => void) => Promise<unknown> | undefined;
  readonly getSync: (key: string) => unknown;
  readonly put: (key: string, value: unknown) => Promise<void>;
  readonly batch: (operations: readonly LevelOperation[]) => Promise<void>;
  readonly iterator: (range: { gte: string; lt: string }) => AsyncIterable<[string, unknown]>;
  keys: (range: { gte: string; lt: string }) => LevelList<string>;
  values: (range: { gte: string; lt: string }) => LevelList<unknown>;
  /** Of a database on disk alone. */
  readonly compactRange?: (from: string, to: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

export type DynaliteStore = { readonly db: DynaliteLevel };

type IndexEntries = { readonly puts: readonly { index: string; key: string; item: DynaliteItem }[] };

type DynaliteDatabase = {
  readonly create: (options: Record<string, unknown>) => DynaliteStore;
  /** An item's place within its table. */
  readonly createKey: (item: DynaliteItem, table: DynaliteTable) => string;
  readonly getIndexActions: (
    indexes: readonly DynaliteIndex[],
    existingItem: undefined,
    item: DynaliteItem,
    table: DynaliteTable,
  ) => IndexEntries;
};

type DynaliteAction = (store: DynaliteStore, data: unknown, done: (error: unknown, answer?: unknown) => void) => void;

type Validations = {
  readonly checkTypes: (data: unknown, types: unknown) => unknown;
  readonly checkValidations: (data: unknown, types: unknown, custom: unknown, store: DynaliteStore) => void;
};

const require = createRequire(import.meta.url);

export const dynaliteDatabase: DynaliteDatabase = require('dynalite/db');
export const dynaliteValidations: Validations = require('dynalite/validations');

/** Every operation that dynalite knows. */
export const dynaliteOperations: readonly string[] = [
  'BatchGetItem',
  'BatchWriteItem',
  'CreateTable',
  'DeleteItem',
  'DeleteTable',
  'DescribeTable',
  'DescribeTimeToLive',
  'GetItem',
  'ListTables',
  'PutItem',
  'Query',
  'Scan',
  'TagResource',
  'UntagResource',
  'ListTagsOfResource',
  'UpdateItem',
  'UpdateTable',
];

export function dynaliteOperation(name: string): {
  readonly action: DynaliteAction;
  readonly validation: { readonly types: unknown; readonly custom: unknown };
} {
  const file = name.charAt(0).toLowerCase() + name.slice(1);
  return { action: require(`dynalite/actions/${file}`), validation: require(`dynalite/validations/${file}`) };
}

/** Where dynalite keeps things: a prefix per table and index. The end of a range is the one that dynalite uses. */
export const dynaliteKeys = {
  table: (name: string) => `table~${name}`,
  tables: { gte: 'table~', lt: 'table~\xFF' },
  itemPrefix: (table: string) => `item-${table}~`,
  itemRange: (table: string) => {
    const prefix = dynaliteKeys.itemPrefix(table);
    return { gte: prefix, lt: `${prefix}\xFF` };
  },
  indexPrefix: (table: string, index: string) => `index-global~${table}~${index}~`,
  indexRange: (table: string, index: string) => {
    const prefix = dynaliteKeys.indexPrefix(table, index);
    return { gte: prefix, lt: `${prefix}\xFF` };
  },
} as const;
