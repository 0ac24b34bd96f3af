import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { TextSearch } from '../../domain/erasure/text-search.ts';
import { beforeAnyExpiry } from '../expiry.ts';
import type { Item } from '../item.ts';
import { queryItems } from '../query.ts';
import { captureIndexes, tableKeys } from '../schema.ts';

/** An item that holds a text, and the attributes that do. */
export type TextTrace = { readonly item: Item; readonly fields: readonly string[] };

type CapturesTable = { readonly client: DynamoDBClient; readonly table: string };

/** The items of one meeting that hold a text in any attribute but their key, read whole. Packed samples hold figures alone. */
export async function* textTraces(
  uuid: string,
  search: TextSearch,
  { client, table }: CapturesTable,
): AsyncGenerator<TextTrace> {
  const input = {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :uuid',
    ExpressionAttributeValues: { ':uuid': { S: uuid } },
  };
  const keys: readonly string[] = Object.values(tableKeys);
  for await (const item of queryItems(client, input, beforeAnyExpiry)) {
    const fields = Object.entries(item).flatMap(([name, value]) =>
      !keys.includes(name) && holds(value, search) ? [name] : [],
    );
    if (fields.length > 0) yield { item, fields };
  }
}

const indexKeys: ReadonlySet<string> = new Set(
  Object.values(captureIndexes).flatMap(({ partitionKey, sortKey }): string[] => [partitionKey, sortKey]),
);

/** Takes the text out of these attributes; the item leaves an index that it stood in by one of them. */
export async function blankText(
  { item, fields }: TextTrace,
  search: TextSearch,
  { client, table }: CapturesTable,
): Promise<void> {
  const blanked = fields.map((name, at) => ({
    name: `#f${at}`,
    value: `:v${at}`,
    field: name,
    left: blank(item[name], search),
  }));
  const [gone, kept] = [true, false].map((isGone) => blanked.filter(({ field }) => indexKeys.has(field) === isGone));
  const sets = (kept ?? []).map(({ name, value }) => `${name} = ${value}`);
  const removes = (gone ?? []).map(({ name }) => name);
  const values = Object.fromEntries((kept ?? []).map(({ value, left }) => [value, left]));
  try {
    await client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: { pk: item.pk ?? { S: '' }, sk: item.sk ?? { S: '' } },
        UpdateExpression: [
          ...(sets.length > 0 ? [`SET ${sets.join()}`] : []),
          ...(removes.length > 0 ? [`REMOVE ${removes.join()}`] : []),
        ].join(' '),
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: Object.fromEntries(blanked.map(({ name, field }) => [name, field])),
        ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
      }),
    );
  } catch (error) {
    // It is gone by now, and with it the text.
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

function holds({ S, M, L, SS }: AttributeValue, search: TextSearch): boolean {
  if (S !== undefined) return search.isIn(S);
  if (M !== undefined) return Object.values(M).some((value) => holds(value, search));
  return L?.some((value) => holds(value, search)) ?? SS?.some(search.isIn) ?? false;
}

function blank(value: AttributeValue | undefined, search: TextSearch): AttributeValue {
  if (value?.S !== undefined) return { S: search.blank(value.S) };
  if (value?.L !== undefined) return { L: value.L.map((one) => blank(one, search)) };
  if (value?.M === undefined) return value ?? { NULL: true };
  return { M: Object.fromEntries(Object.entries(value.M).map(([name, one]) => [name, blank(one, search)])) };
}
