import {
  DescribeTableCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { batchWrite, putText } from '../../../shared/dynamo/batch-write.ts';
import { type Item, itemText } from '../../../shared/dynamo/item.ts';
import { tables } from '../../support/capture/tables.ts';
import { NotInMemoryError } from '../../support/memory/memory-errors.ts';
import { createMemoryDynamo, type MemoryIntercept } from '../../support/memory/memory-table.ts';
import type { MemoryOperation } from '../../support/memory/sent-command.ts';

const TableName = 'Captures';
const Key = { pk: { S: 'p' }, sk: { S: 's' } };
const put = (more: Item = {}) => new PutItemCommand({ TableName, Item: { ...Key, ...more } });
const get = () => new GetItemCommand({ TableName, Key });

test('an item in memory shares nothing with what was put or with what was answered', async () => {
  const { client, items } = createMemoryDynamo({ tables });
  const given: Item = { ...Key, list: { L: [{ S: 'a' }] }, map: { M: { x: { N: '1' } } } };
  await client.send(new PutItemCommand({ TableName, Item: given }));
  given.list?.L?.push({ S: 'b' });
  const { Item: answered } = await client.send(get());
  answered?.list?.L?.push({ S: 'c' });
  if (answered?.map?.M) answered.map.M.y = { N: '2' };
  expect(items(TableName)).toEqual([{ ...Key, list: { L: [{ S: 'a' }] }, map: { M: { x: { N: '1' } } } }]);
});

test('an intercept of a client in memory can fail a call before it, lose its answer after it, and repeat it', async () => {
  const seen: MemoryOperation[] = [];
  let next: MemoryIntercept = (_operation, _input, run) => run();
  const { client, items, connect } = createMemoryDynamo({
    tables,
    intercept: (operation, input, run) => {
      seen.push(operation);
      return next(operation, input, run);
    },
  });
  next = () => Promise.reject(new Error('before'));
  await expect(client.send(put())).rejects.toThrow('before');
  expect(items(TableName)).toEqual([]);
  next = async (_operation, _input, run) => {
    run();
    throw new Error('after');
  };
  await expect(client.send(put())).rejects.toThrow('after');
  expect(items(TableName)).toEqual([Key]);
  next = (_operation, _input, run) => {
    run();
    return run();
  };
  const add = { TableName, Key, UpdateExpression: 'ADD n :n', ExpressionAttributeValues: { ':n': { N: '1' } } };
  await client.send(new UpdateItemCommand(add));
  expect((await connect().send(get())).Item?.n).toEqual({ N: '2' });
  expect(seen).toEqual(['PutItem', 'PutItem', 'UpdateItem']);
});

test('an intercept of a client in memory can leave a part of a batch unprocessed', async () => {
  const sizes: number[] = [];
  const { client, items } = createMemoryDynamo({
    tables,
    intercept: (_operation, input, run) => {
      if (!('RequestItems' in input)) return run();
      const [done, ...left] = Object.values(input.RequestItems ?? {}).flat();
      sizes.push(left.length + 1);
      run({ ...input, RequestItems: { [TableName]: [done] } } as typeof input);
      return { UnprocessedItems: left.length > 0 ? { [TableName]: left } : {} };
    },
  });
  const puts = ['a', 'b', 'c'].map((sk) => putText(itemText({ pk: { S: 'p' }, sk: { S: sk }, text: { S: 'é "😀"' } })));
  await batchWrite(TableName, puts, { client, sleep: async () => {}, random: () => 0 });
  expect(sizes).toEqual([3, 2, 1]);
  expect(items(TableName).map(({ sk, text }) => [sk?.S, text?.S])).toEqual(['a', 'b', 'c'].map((sk) => [sk, 'é "😀"']));
});

test('an index in memory shows a write late where it is told to, and never an older item after a newer one', async () => {
  const clock = { at: 0 };
  const delays = [500, 100];
  const delayMs = () => delays.shift() ?? 0;
  const { client, showIndexes } = createMemoryDynamo({ tables, now: () => clock.at, indexDelayMs: delayMs });
  const shown = async () => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName,
        IndexName: 'by-state',
        KeyConditionExpression: 'openState = :s',
        ExpressionAttributeValues: { ':s': { S: 'waiting' } },
      }),
    );
    return Items.map(({ dueAt }) => dueAt?.S);
  };
  await client.send(put({ openState: { S: 'waiting' }, dueAt: { S: '1' } }));
  await client.send(put({ openState: { S: 'waiting' }, dueAt: { S: '2' } }));
  expect(await shown()).toEqual([]);
  clock.at = 499;
  expect(await shown()).toEqual([]);
  clock.at = 500;
  expect(await shown()).toEqual(['2']);
  delays.push(1_000);
  await client.send(put());
  expect(await shown()).toEqual(['2']);
  showIndexes();
  expect(await shown()).toEqual([]);
});

test('tables in memory are filled, told to expire what is due, and cleared from without', async () => {
  const { client, items, load, expire, clear, revision } = createMemoryDynamo({ tables });
  load(TableName, [
    { pk: { S: 'b' }, sk: { S: '1' }, expiresAt: { N: '20' } },
    { pk: { S: 'a' }, sk: { S: '2' }, expiresAt: { N: '10' } },
    { pk: { S: 'a' }, sk: { S: '1' } },
  ]);
  const keys = () => items(TableName).map(({ pk, sk }) => `${pk?.S}${sk?.S}`);
  expect(keys()).toEqual(['a1', 'a2', 'b1']);
  expect([expire(TableName, 9_999), expire(TableName, 10_000), expire(TableName, 10_000)]).toEqual([0, 1, 0]);
  expect(keys()).toEqual(['a1', 'b1']);
  const before = revision();
  await client.send(get());
  expect(revision()).toBe(before);
  await client.send(put());
  expect(revision()).toBe(before + 1);
  clear();
  expect(items(TableName)).toEqual([]);
});

test.each([
  ['another command', () => new DescribeTableCommand({ TableName })],
  ['another parameter', () => new GetItemCommand({ TableName, Key, ReturnConsumedCapacity: 'TOTAL' })],
  ['another function', () => condition('attribute_type(x, :x)')],
  ['a broken expression', () => condition('x = = :x')],
  ['a nested attribute that is changed', () => update('SET x.y = :x')],
  ['half of a surrogate pair', () => put({ x: { S: '\ud800' } })],
])('the table in memory says that it does not know %s', async (_what, command) => {
  const { client } = createMemoryDynamo({ tables });
  await expect(client.send(command() as PutItemCommand)).rejects.toThrow(NotInMemoryError);
});

const values = { ExpressionAttributeValues: { ':x': { S: 'x' } } };
const condition = (ConditionExpression: string) =>
  new PutItemCommand({ TableName, Item: Key, ConditionExpression, ...values });
const update = (UpdateExpression: string) => new UpdateItemCommand({ TableName, Key, UpdateExpression, ...values });
