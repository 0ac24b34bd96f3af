import { describe, expect, test } from 'vitest';
import {
  createEngineCall,
  type EngineAnswer,
  type EngineCall,
  type EngineName,
  jsonAnswer,
} from '../../../local/emulator/engines/engine-call.ts';
import { seededRandom } from '../../../local/simulator/rows/random.ts';
import { splitBatch } from '../../support/engine-faults/dynamodb-faults.ts';
import { createEngineFaults, type EngineFaults } from '../../support/engine-faults/engine-faults.ts';
import { shuffle } from '../../support/engine-faults/sqs-faults.ts';

/** An engine that does all it is told, behind the faults. */
function engineWith(faults: EngineFaults, answers: (call: EngineCall) => unknown = () => ({})) {
  let now = 0;
  const slept: number[] = [];
  const done: unknown[] = [];
  const sleep = async (ms: number) => void slept.push(ms);
  const intercept = createEngineFaults(faults, { random: seededRandom(1), now: () => now, sleep });
  const ask = (engine: EngineName, operation: string, body: Record<string, unknown>, functionId?: string) => {
    const call = createEngineCall({ engine, operation, body, accessKeyId: 'key', functionId });
    return intercept(call, async (): Promise<EngineAnswer> => {
      done.push(JSON.parse(call.rawBody.toString()));
      return jsonAnswer(200, answers(call));
    });
  };
  const read = async (answer: Promise<EngineAnswer>) => JSON.parse((await answer).body.toString());
  return {
    done,
    slept,
    read,
    advance: (ms: number) => {
      now += ms;
    },
    dynamodb: (operation: string, body: Record<string, unknown> = {}) => ask('dynamodb', operation, body, 'Worker'),
    receive: (most = 10) => ask('sqs', 'ReceiveMessage', { QueueUrl: 'q', MaxNumberOfMessages: most }, 'Worker'),
    stranger: (operation: string) => ask('dynamodb', operation, {}),
  };
}

const puts = Array.from({ length: 25 }, (_, index) => ({
  PutRequest: { Item: { pk: { S: 'u' }, sk: { S: `${index}` } } },
}));

describe('DynamoDB', () => {
  test('DynamoDB that throttles a call has done nothing', async () => {
    const engine = engineWith({ throttled: 1 });
    const kinds = new Set<string>();
    for (let call = 0; call < 20; call += 1)
      kinds.add((await engine.read(engine.dynamodb('PutItem'))).__type.split('#')[1]);
    expect([...kinds].sort()).toEqual(['ProvisionedThroughputExceededException', 'ThrottlingException']);
    expect(engine.done).toEqual([]);
  });

  test('DynamoDB that loses an answer has done all', async () => {
    const engine = engineWith({ lost: 1 });
    expect((await engine.dynamodb('PutItem')).status).toBe(500);
    expect(engine.done).toHaveLength(1);
  });

  test('DynamoDB that is slow answers the same a little later', async () => {
    const engine = engineWith({ slow: { share: 1, delayMs: 700 } });
    expect((await engine.dynamodb('PutItem')).status).toBe(200);
    expect(engine.slept).toEqual([700]);
  });

  test('DynamoDB does a part of a batch and hands the rest back', async () => {
    const engine = engineWith({ unprocessed: 1 });
    const { UnprocessedItems } = await engine.read(engine.dynamodb('BatchWriteItem', { RequestItems: { T: puts } }));
    const [{ RequestItems }] = engine.done as [{ RequestItems: { T: unknown[] } }];
    expect(RequestItems.T.length).toBeGreaterThan(0);
    expect(UnprocessedItems.T.length).toBeGreaterThan(0);
    expect(new Set([...RequestItems.T, ...UnprocessedItems.T].map((put) => JSON.stringify(put))).size).toBe(25);
  });

  test('DynamoDB always gets on: of a batch of one it does that one', () => {
    for (let seed = 0; seed < 50; seed += 1) {
      expect(splitBatch({ T: puts.slice(0, 1) }, seededRandom(seed))).toEqual({
        done: { T: puts.slice(0, 1) },
        left: {},
      });
    }
  });

  test('DynamoDB shows in an index what was written long enough ago', async () => {
    const Item = { pk: { S: 'u' }, sk: { S: 'meeting' } };
    const engine = engineWith({ indexDelayMs: 1_000 }, ({ operation }) =>
      operation === 'Query' ? { Items: [Item], Count: 1 } : {},
    );
    const count = async (more = {}) => (await engine.read(engine.dynamodb('Query', { TableName: 'T', ...more }))).Count;
    await engine.dynamodb('PutItem', { TableName: 'T', Item });
    engine.advance(999);
    expect([await count({ IndexName: 'by-state' }), await count()]).toEqual([0, 1]);
    engine.advance(1);
    expect(await count({ IndexName: 'by-state' })).toBe(1);
  });

  test('faults of DynamoDB spoil nothing for anybody but a function', async () => {
    const engine = engineWith({ throttled: 1, lost: 1 });
    expect((await engine.stranger('PutItem')).status).toBe(200);
  });
});

describe('SQS', () => {
  test('SQS hands a message out again beside those that it gives, once a call and within the limit', async () => {
    let next = 0;
    const engine = engineWith({ repeated: 1 }, () => ({ Messages: [{ MessageId: `m${next++}`, ReceiptHandle: 'h' }] }));
    const ids = async (most?: number) =>
      (await engine.read(engine.receive(most))).Messages.map(({ MessageId }: { MessageId: string }) => MessageId);
    expect(await ids()).toEqual(['m0']);
    expect(await ids()).toEqual(['m1', 'm0']);
    expect(await ids(1)).toEqual(['m2']);
  });

  test('SQS hands messages out in another order, all of them', () => {
    const values = Array.from({ length: 10 }, (_, index) => index);
    const shuffled = shuffle(values, seededRandom(3));
    expect(shuffled).not.toEqual(values);
    expect(shuffled.toSorted((a, b) => a - b)).toEqual(values);
  });
});

test('the same seed gives the same faults', async () => {
  const outcome = async () => {
    const engine = engineWith({ throttled: 0.3, lost: 0.3 });
    return Promise.all(Array.from({ length: 50 }, async () => (await engine.dynamodb('PutItem')).status));
  };
  expect(await outcome()).toEqual(await outcome());
  expect(new Set(await outcome())).toEqual(new Set([200, 400, 500]));
});
