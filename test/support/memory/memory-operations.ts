import type {
  BatchGetItemCommandInput,
  BatchWriteItemCommandInput,
  DeleteItemCommandInput,
  GetItemCommandInput,
  PutItemCommandInput,
  ScanCommandInput,
  UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Item } from '../../../shared/dynamo/item.ts';
import { type Parsed, type Path, parseCondition, parseProjection, parseUpdate } from './expression.ts';
import { holds, nameOf, type Placeholders, touchedNames, updated } from './expression-run.ts';
import { answeredCopy, roughSize, storedCopy } from './item-values.ts';
import { checkIndexKeys, checkItemKey, checkKey } from './key-checks.ts';
import { conditionFailed, NotInMemoryError, refusal } from './memory-errors.ts';
import { knownSize, type TableStore } from './table-store.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const largestItem = 400 * 1024;
const largestBatchAnswer = 16 * 1024 * 1024;
const mostWrites = 25;
const mostKeys = 100;

type Conditional = Pick<
  PutItemCommandInput,
  | 'ConditionExpression'
  | 'ExpressionAttributeNames'
  | 'ExpressionAttributeValues'
  | 'ReturnValuesOnConditionCheckFailure'
>;

/** Names and values of a call. @throws ValidationException where an expression lacks one, or none uses one */
export function placeholdersOf(
  { ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} }: Conditional,
  expressions: readonly (Pick<Parsed<unknown>, 'text' | 'placeholders'> | undefined)[],
): Placeholders {
  const isUsed = (name: string) => expressions.some((expression) => expression?.placeholders.has(name));
  for (const name of [...Object.keys(names), ...Object.keys(values)]) {
    if (!isUsed(name)) throw refusal(`Value provided in expression attributes unused in expressions: keys: {${name}}`);
  }
  for (const expression of expressions) {
    for (const name of expression?.placeholders ?? []) {
      if (!(name in (name.startsWith('#') ? names : values))) {
        throw refusal(`Invalid expression "${expression?.text}": an expression attribute is not defined: ${name}`);
      }
    }
  }
  return { names, values: storedCopy(values) };
}

export function getItem(table: TableStore, input: GetItemCommandInput) {
  const projection = input.ProjectionExpression === undefined ? undefined : parseProjection(input.ProjectionExpression);
  const placeholders = placeholdersOf(input, [projection]);
  const item = table.get(checkKey(input.Key, table));
  return item ? { Item: answer(item, projection?.tree, placeholders) } : {};
}

/** A copy of the attributes that are asked for, of all without a projection. */
export function answer(item: Item, projection: readonly Path[] | undefined, placeholders: Placeholders): Item {
  if (!projection) return answeredCopy(item);
  const wanted: Item = {};
  for (const [step, ...below] of projection) {
    if (typeof step !== 'string' || below.length > 0) {
      throw new NotInMemoryError('The in-memory table projects no nested attribute.');
    }
    const name = nameOf(step, placeholders);
    const value = item[name];
    if (value) wanted[name] = value;
  }
  return answeredCopy(wanted);
}

export function putItem(table: TableStore, input: PutItemCommandInput) {
  const condition = input.ConditionExpression === undefined ? undefined : parseCondition(input.ConditionExpression);
  const placeholders = placeholdersOf(input, [condition]);
  const item = acceptedItem(table, input.Item);
  const before = table.get(item);
  if (condition && !holds(condition.tree, before ?? {}, placeholders)) throw unmet(input, before);
  table.put(item);
  return attributes(input.ReturnValues === 'ALL_OLD' ? before : undefined);
}

/** The table's own copy of an item that it takes. @throws ValidationException */
function acceptedItem(table: TableStore, item: Item | undefined): Item {
  const accepted = storedCopy(item ?? {});
  checkItemKey(accepted, table);
  checkIndexKeys(accepted, table);
  checkSize(accepted, 'Item size has exceeded the maximum allowed size');
  return accepted;
}

function checkSize(item: Item, message: string): void {
  if (roughSize(item) > largestItem && knownSize(item) > largestItem) throw refusal(message);
}

const unmet = ({ ReturnValuesOnConditionCheckFailure }: Conditional, before: Item | undefined) =>
  conditionFailed(ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && before ? answeredCopy(before) : undefined);

const attributes = (item: Item | undefined) => (item ? { Attributes: answeredCopy(item) } : {});

export function updateItem(table: TableStore, input: UpdateItemCommandInput) {
  const condition = input.ConditionExpression === undefined ? undefined : parseCondition(input.ConditionExpression);
  const update = input.UpdateExpression === undefined ? undefined : parseUpdate(input.UpdateExpression);
  const placeholders = placeholdersOf(input, [condition, update]);
  const key = checkKey(input.Key, table);
  const touched = update ? touchedNames(update.tree, placeholders) : [];
  for (const name of [table.keys.partition, table.keys.sort]) {
    if (touched.includes(name)) throw refusal(`Cannot update attribute ${name}. This attribute is part of the key`);
  }
  const before = table.get(key);
  if (condition && !holds(condition.tree, before ?? {}, placeholders)) throw unmet(input, before);
  const item = update ? updated(before ?? key, update.tree, placeholders) : (before ?? key);
  checkIndexKeys(item, table);
  checkSize(item, 'Item size to update has exceeded the maximum allowed size');
  table.put(item);
  return returnedByUpdate(input.ReturnValues, { before, item, touched });
}

type Change = { readonly before: Item | undefined; readonly item: Item; readonly touched: readonly string[] };

function returnedByUpdate(wanted: UpdateItemCommandInput['ReturnValues'], { before, item, touched }: Change) {
  const ofTouched = (of: Item) => {
    const found = touched.flatMap((name) => {
      const value = of[name];
      return value ? [[name, value] as const] : [];
    });
    return found.length > 0 ? Object.fromEntries(found) : undefined;
  };
  switch (wanted) {
    case 'ALL_NEW':
      return attributes(item);
    case 'ALL_OLD':
      return attributes(before);
    case 'UPDATED_NEW':
      return attributes(ofTouched(item));
    case 'UPDATED_OLD':
      return attributes(before && ofTouched(before));
    default:
      return {};
  }
}

export function deleteItem(table: TableStore, input: DeleteItemCommandInput) {
  const condition = input.ConditionExpression === undefined ? undefined : parseCondition(input.ConditionExpression);
  const placeholders = placeholdersOf(input, [condition]);
  const key = checkKey(input.Key, table);
  const before = table.get(key);
  if (condition && !holds(condition.tree, before ?? {}, placeholders)) throw unmet(input, before);
  table.delete(key);
  return attributes(input.ReturnValues === 'ALL_OLD' ? before : undefined);
}

export type TableOf = (name: string | undefined) => TableStore;

/** All keys of a batch, each once. @throws ValidationException */
function checkDistinct(tableName: string, table: TableStore, keys: readonly Item[]): void {
  const texts = keys.map((key) => JSON.stringify([key[table.keys.partition]?.S, key[table.keys.sort]?.S]));
  if (new Set(texts).size !== texts.length) {
    throw refusal(`Provided list of item keys contains duplicates: ${tableName}`);
  }
}

/** Nothing of it happens where one of its writes is refused. */
export function batchWriteItem(tableOf: TableOf, { RequestItems = {} }: BatchWriteItemCommandInput) {
  const count = Object.values(RequestItems).reduce((sum, requests) => sum + requests.length, 0);
  if (count === 0 || count > mostWrites) throw refusal(`A batch has 1 to ${mostWrites} writes, not ${count}.`);
  const writes = Object.entries(RequestItems).flatMap(([name, requests]) => {
    const table = tableOf(name);
    const accepted = requests.map(({ PutRequest, DeleteRequest }) => {
      if ((PutRequest === undefined) === (DeleteRequest === undefined)) {
        throw refusal('Supplied AttributeValue has more than one datatypes set, must contain exactly one.');
      }
      if (PutRequest) return { table, put: acceptedItem(table, PutRequest.Item) };
      return { table, delete: checkKey(DeleteRequest?.Key, table) };
    });
    const keys = accepted.map((write) => write.put ?? write.delete);
    checkDistinct(name, table, keys);
    return accepted;
  });
  for (const write of writes) {
    if (write.put) write.table.put(write.put);
    else write.table.delete(write.delete);
  }
  return { UnprocessedItems: {} };
}

/** Items in the order of their keys, which DynamoDB does not promise. */
export function batchGetItem(tableOf: TableOf, { RequestItems = {} }: BatchGetItemCommandInput) {
  const count = Object.values(RequestItems).reduce((sum, { Keys = [] }) => sum + Keys.length, 0);
  if (count === 0 || count > mostKeys) throw refusal(`A batch has 1 to ${mostKeys} keys, not ${count}.`);
  const Responses: Record<string, Item[]> = {};
  const UnprocessedKeys: NonNullable<BatchGetItemCommandInput['RequestItems']> = {};
  let size = 0;
  for (const [name, wanted] of Object.entries(RequestItems)) {
    const table = tableOf(name);
    const { Keys = [], ProjectionExpression } = wanted;
    const projection = ProjectionExpression === undefined ? undefined : parseProjection(ProjectionExpression);
    const placeholders = placeholdersOf(wanted, [projection]);
    const keys = Keys.map((key) => checkKey(key, table));
    checkDistinct(name, table, keys);
    const found: Item[] = [];
    const left: Item[] = [];
    for (const key of keys) {
      const item = table.get(key);
      size += item ? knownSize(item) : 0;
      if (size > largestBatchAnswer) left.push(key);
      else if (item) found.push(answer(item, projection?.tree, placeholders));
    }
    Responses[name] = found;
    if (left.length > 0) UnprocessedKeys[name] = { ...wanted, Keys: left };
  }
  return { Responses, UnprocessedKeys };
}

/** All items in one page, however many, in the order of their keys, which DynamoDB does not promise. */
export function scan(table: TableStore, { IndexName, Select }: ScanCommandInput) {
  const source = IndexName === undefined ? table : table.index(IndexName);
  if (!source) throw refusal(`The table does not have the specified index: ${IndexName}`);
  const items = source.all();
  const counts = { Count: items.length, ScannedCount: items.length };
  return Select === 'COUNT' ? counts : { Items: items.map(answeredCopy), ...counts };
}
