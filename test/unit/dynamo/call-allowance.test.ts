import { ConditionalCheckFailedException, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { createCallAllowance } from '../../../shared/dynamo/control/rate/call-allowance.ts';
import { tables } from '../../support/capture/tables.ts';
import { createMemoryDynamo, type MemoryIntercept } from '../../support/memory/memory-table.ts';

const now = Date.parse('2026-11-20T12:00:00Z');
const key = { pk: { S: 'account#a' }, sk: { S: 'backfill-calls' } };

function anAllowance(intercept: MemoryIntercept = (_operation, _input, run) => run()) {
  const memory = createMemoryDynamo({ tables });
  const requests: string[] = [];
  const client = memory.connect((operation, input, run) => {
    requests.push(operation);
    return intercept(operation, input, run);
  });
  const deps = { table: 'Control', accountId: 'a', now: () => now, random: () => 0.5 };
  return {
    allowance: createCallAllowance({ ...deps, client }),
    other: createCallAllowance({ ...deps, client: memory.client }),
    memory,
    requests,
  };
}

test('an allowance is set by two requests the first time, and by one from then on', async () => {
  const { allowance, requests } = anAllowance();
  await allowance.set(3);
  expect(requests.splice(0)).toEqual(['UpdateItem', 'UpdateItem']);
  await allowance.set(5);
  expect(requests).toEqual(['UpdateItem']);
  expect(await allowance.read()).toEqual({ perDay: 5, day: '2026-11-20', calls: 0, total: 0 });
});

test('an allowance that another sets between two requests is set all the same', async () => {
  let isFirst = true;
  const { allowance, other } = anAllowance(async (_operation, _input, run) => {
    const asked = isFirst;
    isFirst = false;
    try {
      return run();
    } finally {
      if (asked) await other.set(1);
    }
  });
  await allowance.set(9);
  expect(await other.read()).toMatchObject({ perDay: 9 });
});

test('calls beyond the allowance are refused until after midnight, and say so', async () => {
  const { allowance } = anAllowance();
  await allowance.set(1);
  await allowance.take();
  await expect(allowance.take()).rejects.toMatchObject({
    message: "The backfill's calls of the day are used up.",
    scope: 'day',
    retryAt: Date.parse('2026-11-21T00:02:30Z'),
  });
});

test('a call that others are always faster than is put off after ten tries', async () => {
  const { allowance, requests, other } = anAllowance((operation, _input, run) => {
    if (operation !== 'UpdateItem') return run();
    throw new ConditionalCheckFailedException({ message: 'no', $metadata: {} });
  });
  await other.set(5);
  await expect(allowance.take()).rejects.toMatchObject({
    message: 'Too many calls of the backfill at once.',
    retryAt: now + 30_000,
  });
  expect(requests.filter((one) => one === 'UpdateItem')).toHaveLength(10);
});

test('an allowance of a version that counted no total has used nothing of it', async () => {
  const { allowance, memory, other } = anAllowance();
  await other.set(5);
  const [item] = memory.items('Control');
  const { total, ...rest } = item ?? {};
  expect(total).toEqual({ N: '0' });
  await memory.client.send(new PutItemCommand({ TableName: 'Control', Item: { ...key, ...rest } }));
  expect(await allowance.read()).toMatchObject({ perDay: 5, total: 0 });
});
