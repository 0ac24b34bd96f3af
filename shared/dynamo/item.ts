import type { AttributeValue } from '@aws-sdk/client-dynamodb';

export type Item = Record<string, AttributeValue>;

/**
 * An item as DynamoDB's JSON protocol has it. Attribute values without binaries are in its form already, so that one pass of
 * `JSON.stringify` replaces the SDK's walk along its schema; and a session's samples, which are texts from the start, are never
 * objects at all.
 */
export type ItemText = string;

/** The item's text; `more` are further attributes whose values are texts already. */
export function itemText(item: Item, more: Readonly<Record<string, string>> = {}): ItemText {
  const text = JSON.stringify(item);
  const added = Object.entries(more).map(([name, value]) => `${JSON.stringify(name)}:${value}`);
  return added.length === 0 ? text : `${text.slice(0, -1)},${added.join()}}`;
}

export const parseItem = (text: ItemText): Item => JSON.parse(text);
