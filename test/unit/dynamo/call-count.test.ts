import { expect, test } from 'vitest';
import { createSweepCallCount, withSweepCount } from '../../../shared/dynamo/control/rate/call-count.ts';
import type { RateBudget, Urgency } from '../../../shared/zoom/call-budget.ts';
import { tables } from '../../support/capture/tables.ts';
import { createMemoryDynamo } from '../../support/memory/memory-table.ts';

const [first, second] = ['2026-11-20', '2026-11-21'];

function counting() {
  const memory = createMemoryDynamo({ tables });
  const clock = { at: Date.parse(`${first}T23:00:00Z`) };
  const control = { client: memory.client, table: 'Control', accountId: 'a', now: () => clock.at };
  return { memory, count: createSweepCallCount(control), other: createSweepCallCount(control), clock, control };
}

test('the calls of sweeps are counted by day, whoever makes them, and a new day begins at one', async () => {
  const { count, other, clock } = counting();
  expect(await count.ofDay(first)).toBe(0);
  await count.add();
  await other.add();
  await count.add();
  expect([await count.ofDay(first), await other.ofDay(second)]).toEqual([3, 0]);
  clock.at += 3_600_000;
  await count.add();
  expect([await count.ofDay(first), await count.ofDay(second)]).toEqual([0, 1]);
  // A worker whose clock is behind takes nothing from the day that has begun.
  clock.at -= 3_600_000;
  await other.add();
  expect(await count.ofDay(second)).toBe(1);
});

test('a call of a day that has begun is counted by one request', async () => {
  const { memory } = counting();
  const requests: string[] = [];
  const client = memory.connect((operation, _input, run) => {
    requests.push(operation);
    return run();
  });
  const count = createSweepCallCount({ client, table: 'Control', accountId: 'b', now: () => Date.parse(first) });
  await count.add();
  expect(requests.splice(0)).toEqual(['UpdateItem', 'UpdateItem']);
  await count.add();
  expect(requests).toEqual(['UpdateItem']);
});

test('a call is made although it cannot be counted', async () => {
  const { control } = counting();
  await createSweepCallCount({ ...control, table: 'None' }).add();
  await expect(createSweepCallCount({ ...control, table: 'None' }).ofDay(first)).rejects.toThrow();
});

test('of what a budget lets through the calls of sweeps are counted, and those that it refuses are not', async () => {
  const asked: unknown[] = [];
  const budget: RateBudget = {
    async take(urgency) {
      asked.push(urgency);
      if (urgency?.reserve === 1) throw new Error('no');
    },
    heed: async (limit) => void asked.push(limit),
  };
  let counted = 0;
  const counts = withSweepCount(budget, {
    add: async () => {
      counted += 1;
    },
  });
  const urgencies: (Urgency | undefined)[] = [undefined, {}, { purpose: 'backfill' }, { purpose: 'sweep' }];
  for (const urgency of urgencies) await counts.take(urgency);
  expect(counted).toBe(1);
  await expect(counts.take({ purpose: 'sweep', reserve: 1 })).rejects.toThrow('no');
  expect(counted).toBe(1);
  await counts.heed({ scope: 'second', retryAt: 7 });
  expect(asked.slice(-1)).toEqual([{ scope: 'second', retryAt: 7 }]);
});
