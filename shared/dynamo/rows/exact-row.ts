import { isRow, parseExact } from '../../domain/row/exact-json.ts';
import type { Row } from '../../domain/row/row.ts';
import type { Item } from '../item.ts';
import { ownAttributes } from '../schema.ts';
import { fromAttribute, isAttributeName, toAttribute } from './attribute-values.ts';

/**
 * A row's fields as attributes, each under Zoom's own name. The few that DynamoDB cannot hold exactly, or whose names
 * are ours, stand together as JSON text in `verbatim`.
 */
export function encodeRow(row: Row): Item {
  const item: Item = {};
  const odd: [string, unknown][] = [];
  for (const [name, value] of Object.entries(row)) {
    const attribute = isAttributeName(name) && !ownAttributes.has(name) ? toAttribute(value) : undefined;
    if (attribute) item[name] = attribute;
    else odd.push([name, value]);
  }
  if (odd.length > 0) item.verbatim = { S: JSON.stringify(Object.fromEntries(odd)) };
  return item;
}

/** The row that {@link encodeRow} was given: its own fields alone, whatever else stands on the item. */
export function decodeRow(item: Item): Row {
  const fields: [string, unknown][] = [];
  for (const [name, attribute] of Object.entries(item)) {
    if (!ownAttributes.has(name)) fields.push([name, fromAttribute(attribute)]);
  }
  const odd = item.verbatim?.S === undefined ? {} : parseExact(item.verbatim.S);
  return Object.fromEntries([...fields, ...(isRow(odd) ? Object.entries(odd) : [])]);
}
