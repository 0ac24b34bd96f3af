import {
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  BatchWriteItemCommand,
  type BatchWriteItemCommandInput,
  DeleteItemCommand,
  type DeleteItemCommandInput,
  type DynamoDBClient,
  GetItemCommand,
  type GetItemCommandInput,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Item } from '../../../shared/dynamo/item.ts';

const S = (text: string) => ({ S: text });
const N = (number: number | string) => ({ N: String(number) });
const TableName = 'Captures';
const key = (pk: string, sk = 'a'): Item => ({ pk: S(pk), sk: S(sk) });

type Call = (client: DynamoDBClient) => Promise<unknown>;

const put = (Item: Item, more: Partial<PutItemCommandInput> = {}): Call => {
  return (client) => client.send(new PutItemCommand({ TableName, Item, ...more }));
};
const update = (Key: Item, UpdateExpression: string, more: Partial<UpdateItemCommandInput> = {}): Call => {
  return (client) =>
    client.send(new UpdateItemCommand({ TableName, Key, UpdateExpression, ReturnValues: 'ALL_NEW', ...more }));
};
const get = (Key: Item, more: Partial<GetItemCommandInput> = {}): Call => {
  return (client) => client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true, ...more }));
};
const remove = (Key: Item, more: Partial<DeleteItemCommandInput> = {}): Call => {
  return (client) => client.send(new DeleteItemCommand({ TableName, Key, ...more }));
};
const query = (KeyConditionExpression: string, more: Partial<QueryCommandInput>): Call => {
  return (client) => client.send(new QueryCommand({ TableName, KeyConditionExpression, ...more }));
};
const batchWrite = (RequestItems: BatchWriteItemCommandInput['RequestItems']): Call => {
  return (client) => client.send(new BatchWriteItemCommand({ RequestItems }));
};
const batchGet = (RequestItems: BatchGetItemCommandInput['RequestItems']): Call => {
  return async (client) => {
    const { Responses = {}, UnprocessedKeys } = await client.send(new BatchGetItemCommand({ RequestItems }));
    const found = Object.entries(Responses).map(([table, items]) => [table, items.map(({ sk }) => sk?.S).sort()]);
    return { found: Object.fromEntries(found), UnprocessedKeys };
  };
};

export type Scenario = {
  readonly title: string;
  /** Done in order. Partitions are named by `a`, and by `b` beside it. */
  readonly calls: (a: string, b: string) => readonly Call[];
};

const values = (given: Item) => ({ ExpressionAttributeValues: given });
const names = (given: Record<string, string>) => ({ ExpressionAttributeNames: given });

/** Each with a few items of its own: what an engine does with the calls that the product makes, and with their limits. */
export const scenarios: readonly Scenario[] = [
  {
    title: 'puts, gets and deletes an item',
    calls: (a) => [
      get(key(a)),
      put({ ...key(a), text: S('x'), map: { M: { list: { L: [N(1), { NULL: true }, { BOOL: false }] } } } }),
      get(key(a)),
      get(key(a), { ProjectionExpression: 'sk, #text', ...names({ '#text': 'text' }) }),
      get(key(a), { ProjectionExpression: 'nothing' }),
      put({ ...key(a), set: { SS: ['b', 'a'] } }, { ReturnValues: 'ALL_OLD' }),
      remove(key(a), { ReturnValues: 'ALL_OLD' }),
      remove(key(a), { ReturnValues: 'ALL_OLD' }),
      get(key(a)),
    ],
  },
  {
    title: 'puts an item only unless it is there, or only while it has this value',
    calls: (a) => [
      put({ ...key(a), run: N(1) }, { ConditionExpression: 'attribute_not_exists(pk)' }),
      put({ ...key(a), run: N(2) }, { ConditionExpression: 'attribute_not_exists(pk)' }),
      put(
        { ...key(a), run: N(3) },
        { ConditionExpression: '#run = :run', ...names({ '#run': 'run' }), ...values({ ':run': N('1.0') }) },
      ),
      put(
        { ...key(a), run: N(4) },
        { ConditionExpression: '#run = :run', ...names({ '#run': 'run' }), ...values({ ':run': N(1) }) },
      ),
      put(
        { ...key(a, 'b'), run: N(4) },
        { ConditionExpression: '#run = :run', ...names({ '#run': 'run' }), ...values({ ':run': N(1) }) },
      ),
      remove(key(a), { ConditionExpression: 'attribute_exists(gone)' }),
      get(key(a)),
    ],
  },
  {
    title: 'compares numbers and texts, joins conditions and negates them',
    calls: (a) => {
      const when = (ConditionExpression: string, given: Item = {}, named: Record<string, string> = {}) =>
        update(key(a), 'ADD hits :one', {
          ConditionExpression,
          ...values({ ':one': N(1), ...given }),
          ...(Object.keys(named).length > 0 && names(named)),
        });
      return [
        put({ ...key(a), n: N(10), s: S('m'), flag: { BOOL: true }, set: { SS: ['x', 'y'] }, list: { L: [S('x')] } }),
        ...['=', '<>', '<', '<=', '>', '>='].flatMap((by) => [
          when(`n ${by} :v`, { ':v': N('1e1') }),
          when(`n ${by} :v`, { ':v': N(9) }),
          when(`s ${by} :v`, { ':v': S('z') }),
          when(`gone ${by} :v`, { ':v': S('z') }),
          when(`n ${by} :v`, { ':v': S('10') }),
        ]),
        when('n BETWEEN :low AND :high AND s = :v', { ':low': N(1), ':high': N(10), ':v': S('m') }),
        when('n IN (:v, :w)', { ':v': N(1), ':w': N(10) }),
        when('begins_with(s, :v) OR n = :w', { ':v': S('n'), ':w': N(10) }),
        when('NOT (attribute_exists(gone) OR n > :v) AND s < :w', { ':v': N(10), ':w': S('n') }),
        when('attribute_not_exists(n) OR n <= :v OR s = :w', { ':v': N(3), ':w': S('q') }),
        when('contains(#set, :v) AND contains(#list, :v)', { ':v': S('x') }, { '#set': 'set', '#list': 'list' }),
        when('contains(s, :v)', { ':v': S('m') }),
        when('flag = :v', { ':v': { BOOL: true } }),
        when('size(s) = :one'),
        when('#set = :v', { ':v': { SS: ['y', 'x'] } }, { '#set': 'set' }),
        when('#list[0] = :v', { ':v': S('x') }, { '#list': 'list' }),
        get(key(a)),
      ];
    },
  },
  {
    title: 'changes attributes: sets, adds, takes away, as they were before the call',
    calls: (a) => [
      update(key(a), 'SET #day = :day, calls = :none', {
        ...names({ '#day': 'day' }),
        ...values({ ':day': S('2026-11-20'), ':none': N(0) }),
      }),
      update(key(a), 'ADD calls :n, sum2 :n', values({ ':n': N(3) })),
      update(key(a), 'SET calls = :end ADD sum3 :n', values({ ':end': N(7), ':n': N(-2) })),
      update(key(a), 'SET x = calls + :n, calls = calls - :n', values({ ':n': N('0.5') })),
      update(key(a), 'SET x = calls, calls = x', {}),
      update(key(a), 'SET y = if_not_exists(y, :fresh), x = if_not_exists(x, :fresh)', values({ ':fresh': S('f') })),
      update(key(a), 'SET y = if_not_exists(gone, x) + :n', values({ ':n': N(1) })),
      update(key(a), 'ADD marks :marks', values({ ':marks': { SS: ['a', 'b'] } })),
      update(key(a), 'ADD marks :marks', values({ ':marks': { SS: ['b', 'c'] } })),
      update(key(a), 'DELETE marks :marks', values({ ':marks': { SS: ['a', 'b', 'z'] } })),
      update(key(a), 'DELETE marks :marks', values({ ':marks': { SS: ['c'] } })),
      update(
        key(a),
        'SET l = list_append(if_not_exists(l, :none), :more)',
        values({ ':none': { L: [] }, ':more': { L: [N(1)] } }),
      ),
      update(key(a), 'REMOVE x, gone SET z = :z', values({ ':z': { M: { k: S('v') } } })),
      update(key(a), 'SET z = gone', {}),
      update(key(a), 'SET z = z + :n', values({ ':n': N(1) })),
      update(key(a), 'ADD z :n', values({ ':n': N(1) })),
      update(key(a), 'SET z = :n, z = :n', values({ ':n': N(1) })),
      update(key(a), 'SET pk = :n', values({ ':n': S('x') })),
      get(key(a)),
    ],
  },
  {
    title: 'answers what an update was asked to return',
    calls: (a) =>
      (['NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW'] as const).flatMap((ReturnValues) => [
        put({ ...key(a, ReturnValues), x: N(1), y: N(2) }),
        update(key(a, ReturnValues), 'SET x = :x', { ReturnValues, ...values({ ':x': N(2) }) }),
        update(key(a, ReturnValues), 'SET x = :x REMOVE y', { ReturnValues, ...values({ ':x': N(3) }) }),
      ]),
  },
  {
    title: 'updates an item that is not there, with a condition and without',
    calls: (a) => [
      update(key(a, 'n'), 'SET x = :x', { ConditionExpression: 'x = :x', ...values({ ':x': N(1) }) }),
      update(key(a, 'n'), 'REMOVE x', { ConditionExpression: 'x = :x', ...values({ ':x': N(1) }) }),
      update(key(a, 'n'), 'SET x = :x', { ConditionExpression: 'attribute_not_exists(x)', ...values({ ':x': N(1) }) }),
      update(key(a, 'm'), 'ADD x :x', values({ ':x': N(1) })),
      get(key(a, 'n')),
      get(key(a, 'm')),
    ],
  },
  {
    title: 'spells numbers in one way, and refuses those that it has no room for',
    calls: (a) => [
      ...['007', '1.50', '-0', '0.0', '1e3', '12E-3', '.5', '1e20', '-1.7976e100', '9.99e125', '1e-130'].map(
        (text, at) => put({ ...key(a, `n${at}`), n: N(text) }, { ReturnValues: 'ALL_OLD' }),
      ),
      ...Array.from({ length: 11 }, (_, at) => get(key(a, `n${at}`))),
      put({ ...key(a, 'x'), n: N('1e126') }),
      put({ ...key(a, 'x'), n: N('1e-131') }),
      put({ ...key(a, 'x'), n: N('123456789012345678901234567890123456789') }),
      put({ ...key(a, 'x'), n: N('12345678901234567890123456789012345678') }),
      put({ ...key(a, 'y'), n: N('one') }),
      put({ ...key(a, 'y'), n: N('') }),
      update(key(a, 'n7'), 'ADD n :n', values({ ':n': N(1) })),
      get(key(a, 'x')),
    ],
  },
  {
    title: 'refuses keys that are missing, blank, of another kind or too long, and items that are too large',
    calls: (a) => [
      put({ pk: S(a) }),
      put({ pk: S(a), sk: S('') }),
      put({ pk: N(1), sk: S('a') }),
      put(key(a, 'k'.repeat(1_024))),
      put(key(a, 'k'.repeat(1_025))),
      put(key(`${a}${'k'.repeat(2_048)}`)),
      get({ pk: S(a) }),
      get({ pk: S(a), sk: S('a'), more: S('b') }),
      get({ pk: S(a), sk: S('') }),
      put({ ...key(a), text: S('x'.repeat(409_600 - a.length - 20)) }),
      put({ ...key(a), text: S('x'.repeat(409_600)) }),
      update(key(a), 'SET more = :more', values({ ':more': S('y'.repeat(100)) })),
      put({ ...key(a), person: N(1), joinedAt: S('x') }),
      put({ ...key(a), blank: S(''), set: { SS: [] } }),
      put({ ...key(a), set: { SS: ['a', 'a'] } }),
      remove({ pk: S(a) }),
    ],
  },
  {
    title: 'refuses reserved words, and placeholders that are missing or used by nobody',
    calls: (a) => [
      update(key(a), 'SET total = :x', values({ ':x': N(1) })),
      update(key(a), 'SET x = :x', { ConditionExpression: 'Day = :x', ...values({ ':x': N(1) }) }),
      get(key(a), { ProjectionExpression: 'region' }),
      put(key(a), { ConditionExpression: 'x = :x' }),
      put(key(a), { ConditionExpression: '#x = :x', ...values({ ':x': N(1) }) }),
      put(key(a), { ConditionExpression: 'attribute_not_exists(pk)', ...values({ ':x': N(1) }) }),
      put(key(a), { ConditionExpression: 'attribute_not_exists(pk)', ...names({ '#x': 'x' }) }),
      put(key(a), { ConditionExpression: 'attribute_not_exists(pk) OR x = :x', ...names({ '#x': 'x' }) }),
      get(key(a)),
    ],
  },
  {
    title: 'reads a partition in the order of UTF-8, a part of it, back and forth, page by page',
    calls: (a, b) => {
      const sorts = ['a', 'b#1', 'b#10', 'b#2', 'b', 'é', 'ÿ', '\uffee', '😀', '𝄞', 'zz', 'B', '~', ' '];
      const of = ':pk';
      const part = (condition: string, given: Item, more: Partial<QueryCommandInput> = {}) =>
        query(`pk = ${of}${condition && ` AND ${condition}`}`, { ...values({ [of]: S(a), ...given }), ...more });
      return [
        ...sorts.map((sort, at) => put({ ...key(a, sort), at: N(at) })),
        put(key(b, 'b#3')),
        part('', {}),
        part('', {}, { ScanIndexForward: false }),
        part('begins_with(sk, :v)', { ':v': S('b#') }),
        part('begins_with(sk, :v)', { ':v': S('b#1') }, { ScanIndexForward: false }),
        part('begins_with(sk, :v)', { ':v': S('nothing') }),
        ...['=', '<', '<=', '>', '>='].map((by) => part(`sk ${by} :v`, { ':v': S('b#2') })),
        part('sk BETWEEN :v AND :w', { ':v': S('b'), ':w': S('é') }),
        part('sk BETWEEN :v AND :w', { ':v': S('é'), ':w': S('b') }),
        ...[1, 3, sorts.length, sorts.length + 1].map((Limit) => part('', {}, { Limit })),
        part('', {}, { Limit: 3, ExclusiveStartKey: key(a, 'b#10') }),
        part('', {}, { Limit: 3, ExclusiveStartKey: key(a, 'b#10'), ScanIndexForward: false }),
        part('', {}, { ExclusiveStartKey: key(a, 'not there') }),
        part('begins_with(sk, :v)', { ':v': S('b#') }, { Limit: 2, ExclusiveStartKey: key(a, 'b#1') }),
        part('', {}, { ProjectionExpression: 'sk, #at', ...names({ '#at': 'at' }) }),
        query('sk = :v', values({ ':v': S('a') })),
        query('pk < :v', values({ ':v': S('a') })),
        query('pk = :v AND other = :v', values({ ':v': S('a') })),
        query('pk = :v', { ...values({ ':v': S('a') }), IndexName: 'no-index' }),
      ];
    },
  },
  {
    title: 'shows items with both keys of an index in it, and what the index includes',
    calls: (a) => {
      const index = (name: string, keyName: string, more: Partial<QueryCommandInput> = {}) =>
        query('#key = :v', { IndexName: name, ...names({ '#key': keyName }), ...values({ ':v': S(a) }), ...more });
      const meeting = (sk: string, more: Item) =>
        put({ ...key(`${a}${sk}`, sk), account: S(a), topic: S('t'), ...more });
      const open = { openState: S(a), dueAt: S('2'), uuid: S('u'), dataset: S('qos'), run: N(1), expiresAt: N(9) };
      const ranked = { qualityDay: S(a), qualityRank: S('5'), summary: { M: { worst: N(1) } }, other: S('o') };
      return [
        meeting('1', { endedAt: S('b') }),
        meeting('2', { endedAt: S('a'), meetingId: S(a) }),
        meeting('3', {}),
        put({ ...key(`${a}4`, '4'), ...open }),
        put({ ...key(`${a}5`, '5'), ...open, dueAt: S('1') }),
        put({ ...key(`${a}6`, '6'), ...ranked }),
        index('by-account-day', 'account'),
        index('by-account-day', 'account', { ScanIndexForward: false, Limit: 1 }),
        index('by-meeting-id', 'meetingId'),
        index('by-state', 'openState'),
        index('by-quality', 'qualityDay', { ScanIndexForward: false }),
        index('by-state', 'openState', { Limit: 1 }),
        index('by-state', 'openState', {
          Limit: 1,
          ExclusiveStartKey: { ...key(`${a}5`, '5'), openState: S(a), dueAt: S('1') },
        }),
        index('by-state', 'openState', { ConsistentRead: true }),
        update(key(`${a}5`, '5'), 'SET dueAt = :later ADD rescues :one', values({ ':later': S('3'), ':one': N(1) })),
        index('by-state', 'openState'),
        update(key(`${a}5`, '5'), 'REMOVE openState', {}),
        index('by-state', 'openState'),
        remove(key(`${a}4`, '4')),
        index('by-state', 'openState'),
        put(key(`${a}1`, '1')),
        index('by-account-day', 'account'),
        // Items that sort alike come in any order, so what the index has is compared at the end.
        ...['7', '8', '9'].map((sk) => put({ ...key(`${a}${sk}`, sk), ...open })),
        remove(key(`${a}7`, '7')),
        update(key(`${a}9`, '9'), 'REMOVE dueAt', {}),
      ];
    },
  },
  {
    title: 'writes and reads batches, and refuses those that are empty, too long or name a key twice',
    calls: (a) => {
      const puts = (from: number, to: number) =>
        Array.from({ length: to - from }, (_, at) => ({
          PutRequest: { Item: { ...key(a, `k${from + at}`), n: N(at) } },
        }));
      const keys = (count: number) => Array.from({ length: count }, (_, at) => key(a, `k${at}`));
      return [
        batchWrite({ Captures: puts(0, 25) }),
        batchWrite({ Captures: puts(30, 56) }),
        batchWrite({ Captures: [] }),
        batchWrite({ Captures: [...puts(0, 1), ...puts(0, 1)] }),
        batchWrite({ Captures: [...puts(40, 41), { PutRequest: { Item: { ...key(a, ''), n: N(1) } } }] }),
        batchWrite({ Captures: [{ DeleteRequest: { Key: key(a, 'k1') } }, ...puts(26, 27)], Control: puts(0, 2) }),
        batchWrite({ Captures: [{ DeleteRequest: { Key: key(a, 'not there') } }] }),
        batchGet({ Captures: { Keys: keys(30), ConsistentRead: true }, Control: { Keys: keys(3) } }),
        batchGet({ Captures: { Keys: keys(101) } }),
        batchGet({ Captures: { Keys: [] } }),
        batchGet({ Captures: { Keys: [key(a, 'k2'), key(a, 'k2')] } }),
        batchGet({ Captures: { Keys: [key(a, 'nothing')] } }),
      ];
    },
  },
];

export type KnownFault = Scenario & {
  readonly engine: 'dynalite' | 'dynoxide';
};

/**
 * Where one of the engines does otherwise than DynamoDB is documented to: the last call comes to something else there, and
 * to the same in memory and in the other engine. The product asks for none of this.
 */
export const knownFaults: readonly KnownFault[] = [
  {
    engine: 'dynalite',
    title: 'takes no two lists for equal',
    calls: (a) => [
      put({ ...key(a), items: { L: [S('x')] } }),
      put(key(a), {
        ConditionExpression: '#items = :items',
        ...names({ '#items': 'items' }),
        ...values({ ':items': { L: [S('x')] } }),
      }),
    ],
  },
  {
    engine: 'dynalite',
    title: 'keeps sums of more than 38 digits',
    calls: (a) => [
      put({ ...key(a), n: N('12345678901234567890123456789012345678') }),
      update(key(a), 'ADD n :n', values({ ':n': N('0.1') })),
    ],
  },
  {
    engine: 'dynalite',
    title: 'takes an emoji for less than the last characters of the first plane, where it orders no items',
    calls: (a) => [
      query('pk = :v AND sk BETWEEN :low AND :high', values({ ':v': S(a), ':low': S('\uffee'), ':high': S('😀') })),
    ],
  },
  {
    engine: 'dynalite',
    title: 'counts less than their bytes for other letters than those of ASCII',
    calls: (a) => [put({ ...key(a), text: S('é'.repeat(204_800)) })],
  },
  {
    engine: 'dynalite',
    title: 'answers empty attributes where an update changed one that was not there',
    calls: (a) => [
      put(key(a)),
      update(key(a), 'SET x = :x', { ReturnValues: 'UPDATED_OLD', ...values({ ':x': N(1) }) }),
    ],
  },
  {
    engine: 'dynalite',
    title: 'takes a blank key of an index',
    calls: (a) => [put({ ...key(a), meetingId: S(''), endedAt: S('2026') })],
  },
  {
    engine: 'dynalite',
    title: 'shows no item with a condition that failed',
    calls: (a) => [
      put({ ...key(a), x: N(1) }),
      put(key(a), { ConditionExpression: 'attribute_not_exists(pk)', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
    ],
  },
  {
    engine: 'dynoxide',
    title: 'answers the key as the old item where an update made the item',
    calls: (a) => [update(key(a), 'SET x = :x', { ReturnValues: 'ALL_OLD', ...values({ ':x': N(1) }) })],
  },
  {
    engine: 'dynoxide',
    title: 'finds capital letters by a prefix of small ones',
    calls: (a) => [put(key(a, 'B')), query('pk = :v AND begins_with(sk, :w)', values({ ':v': S(a), ':w': S('b') }))],
  },
  {
    engine: 'dynoxide',
    title: 'ends a page before the item that brings it to 1 MB',
    calls: (a) => [
      ...Array.from({ length: 5 }, (_, at) => put({ ...key(a, `k${at}`), text: S('x'.repeat(300_000)) })),
      query('pk = :v', { ...values({ ':v': S(a) }), ProjectionExpression: 'sk' }),
    ],
  },
];
