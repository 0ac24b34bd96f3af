import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../../shared/dynamo/item.ts';
import { addNumbers, NumberRefusedError, negated } from './decimal.ts';
import type { Assigned, Comparator, Condition, Operand, Path, Update } from './expression.ts';
import { compareValues, copyValue, equalValues, kindOf } from './item-values.ts';
import { NotInMemoryError, refusal } from './memory-errors.ts';

/** What the placeholders of a call stand for. */
export type Placeholders = {
  readonly names: Readonly<Record<string, string>>;
  /** Checked and owned by the table. */
  readonly values: Readonly<Item>;
};

export function nameOf(step: string, { names }: Placeholders): string {
  if (!step.startsWith('#')) return step;
  const name = names[step];
  if (name === undefined) {
    throw refusal(`Invalid expression: An expression attribute name used in the document path is not defined; ${step}`);
  }
  return name;
}

function givenValue(name: string, { values }: Placeholders): AttributeValue {
  const value = values[name];
  if (value === undefined) {
    throw refusal(`Invalid expression: An expression attribute value used in expression is not defined; ${name}`);
  }
  return value;
}

function valueAt(item: Item, path: Path, placeholders: Placeholders): AttributeValue | undefined {
  let value: AttributeValue | undefined = { M: item };
  for (const step of path) {
    value = typeof step === 'number' ? value?.L?.[step] : value?.M?.[nameOf(step, placeholders)];
  }
  return value;
}

function operand(of: Operand, item: Item, placeholders: Placeholders): AttributeValue | undefined {
  if (of.kind === 'value') return givenValue(of.name, placeholders);
  const found = valueAt(item, of.path, placeholders);
  if (of.kind === 'path' || found === undefined) return found;
  if (found.S !== undefined) return { N: String(Buffer.byteLength(found.S)) };
  const elements = found.L ?? found.SS ?? (found.M && Object.keys(found.M));
  if (!elements) throw new NotInMemoryError(`The in-memory table knows no size() of the kind ${kindOf(found)}.`);
  return { N: String(elements.length) };
}

/** Whether an item meets a condition; an item that is not there is one without attributes. */
export function holds(condition: Condition, item: Item, placeholders: Placeholders): boolean {
  const get = (of: Operand) => operand(of, item, placeholders);
  switch (condition.kind) {
    case 'and':
      return holds(condition.left, item, placeholders) && holds(condition.right, item, placeholders);
    case 'or':
      return holds(condition.left, item, placeholders) || holds(condition.right, item, placeholders);
    case 'not':
      return !holds(condition.of, item, placeholders);
    case 'exists':
      return valueAt(item, condition.path, placeholders) !== undefined;
    case 'absent':
      return valueAt(item, condition.path, placeholders) === undefined;
    case 'compare':
      return compares(condition.by, get(condition.left), get(condition.right));
    case 'between': {
      const of = get(condition.of);
      return compares('>=', of, get(condition.low)) && compares('<=', of, get(condition.high));
    }
    case 'in': {
      const of = get(condition.of);
      return condition.among.some((one) => compares('=', of, get(one)));
    }
    case 'begins_with': {
      const prefix = get(condition.with)?.S;
      return prefix !== undefined && get(condition.of)?.S?.startsWith(prefix) === true;
    }
    case 'contains':
      return contains(get(condition.of), get(condition.with));
  }
}

/** An attribute that is not there is unequal to everything, and neither below nor above. */
function compares(by: Comparator, left: AttributeValue | undefined, right: AttributeValue | undefined): boolean {
  if (by === '<>') return !left || !right || !equalValues(left, right);
  if (!left || !right) return false;
  if (by === '=') return equalValues(left, right);
  const order = compareValues(left, right);
  if (order === undefined) return false;
  if (by === '<') return order < 0;
  if (by === '<=') return order <= 0;
  return by === '>' ? order > 0 : order >= 0;
}

function contains(whole: AttributeValue | undefined, part: AttributeValue | undefined): boolean {
  if (!whole || !part) return false;
  if (whole.L) return whole.L.some((element) => equalValues(element, part));
  return part.S !== undefined && (whole.S?.includes(part.S) ?? whole.SS?.includes(part.S) ?? false);
}

/**
 * The item after an update; the one before is left as it is. Every part sees the item as it was before.
 * @throws ValidationException
 */
export function updated(before: Item, update: Update, placeholders: Placeholders): Item {
  const after: Item = { ...before };
  const assigned = update.set.map(({ path, to }) => ({ name: topName(path, placeholders), to }));
  for (const { name, to } of assigned) after[name] = copyValue(assignedValue(to, before, placeholders));
  for (const { path, value } of update.add) {
    const name = topName(path, placeholders);
    after[name] = sum(before[name], givenValue(value, placeholders));
  }
  for (const { path, value } of update.delete) {
    const name = topName(path, placeholders);
    const left = difference(before[name], givenValue(value, placeholders));
    if (left) after[name] = left;
    else delete after[name];
  }
  for (const path of update.remove) delete after[topName(path, placeholders)];
  return after;
}

/** Names of attributes that an update touches. @throws ValidationException for one that it touches twice */
export function touchedNames(update: Update, placeholders: Placeholders): string[] {
  const paths = [...update.set, ...update.add, ...update.delete].map(({ path }) => path);
  const names = [...paths, ...update.remove].map((path) => topName(path, placeholders));
  if (new Set(names).size !== names.length) {
    throw refusal('Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one');
  }
  return names;
}

function topName(path: Path, placeholders: Placeholders): string {
  const [name] = path;
  if (path.length !== 1 || typeof name !== 'string') {
    throw new NotInMemoryError(`The in-memory table updates no nested attribute: "${path.join('.')}".`);
  }
  return nameOf(name, placeholders);
}

const wrongType = () =>
  refusal('Invalid UpdateExpression: An operand in the update expression has an incorrect data type');

function assignedValue(to: Assigned, item: Item, placeholders: Placeholders): AttributeValue {
  switch (to.kind) {
    case 'if_not_exists':
      return valueAt(item, to.path, placeholders) ?? assignedValue(to.otherwise, item, placeholders);
    case 'list_append': {
      const left = assignedValue(to.left, item, placeholders).L;
      const right = assignedValue(to.right, item, placeholders).L;
      if (!left || !right) throw wrongType();
      return { L: [...left, ...right] };
    }
    case '+':
    case '-': {
      const left = assignedValue(to.left, item, placeholders).N;
      const right = assignedValue(to.right, item, placeholders).N;
      if (left === undefined || right === undefined) throw wrongType();
      return { N: checkedSum(left, to.kind === '+' ? right : negated(right)) };
    }
    default: {
      const value = operand(to, item, placeholders);
      if (value) return value;
      throw refusal('The provided expression refers to an attribute that does not exist in the item');
    }
  }
}

function sum(before: AttributeValue | undefined, more: AttributeValue): AttributeValue {
  if (more.N !== undefined && (before === undefined || before.N !== undefined)) {
    return { N: checkedSum(before?.N ?? '0', more.N) };
  }
  if (more.SS !== undefined && (before === undefined || before.SS !== undefined)) {
    return { SS: [...new Set([...(before?.SS ?? []), ...more.SS])] };
  }
  throw wrongType();
}

function difference(before: AttributeValue | undefined, less: AttributeValue): AttributeValue | undefined {
  if (less.SS === undefined || (before !== undefined && before.SS === undefined)) throw wrongType();
  const gone = new Set(less.SS);
  const SS = before?.SS?.filter((text) => !gone.has(text)) ?? [];
  return SS.length > 0 ? { SS } : undefined;
}

function checkedSum(left: string, right: string): string {
  try {
    return addNumbers(left, right);
  } catch (error) {
    if (error instanceof NumberRefusedError) throw refusal(error.message);
    throw error;
  }
}
