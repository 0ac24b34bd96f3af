import { expect, test } from 'vitest';
import { createUsageMeter } from '../../../bench/engines/usage-meter.ts';
import { jsonAnswer } from '../../../local/emulator/engines/engine-call.ts';

/** Of so many bytes, the name included. */
const item = (bytes: number) => ({ a: { S: 'x'.repeat(bytes - 1) } });

async function usageOf(operation: string, body: Record<string, unknown>, answer: unknown) {
  const meter = createUsageMeter();
  const call = { ...({ engine: 'dynamodb', accessKeyId: undefined, functionId: undefined } as const), operation, body };
  await meter.intercept({ ...call, rawBody: Buffer.from('') }, async () => jsonAnswer(200, answer));
  const { calls, itemsRead, readUnits, writeUnits } = meter.take();
  expect(meter.take().calls).toBe(0);
  return { calls, itemsRead, readUnits, writeUnits };
}

test.each<[string, string, Record<string, unknown>, unknown, Record<string, number>]>([
  ['a write is a unit for each 1 KB', 'PutItem', { Item: item(1025) }, {}, { writeUnits: 2 }],
  [
    'each item of a batch is rounded by itself, and a deletion is one',
    'BatchWriteItem',
    {
      RequestItems: {
        T: [
          { PutRequest: { Item: item(10) } },
          { PutRequest: { Item: item(1024) } },
          { DeleteRequest: { Key: item(10) } },
        ],
      },
    },
    {},
    { writeUnits: 3 },
  ],
  [
    'an item that is read consistent is a unit for each 4 KB',
    'GetItem',
    { ConsistentRead: true },
    { Item: item(4097) },
    { itemsRead: 1, readUnits: 2 },
  ],
  ['an item that is not there costs as a small one', 'GetItem', {}, {}, { readUnits: 0.5 }],
  ['items of a Query are added up', 'Query', {}, { Items: [item(10), item(10)] }, { itemsRead: 2, readUnits: 0.5 }],
])('%s', async (_rule, operation, body, answer, expected) => {
  expect(await usageOf(operation, body, answer)).toEqual({
    calls: 1,
    itemsRead: 0,
    readUnits: 0,
    writeUnits: 0,
    ...expected,
  });
});
