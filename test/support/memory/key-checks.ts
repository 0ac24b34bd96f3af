import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../../shared/dynamo/item.ts';
import { storedCopy } from './item-values.ts';
import { refusal } from './memory-errors.ts';
import type { TableStore } from './table-store.ts';

/** In bytes. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const longestPartitionKey = 2_048;
const longestSortKey = 1_024;

const tooLong = (text: string, most: number): boolean => text.length * 3 > most && Buffer.byteLength(text) > most;

/** A copy of the key. @throws ValidationException where it is not the table's key, and nothing more */
export function checkKey(key: Item | undefined, table: TableStore): Item {
  const { partition, sort } = table.keys;
  if (!key || Object.keys(key).length !== 2 || key[partition]?.S === undefined || key[sort]?.S === undefined) {
    throw refusal('The provided key element does not match the schema');
  }
  const copy = storedCopy(key);
  checkItemKey(copy, table);
  return copy;
}

/** @throws ValidationException where an item has not the table's key */
export function checkItemKey(item: Item, { keys }: TableStore): void {
  checkKeyText(item, keys.partition, longestPartitionKey);
  checkKeyText(item, keys.sort, longestSortKey);
}

function checkKeyText(item: Item, name: string, most: number): void {
  const value = item[name]?.S;
  if (value === undefined) {
    throw refusal(`One or more parameter values were invalid: Missing the key ${name} in the item`);
  }
  if (value === '') {
    throw refusal(`The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`);
  }
  if (tooLong(value, most)) {
    throw refusal(`One or more parameter values were invalid: Size of ${name} has exceeded the limit of ${most} bytes`);
  }
}

/** @throws ValidationException where an item has an index's key that is no text, blank or too long */
export function checkIndexKeys(item: Item, { indexes }: TableStore): void {
  for (const [index, { keys }] of indexes) {
    checkIndexKey(item[keys.partition], longestPartitionKey, `IndexName: ${index}, IndexKey: ${keys.partition}`);
    checkIndexKey(item[keys.sort], longestSortKey, `IndexName: ${index}, IndexKey: ${keys.sort}`);
  }
}

function checkIndexKey(value: AttributeValue | undefined, most: number, where: string): void {
  if (value === undefined || (value.S && !tooLong(value.S, most))) return;
  throw refusal(`A value specified for a secondary index key is not supported. ${where}`);
}
