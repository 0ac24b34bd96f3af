import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../../shared/dynamo/item.ts';
import { compareNumbers, NumberRefusedError, normalNumber } from './decimal.ts';
import { NotInMemoryError, refusal } from './memory-errors.ts';

/** A copy that shares nothing with the item, its numbers as DynamoDB spells them. @throws ValidationException */
export const storedCopy = (item: Item): Item => copyItem(item, checkedValue);

/** A copy of what is stored. */
export const answeredCopy = (item: Item): Item => copyItem(item, copyValue);

function copyItem(item: Item, copy: (value: AttributeValue) => AttributeValue): Item {
  const copied: Item = {};
  for (const name in item) {
    const value = item[name];
    if (value !== undefined) copied[name] = copy(value);
  }
  return copied;
}

export function copyValue(value: AttributeValue): AttributeValue {
  if (value.S !== undefined) return { S: value.S };
  if (value.N !== undefined) return { N: value.N };
  if (value.M !== undefined) return { M: copyItem(value.M, copyValue) };
  if (value.L !== undefined) return { L: value.L.map(copyValue) };
  if (value.BOOL !== undefined) return { BOOL: value.BOOL };
  if (value.NULL !== undefined) return { NULL: value.NULL };
  if (value.SS !== undefined) return { SS: [...value.SS] };
  if (value.B !== undefined) return { B: binaryCopy(value.B) };
  throw new NotInMemoryError(`The in-memory table knows no value of the kind ${kindOf(value)}.`);
}

/** A batch that is sent as text has it in base64. */
const binaryCopy = (value: Uint8Array | string): Uint8Array =>
  Uint8Array.from(typeof value === 'string' ? Buffer.from(value, 'base64') : value);

/** @throws ValidationException */
function checkedValue(value: AttributeValue): AttributeValue {
  if (value.S !== undefined) return { S: wellFormed(value.S) };
  if (value.N !== undefined) return { N: checkedNumber(value.N) };
  if (value.M !== undefined) return { M: copyItem(value.M, checkedValue) };
  if (value.L !== undefined) return { L: value.L.map(checkedValue) };
  if (value.SS !== undefined) return { SS: checkedSet(value.SS) };
  return copyValue(value);
}

function checkedNumber(text: string): string {
  try {
    return normalNumber(text);
  } catch (error) {
    if (error instanceof NumberRefusedError) throw refusal(error.message);
    throw error;
  }
}

/** JSON carries half a surrogate pair only as an escape, and what AWS makes of it is not documented. */
function wellFormed(text: string): string {
  if (!text.isWellFormed()) throw new NotInMemoryError('A text has half of a surrogate pair.');
  return text;
}

function checkedSet(values: readonly string[]): string[] {
  if (values.length === 0) {
    throw refusal('One or more parameter values were invalid: An string set  may not be empty');
  }
  if (new Set(values).size !== values.length) {
    throw refusal('One or more parameter values were invalid: Input collection contains duplicates.');
  }
  return values.map(wellFormed);
}

/** `S`, `N`, `M` and so on. */
export const kindOf = (value: AttributeValue): string => Object.keys(value)[0] ?? '';

export function equalValues(left: AttributeValue, right: AttributeValue): boolean {
  if (left.S !== undefined) return left.S === right.S;
  // Both are spelled in the one way.
  if (left.N !== undefined) return left.N === right.N;
  if (left.BOOL !== undefined) return left.BOOL === right.BOOL;
  if (left.NULL !== undefined) return right.NULL !== undefined;
  if (left.B !== undefined) return right.B !== undefined && Buffer.compare(left.B, right.B) === 0;
  if (left.SS !== undefined)
    return right.SS !== undefined && new Set(left.SS).symmetricDifference(new Set(right.SS)).size === 0;
  if (left.L !== undefined) {
    const { L: other } = right;
    return other?.length === left.L.length && left.L.every((one, at) => equalTo(one, other[at]));
  }
  const [one, other] = [left.M ?? {}, right.M];
  return (
    other !== undefined &&
    Object.keys(one).length === Object.keys(other).length &&
    Object.entries(one).every(([name, value]) => equalTo(value, other[name]))
  );
}

const equalTo = (left: AttributeValue, right: AttributeValue | undefined): boolean =>
  right !== undefined && equalValues(left, right);

/** Undefined for values that have no order between them: those of two kinds, and of kinds without one. */
export function compareValues(left: AttributeValue, right: AttributeValue): number | undefined {
  if (left.S !== undefined && right.S !== undefined) return compareTexts(left.S, right.S);
  if (left.N !== undefined && right.N !== undefined) return compareNumbers(left.N, right.N);
  return undefined;
}

/** By their bytes in UTF-8, as DynamoDB orders texts; UTF-16 has emoji before the last characters of its first plane. */
export function compareTexts(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at += 1) {
    const [one, other] = [left.charCodeAt(at), right.charCodeAt(at)];
    if (one !== other) return inUtf8Order(one) - inUtf8Order(other);
  }
  return left.length - right.length;
}

/** Moves the halves of surrogate pairs, 0xd800 to 0xdfff, above everything else. */
const inUtf8Order = (unit: number): number => (unit < 0xd800 || unit > 0xdfff ? unit : unit + 0x10000);

/**
 * How many bytes DynamoDB counts for an item. Numbers are reckoned at most a byte too long or too short.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemSize(item: Item): number {
  let size = 0;
  for (const name in item) {
    const value = item[name];
    if (value !== undefined) size += Buffer.byteLength(name) + valueSize(value);
  }
  return size;
}

function valueSize(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + itemSize(value.M);
  if (value.L !== undefined) return value.L.reduce((sum, element) => sum + 1 + valueSize(element), 3);
  if (value.SS !== undefined) return value.SS.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (value.B !== undefined) return value.B.length;
  return 1;
}

/** A byte for two significant digits, one for the power of ten, one for a minus. */
function numberSize(text: string): number {
  const digits = text.replace(/[-.]/g, '').replace(/^0+|0+$/g, '');
  return 1 + Math.ceil(digits.length / 2) + (text.startsWith('-') ? 1 : 0);
}

/** Surely not less than {@link itemSize}, and worked out without reading any character. */
export function roughSize(item: Item): number {
  let size = 0;
  for (const name in item) {
    const value = item[name];
    if (value !== undefined) size += 3 * name.length + roughValueSize(value);
  }
  return size;
}

function roughValueSize(value: AttributeValue): number {
  if (value.S !== undefined) return 3 * value.S.length;
  if (value.N !== undefined) return 2 + value.N.length;
  if (value.M !== undefined) return 3 + roughSize(value.M) + Object.keys(value.M).length;
  if (value.L !== undefined) return value.L.reduce((sum, element) => sum + 1 + roughValueSize(element), 3);
  if (value.SS !== undefined) return value.SS.reduce((sum, text) => sum + 3 * text.length, 0);
  if (value.B !== undefined) return value.B.length;
  return 1;
}
