import type { AttributeValue } from '@aws-sdk/client-dynamodb';

export type Item = Record<string, AttributeValue>;

/**
 * An item as DynamoDB's JSON protocol has it. Attribute values without binaries are in its form already, so that one pass of
 * `JSON.stringify` replaces the SDK's walk along its schema; and a session's samples, packed or in lists, are texts from the
 * start and never objects at all.
 */
export type ItemText = string;

export const itemText = (item: Item): ItemText =>
  JSON.stringify(Object.values(item).some(({ B }) => B) ? withBase64(item) : item);

/** The item's text with more attributes, of which `texts` are texts already. */
export function withAttributes(text: ItemText, more: Item, texts: Readonly<Record<string, string>> = {}): ItemText {
  const members = Object.entries(texts).map(([name, value]) => `${JSON.stringify(name)}:${value}`);
  const added = [itemText(more).slice(1, -1), ...members].filter((part) => part !== '');
  return added.length === 0 ? text : `${text.slice(0, -1)},${added.join()}}`;
}

/** Binaries as the protocol has them: those of an item itself, since ours has none within a list or a map. */
const withBase64 = (item: Item): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      value.B ? { B: Buffer.from(value.B).toString('base64') } : value,
    ]),
  );

export function parseItem(text: ItemText): Item {
  const item: Record<string, AttributeValue | { readonly B: string }> = JSON.parse(text);
  const attributes = Object.entries(item).map(([name, value]): [string, AttributeValue] => {
    return [name, typeof value.B === 'string' ? { B: Buffer.from(value.B, 'base64') } : value];
  });
  return Object.fromEntries(attributes);
}
