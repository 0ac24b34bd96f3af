import {
  type AttributeValue,
  type DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import type { Item } from '../../../shared/dynamo/item.ts';
import { captureIndexes } from '../../../shared/dynamo/schema.ts';

/** What a call came to, in a form that is equal for two engines that did the same. */
export type Outcome = { readonly answer: unknown } | { readonly error: string; readonly item?: unknown };

export async function outcomeOf(call: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { answer: comparable(await call()) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const item = 'Item' in error ? error.Item : undefined;
    return { error: error.name, ...(item !== undefined && { item: comparable(item) }) };
  }
}

/** Without what tells nothing: undefined members, functions, metadata, and the order within sets. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  if (!isPlain(value)) return String(value);
  const members = Object.entries(value)
    .filter(([name, member]) => name !== '$metadata' && member !== undefined && typeof member !== 'function')
    .map(([name, member]) => [name, name === 'SS' && Array.isArray(member) ? member.toSorted() : comparable(member)])
    .sort(([one], [other]) => (String(one) < String(other) ? -1 : 1));
  return Object.fromEntries(members);
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Everything that these partitions of a table have, and what each index shows of these values of its key. */
export async function contents(client: DynamoDBClient, partitions: readonly string[]): Promise<unknown> {
  const seen: Record<string, unknown> = {};
  for (const TableName of ['Captures', 'Control']) {
    for (const partition of partitions)
      seen[`${TableName} ${partition}`] = await all(client, { TableName }, ['pk', partition]);
  }
  for (const { name, partitionKey } of Object.values(captureIndexes)) {
    for (const partition of partitions) {
      const source = { TableName: 'Captures', IndexName: name };
      seen[`${name} ${partition}`] = await all(client, source, [partitionKey, partition]);
    }
  }
  return seen;
}

/** Those that sort alike in an index come in any order. */
async function all(client: DynamoDBClient, source: QueryCommandInput, [key, value]: readonly [string, string]) {
  const found: Item[] = [];
  let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        ...source,
        KeyConditionExpression: '#key = :value',
        ExpressionAttributeNames: { '#key': key },
        ExpressionAttributeValues: { ':value': { S: value } },
        ...(ExclusiveStartKey && { ExclusiveStartKey }),
      }),
    );
    found.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return source.IndexName === undefined ? comparable(found) : inAnyOrder(found);
}

export const inAnyOrder = (items: readonly unknown[]): string[] =>
  items.map((item) => JSON.stringify(comparable(item))).sort();

/** Random or encrypted with random bytes: other ones in each engine. */
const randomAttributes: ReadonlySet<string> = new Set(['sealed', 'sealedKey', 'marks']);

/** What does not change with the random key of marks, which names a meeting's marks too. */
function steady(item: Item): Item {
  const attributes = Object.entries(item).filter(([name]) => !randomAttributes.has(name));
  const isNamedAtRandom = item.pk?.S?.startsWith('erasures#');
  return Object.fromEntries(isNamedAtRandom ? attributes.filter(([name]) => name !== 'sk') : attributes);
}

/** Every item of both tables and of every index, in any order. */
export async function allItems(client: DynamoDBClient): Promise<Record<string, string[]>> {
  const indexes = Object.values(captureIndexes).map(({ name }) => ({ TableName: 'Captures', IndexName: name }));
  const found: Record<string, string[]> = {};
  for (const source of [{ TableName: 'Captures' }, { TableName: 'Control' }, ...indexes]) {
    const items: Item[] = [];
    let start: Record<string, AttributeValue> | undefined;
    do {
      const page = await client.send(new ScanCommand({ ...source, ...(start && { ExclusiveStartKey: start }) }));
      items.push(...(page.Items ?? []));
      start = page.LastEvaluatedKey;
    } while (start);
    found[Object.values(source).join(' ')] = inAnyOrder(items.map(steady));
  }
  return found;
}
