import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { TableDefinition } from '../../../local/emulator/engines/dynalite-tables.ts';
import type { Item } from '../../../shared/dynamo/item.ts';
import { timeToLiveAttribute } from '../../../shared/dynamo/schema.ts';
import { storedCopy } from './item-values.ts';
import { NotInMemoryError, notFound } from './memory-errors.ts';
import { batchGetItem, batchWriteItem, deleteItem, getItem, putItem, scan, updateItem } from './memory-operations.ts';
import { query } from './memory-query.ts';
import {
  hasOwnMiddleware,
  type MemoryInput,
  type MemoryInputs,
  type MemoryOperation,
  type SentCommand,
  wireInput,
} from './sent-command.ts';
import { TableStore } from './table-store.ts';

/**
 * Stands between a client and the tables, as often as `send` is called. May wait, throw, never end, call `run` (again, or
 * with another input, such as a part of a batch) and answer something else. `run` works at once: its effect is there
 * when it returns.
 */
export type MemoryIntercept = (
  operation: MemoryOperation,
  input: MemoryInput,
  run: (input?: MemoryInput) => object,
) => object | Promise<object>;

export type MemoryDynamoOptions = {
  /** As the test's engines take them. */
  readonly tables: readonly TableDefinition[];
  /** Epoch ms; asked for late indexes alone. @default 0 */
  readonly now?: () => number;
  /** How long after a write the indexes show it, asked at each write. @default 0 */
  readonly indexDelayMs?: () => number;
  /** Of {@link MemoryDynamo.client}. */
  readonly intercept?: MemoryIntercept;
};

export type MemoryDynamo = {
  /** Takes the commands that the product sends, without HTTP, signatures or serialization. */
  readonly client: DynamoDBClient;
  /** Another client of the same tables, such as another worker's. */
  readonly connect: (intercept?: MemoryIntercept) => DynamoDBClient;
  /** Answers one call, by the operation's name. @throws as DynamoDB refuses it */
  readonly run: (operation: string, input: object) => object;
  /** All items of a table, by partition and sort key. Not copies: to be read only. */
  readonly items: (table: string) => readonly Readonly<Item>[];
  /** Puts copies of these items, without intercepts; indexes show them at once. */
  readonly load: (table: string, items: readonly Item[]) => void;
  /** Deletes what has expired by this instant, as DynamoDB does some time. @returns how many there were */
  readonly expire: (table: string, at: number) => number;
  /** Has all indexes show what is written. */
  readonly showIndexes: () => void;
  /** Rises with each change of any table, and at no other time. */
  readonly revision: () => number;
  /** Deletes all items. */
  readonly clear: () => void;
};

/**
 * The part of DynamoDB that the product uses, in memory: conditions, returned values, errors, order and limits as the
 * embedded engines have them, which a contract test holds. What it does not know throws a {@link NotInMemoryError}.
 */
export function createMemoryDynamo({
  tables,
  now = () => 0,
  indexDelayMs = () => 0,
  intercept,
}: MemoryDynamoOptions): MemoryDynamo {
  const stores = new Map(
    tables.map((table) => [table.TableName, new TableStore(table, { now, delayMs: indexDelayMs })] as const),
  );
  const tableOf = (name: string | undefined): TableStore => {
    const table = stores.get(name ?? '');
    if (!table) throw notFound();
    return table;
  };
  const showIndexes = () => {
    for (const table of stores.values()) table.showAll();
  };
  const connect = (through?: MemoryIntercept) => createMemoryClient(tableOf, through);
  return {
    client: connect(intercept),
    connect,
    run: (operation, input) => runOn(tableOf, operation, input),
    items: (name) => tableOf(name).all(),
    load(name, items) {
      const table = tableOf(name);
      for (const item of items) table.put(storedCopy(item));
      table.showAll();
    },
    expire(name, at) {
      const table = tableOf(name);
      const isExpired = (item: Item) => Number(item[timeToLiveAttribute]?.N ?? Infinity) * 1_000 <= at;
      const expired = table.all().filter(isExpired);
      for (const item of expired) table.delete(item);
      return expired.length;
    },
    showIndexes,
    revision: () => [...stores.values()].reduce((sum, table) => sum + table.revision, 0),
    clear() {
      for (const table of stores.values()) table.clear();
    },
  };
}

type TableOf = (name: string | undefined) => TableStore;
type Operations = { readonly [Name in MemoryOperation]: (tableOf: TableOf, input: MemoryInputs[Name]) => object };

const operations: Operations = {
  GetItem: (tableOf, input) => getItem(tableOf(input.TableName), input),
  PutItem: (tableOf, input) => putItem(tableOf(input.TableName), input),
  UpdateItem: (tableOf, input) => updateItem(tableOf(input.TableName), input),
  DeleteItem: (tableOf, input) => deleteItem(tableOf(input.TableName), input),
  Query: (tableOf, input) => query(tableOf(input.TableName), input),
  Scan: (tableOf, input) => scan(tableOf(input.TableName), input),
  BatchGetItem: batchGetItem,
  BatchWriteItem: batchWriteItem,
};

const conditional = ['ConditionExpression', 'ReturnValues', 'ReturnValuesOnConditionCheckFailure'];
const attributes = ['ExpressionAttributeNames', 'ExpressionAttributeValues'];
const read = ['ConsistentRead', 'ProjectionExpression'];

/** What the in-memory table heeds of each input; a call with anything else is none that it can answer. */
const knownMembers: Readonly<Record<MemoryOperation, ReadonlySet<string>>> = {
  GetItem: new Set(['TableName', 'Key', ...read, 'ExpressionAttributeNames']),
  PutItem: new Set(['TableName', 'Item', ...conditional, ...attributes]),
  UpdateItem: new Set(['TableName', 'Key', 'UpdateExpression', ...conditional, ...attributes]),
  DeleteItem: new Set(['TableName', 'Key', ...conditional, ...attributes]),
  Query: new Set([
    ...['TableName', 'IndexName', 'KeyConditionExpression', 'ScanIndexForward', 'Limit', 'ExclusiveStartKey'],
    ...[...read, ...attributes],
  ]),
  Scan: new Set(['TableName', 'IndexName', 'ConsistentRead', 'Select']),
  BatchGetItem: new Set(['RequestItems']),
  BatchWriteItem: new Set(['RequestItems']),
};

function runOn(tableOf: TableOf, name: string, input: object): object {
  if (!isKnown(name)) throw new NotInMemoryError(`The in-memory table knows no ${name}.`);
  const known = knownMembers[name];
  for (const member in input) {
    if (!known.has(member) && input[member as keyof typeof input] !== undefined) {
      throw new NotInMemoryError(`The in-memory table knows no ${member} of ${name}.`);
    }
  }
  // The input is of the operation: both are of one command.
  const perform = operations[name] as (tableOf: TableOf, input: object) => object;
  return perform(tableOf, input);
}

const isKnown = (name: string): name is MemoryOperation => Object.hasOwn(operations, name);

function createMemoryClient(tableOf: TableOf, intercept?: MemoryIntercept): DynamoDBClient {
  const run = (operation: MemoryOperation, input: MemoryInput): object => {
    return { $metadata: {}, ...runOn(tableOf, operation, input) };
  };
  const client = {
    async send(command: SentCommand): Promise<object> {
      const operation = operationOf(command);
      const input = hasOwnMiddleware(command) ? await wireInput(command) : command.input;
      if (!intercept) return run(operation, input);
      return intercept(operation, input, (other = input) => run(operation, other));
    },
    destroy() {},
  };
  // The product's code calls `send` alone, and types it by the SDK's whole client.
  return client as unknown as DynamoDBClient;
}

function operationOf(command: object): MemoryOperation {
  const name = command.constructor.name.slice(0, -'Command'.length);
  if (isKnown(name)) return name;
  throw new NotInMemoryError(`The in-memory table knows no ${name}.`);
}
