import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import type { Item } from '../../../shared/dynamo/item.ts';
import { captureIndexes } from '../../../shared/dynamo/schema.ts';
import { inAnyOrder } from './transcript.ts';

/** A call of these random ones; partitions are named anew for each run, `run` before their names. */
export type RandomCall = {
  readonly text: string;
  readonly send: (client: DynamoDBClient, run: string) => Promise<unknown>;
};

const TableName = 'Captures';
export const partitions = ['one', 'two'] as const;
const S = (text: string) => ({ S: text });
const keyOf = ({ pk, sk }: Key, run: string): Item => ({ pk: S(`${run}-${pk}`), sk: S(sk) });

const sort = fc.constantFrom('a', 'ab', 'b#1', 'b#10', 'b#2', 'é', '😀');
const key = fc.record({ pk: fc.constantFrom(...partitions), sk: sort });
type Key = { readonly pk: string; readonly sk: string };

const number = fc.constantFrom('0', '1', '-1', '2.5', '1e3', '0.1', '900719925474099267', '1e20');
const text = fc.constantFrom('', 'a', 'b', 'é', '😀');
const value = fc.oneof<fc.Arbitrary<AttributeValue>[]>(
  number.map((N) => ({ N })),
  text.map(S),
  fc.constantFrom<AttributeValue>({ BOOL: true }, { NULL: true }, { SS: ['a', 'b'] }, { M: { x: { N: '1' } } }),
);
const names = ['n', 'x', 'y'] as const;
const name = fc.constantFrom(...names);
const attributes = fc.record({ n: number.map((N) => ({ N })), x: value, y: value }, { requiredKeys: [] });
/** Few, so that items sort alike. */
const fewSorts = fc.constantFrom('a', 'b#1');
/** Keys of indexes: an item with one of both is not in the index. */
const indexed = fc.record(
  {
    openState: fc.constantFrom(...partitions),
    dueAt: fewSorts,
    account: fc.constantFrom(...partitions),
    endedAt: fewSorts,
  },
  { requiredKeys: [] },
);

const item = fc.record({ key, attributes, indexed });

type ItemParts = typeof item extends fc.Arbitrary<infer Parts> ? Parts : never;

function itemOf({ key, attributes, indexed }: ItemParts, run: string): Item {
  const { openState, dueAt, account, endedAt } = indexed;
  return {
    ...keyOf(key, run),
    ...attributes,
    ...(openState !== undefined && { openState: S(`${run}-${openState}`) }),
    ...(dueAt !== undefined && { dueAt: S(dueAt) }),
    ...(account !== undefined && { account: S(`${run}-${account}`) }),
    ...(endedAt !== undefined && { endedAt: S(endedAt) }),
  };
}

type Condition = { readonly ConditionExpression: string; readonly values: Item };

const simple: fc.Arbitrary<Condition> = fc.oneof(
  name.map((of) => ({ ConditionExpression: `attribute_exists(${of})`, values: {} })),
  name.map((of) => ({ ConditionExpression: `attribute_not_exists(${of})`, values: {} })),
  fc
    .record({ of: name, by: fc.constantFrom('=', '<>'), value })
    .map(({ of, by, value }) => ({ ConditionExpression: `${of} ${by} :c`, values: { ':c': value } })),
  fc
    .record({ of: name, by: fc.constantFrom('<', '<=', '>', '>='), number })
    .map(({ of, by, number }) => ({ ConditionExpression: `${of} ${by} :c`, values: { ':c': { N: number } } })),
  fc.constant({ ConditionExpression: 'begins_with(x, :c)', values: { ':c': S('a') } }),
);

const condition: fc.Arbitrary<Condition> = fc.oneof(
  simple,
  fc
    .record({ one: simple, other: simple, by: fc.constantFrom('AND', 'OR', 'AND NOT', 'OR NOT') })
    .map(({ one, other, by }) => ({
      ConditionExpression: `(${one.ConditionExpression}) ${by} (${other.ConditionExpression.replace(':c', ':d')})`,
      values: { ...one.values, ...(other.values[':c'] && { ':d': other.values[':c'] }) },
    })),
);

const conditional = fc.option(condition, { nil: undefined, freq: 2 });
const expressionsOf = (of: Condition | undefined, more: Item = {}) => {
  const values = { ...of?.values, ...more };
  return {
    ...(of && { ConditionExpression: of.ConditionExpression }),
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
  };
};

const call = <Parameters>(
  kind: string,
  parameters: fc.Arbitrary<Parameters>,
  send: (client: DynamoDBClient, run: string, parameters: Parameters) => Promise<unknown>,
): fc.Arbitrary<RandomCall> =>
  parameters.map((given) => ({
    text: `${kind} ${fc.stringify(given)}`,
    send: (client, run) => send(client, run, given),
  }));

const put = call('put', fc.record({ item, conditional }), (client, run, { item, conditional }) =>
  client.send(
    new PutItemCommand({ TableName, Item: itemOf(item, run), ReturnValues: 'ALL_OLD', ...expressionsOf(conditional) }),
  ),
);

type Update = { readonly text: string; readonly values: Item };

const updates = fc.oneof<fc.Arbitrary<Update>[]>(
  fc.record({ name, value }).map(({ name, value }) => ({ text: `SET ${name} = :u`, values: { ':u': value } })),
  number.map((N) => ({ text: 'ADD n :u', values: { ':u': { N } } })),
  number.map((N) => ({ text: 'SET n = if_not_exists(n, :u) + :u REMOVE x', values: { ':u': { N } } })),
  fc.constant({ text: 'SET x = y, y = x', values: {} }),
  fc.constant<Update>({ text: 'ADD x :u', values: { ':u': { SS: ['b', 'c'] } } }),
  fc.constant<Update>({ text: 'DELETE x :u', values: { ':u': { SS: ['b'] } } }),
  fc.constant({ text: 'REMOVE openState, y', values: {} }),
  sort.map((dueAt) => ({ text: 'SET dueAt = :u', values: { ':u': S(dueAt) } })),
);

const update = call('update', fc.record({ key, updates, conditional }), (client, run, { key, updates, conditional }) =>
  client.send(
    new UpdateItemCommand({
      TableName,
      Key: keyOf(key, run),
      UpdateExpression: updates.text,
      ReturnValues: 'ALL_NEW',
      ...expressionsOf(conditional, updates.values),
    }),
  ),
);

const remove = call('delete', fc.record({ key, conditional }), (client, run, { key, conditional }) =>
  client.send(
    new DeleteItemCommand({ TableName, Key: keyOf(key, run), ReturnValues: 'ALL_OLD', ...expressionsOf(conditional) }),
  ),
);

const get = call('get', key, (client, run, key) =>
  client.send(new GetItemCommand({ TableName, Key: keyOf(key, run), ProjectionExpression: 'sk, x, n' })),
);

const range = fc.oneof(
  fc.constant({ text: '', values: {} }),
  fc
    .record({ by: fc.constantFrom('=', '<', '<=', '>', '>='), sort })
    .map(({ by, sort }) => ({ text: ` AND #sk ${by} :low`, values: { ':low': S(sort) } })),
  sort.map((prefix) => ({ text: ' AND begins_with(#sk, :low)', values: { ':low': S(prefix) } })),
  fc
    .tuple(sort, sort)
    .map(([low, high]) => ({ text: ' AND #sk BETWEEN :low AND :high', values: { ':low': S(low), ':high': S(high) } })),
);

const query = call(
  'query',
  fc.record({
    index: fc.constantFrom(undefined, captureIndexes.byState, captureIndexes.byAccountDay),
    pk: fc.constantFrom(...partitions),
    range,
    ScanIndexForward: fc.boolean(),
    Limit: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
  }),
  (client, run, { index, pk, range, ScanIndexForward, Limit }) =>
    everyPage(client, {
      TableName,
      ScanIndexForward,
      ...(Limit !== undefined && { Limit }),
      ...(index && { IndexName: index.name }),
      KeyConditionExpression: `#pk = :pk${range.text}`,
      ExpressionAttributeNames: {
        '#pk': index?.partitionKey ?? 'pk',
        ...(range.text !== '' && { '#sk': index?.sortKey ?? 'sk' }),
      },
      ExpressionAttributeValues: { ':pk': S(`${run}-${pk}`), ...range.values },
    }),
);

/** Page by page; those that sort alike in an index come in any order. */
async function everyPage(
  client: DynamoDBClient,
  input: ConstructorParameters<typeof QueryCommand>[0],
): Promise<unknown> {
  const found: Item[] = [];
  const sizes: number[] = [];
  let start: Item | undefined;
  do {
    const page = await client.send(new QueryCommand({ ...input, ...(start && { ExclusiveStartKey: start }) }));
    found.push(...(page.Items ?? []));
    sizes.push(page.Count ?? 0);
    start = page.LastEvaluatedKey;
  } while (start);
  return { sizes, items: input.IndexName === undefined ? found : inAnyOrder(found) };
}

const batchWrite = call(
  'batch',
  fc.array(
    fc.oneof(
      item.map((put) => ({ put })),
      key.map((gone) => ({ gone })),
    ),
    { minLength: 1, maxLength: 4 },
  ),
  (client, run, writes) => {
    const requests = writes.map((write) =>
      'put' in write
        ? { PutRequest: { Item: itemOf(write.put, run) } }
        : { DeleteRequest: { Key: keyOf(write.gone, run) } },
    );
    return client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }));
  },
);

const batchGet = call('batch get', fc.array(key, { minLength: 1, maxLength: 4 }), async (client, run, keys) => {
  const Keys = keys.map((key) => keyOf(key, run));
  const { Responses } = await client.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys } } }));
  return inAnyOrder(Responses?.[TableName] ?? []);
});

export const randomCalls: fc.Arbitrary<readonly RandomCall[]> = fc.array(
  fc.oneof(put, put, update, update, update, remove, get, query, query, batchWrite, batchGet),
  { minLength: 5, maxLength: 25 },
);
