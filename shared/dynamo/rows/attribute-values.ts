import type { AttributeValue } from '@aws-sdk/client-dynamodb';

// DynamoDB nests 32 levels deep and holds 38 digits between 1E-130 and 9.99E+125.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
const deepest = 28;
const fitsNumber = (value: number) =>
  value === 0 ? !Object.is(value, -0) : Math.abs(value) < 1e125 && Math.abs(value) > 1e-128;

/**
 * The attribute value that gives exactly this JSON value back, or undefined where DynamoDB has none: a lone surrogate,
 * a number beyond its range or a `JSON.rawJSON` one, nesting too deep.
 */
export function toAttribute(value: unknown, depth = 0): AttributeValue | undefined {
  switch (typeof value) {
    case 'string':
      return value.isWellFormed() ? { S: value } : undefined;
    case 'number':
      return fitsNumber(value) ? { N: String(value) } : undefined;
    case 'boolean':
      return { BOOL: value };
    case 'object':
      if (value === null) return { NULL: true };
      if (depth > deepest || JSON.isRawJSON(value)) return undefined;
      return Array.isArray(value) ? toList(value, depth) : toMap(value, depth);
    default:
      return undefined;
  }
}

function toList(values: readonly unknown[], depth: number): AttributeValue | undefined {
  const list: AttributeValue[] = [];
  for (const value of values) {
    const attribute = toAttribute(value, depth + 1);
    if (!attribute) return undefined;
    list.push(attribute);
  }
  return { L: list };
}

function toMap(value: object, depth: number): AttributeValue | undefined {
  const fields: [string, AttributeValue][] = [];
  for (const [name, field] of Object.entries(value)) {
    const attribute = isAttributeName(name) ? toAttribute(field, depth + 1) : undefined;
    if (!attribute) return undefined;
    fields.push([name, attribute]);
  }
  return { M: Object.fromEntries(fields) };
}

/** Whether DynamoDB takes this as an attribute's name. */
export const isAttributeName = (name: string): boolean =>
  name !== '' && name !== '__proto__' && name.length < 255 && name.isWellFormed();

/** The JSON value that {@link toAttribute} was given. */
export function fromAttribute(attribute: AttributeValue): unknown {
  if (attribute.S !== undefined) return attribute.S;
  if (attribute.N !== undefined) return Number(attribute.N);
  if (attribute.BOOL !== undefined) return attribute.BOOL;
  if (attribute.L) return attribute.L.map(fromAttribute);
  if (attribute.M) return Object.fromEntries(Object.entries(attribute.M).map(([k, v]) => [k, fromAttribute(v)]));
  return null;
}
