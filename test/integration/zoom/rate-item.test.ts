import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  createRateItem,
  type Lease,
  type RateItem,
  type RateState,
  unknownRate,
} from '../../../shared/dynamo/control/rate/rate-item.ts';
import { type ControlTable, controlTable } from './control-table.ts';

const day = '2026-11-20';
const now = Date.parse(`${day}T12:00:00Z`);
let control: ControlTable;
let accounts = 0;
let item: RateItem;

beforeAll(async () => {
  control = await controlTable();
});
afterAll(() => control[Symbol.asyncDispose]());
beforeEach(() => {
  accounts += 1;
  item = createRateItem({ ...control, accountId: `account-${accounts}` });
});

/** The item after a day has begun with 10 calls and a queue has been leased that ends at `nextCallAt`. */
async function counted({
  calls = 10,
  nextCallAt = now,
}: {
  calls?: number;
  nextCallAt?: number;
} = {}): Promise<RateState> {
  await item.beginDay(day, calls - 1, undefined);
  const state = await item.lease({ ...wanted, calls: 1, now: nextCallAt - wanted.spacingMs });
  expect(state).toMatchObject({ calls, nextCallAt });
  return state ?? expect.fail('The lease was refused.');
}

const wanted: Lease = {
  where: 'now',
  calls: 3,
  unmade: 0,
  spacingMs: 27,
  now,
  day,
  limit: 1_000,
  horizon: now + 20_000,
};

test.each<[string, Partial<Lease>, { nextCallAt?: number }, Partial<RateState> | undefined]>([
  ['now takes the end of the queue to after now', {}, {}, { nextCallAt: now + 81, calls: 13 }],
  ['now is refused behind a queue', {}, { nextCallAt: now + 1 }, undefined],
  [
    'behind goes on from the end of the queue',
    { where: 'behind' },
    { nextCallAt: now + 1 },
    { nextCallAt: now + 82, calls: 13 },
  ],
  ['behind is refused where there is no queue', { where: 'behind' }, {}, undefined],
  ['behind is for a queue that ends at the horizon', { where: 'behind' }, { nextCallAt: now + 20_000 }, { calls: 13 }],
  ['behind is refused for a queue that ends later', { where: 'behind' }, { nextCallAt: now + 20_001 }, undefined],
  [
    'without a good answer lately tells of an older one, and counts',
    { calls: 1, isTrial: true, answeredAt: now - 10_000 },
    {},
    { calls: 11, trials: 1, answeredAt: now - 10_000 },
  ],
  [
    'with a good answer that is told ends the count of those without',
    { calls: 1, answeredAt: now },
    {},
    { calls: 11, trials: 0, answeredAt: now },
  ],
  ['for the last calls of the limit is granted', { limit: 13 }, {}, { calls: 13 }],
  ['for a call more than the limit is refused', { limit: 12 }, {}, undefined],
  ['for another day is refused', { day: '2026-11-21' }, {}, undefined],
  ['gives unmade calls back', { unmade: 2 }, {}, { calls: 11, nextCallAt: now + 81 }],
  ['has room for what it gives back', { unmade: 2, limit: 11 }, {}, { calls: 11 }],
  ['has no more room than that', { unmade: 2, limit: 10 }, {}, undefined],
])('a lease %s', async (_sentence, changes, before, expected) => {
  await counted(before);
  const leased = await item.lease({ ...wanted, ...changes });
  if (expected) expect(leased).toMatchObject(expected);
  else expect(leased).toBeUndefined();
});

test('a day is begun once, and the queue and the stop go on into it', async () => {
  const before = await counted({ nextCallAt: now + 500 });
  await item.stop(now + 900, before);
  await item.beginDay('2026-11-21', 7, before);
  expect(await item.read()).toEqual({
    ...unknownRate,
    day: '2026-11-21',
    calls: 7,
    nextCallAt: now + 900,
    stopUntil: now + 900,
    era: 1,
  });
  await item.beginDay('2026-11-21', 0, before);
  await item.beginDay('2026-11-22', 0, before);
  expect(await item.read()).toMatchObject({ day: '2026-11-21', calls: 7 });
});

test('the first day is begun once', async () => {
  await item.beginDay(day, 3, undefined);
  await item.beginDay(day, 0, undefined);
  expect(await item.read()).toEqual({ ...unknownRate, day, calls: 3 });
});

test('an item of old that has no era gets its first with the next day, and can be stopped', async () => {
  await counted();
  await control.client.send(
    new UpdateItemCommand({
      TableName: control.table,
      Key: { pk: { S: `account#account-${accounts}` }, sk: { S: 'rate' } },
      UpdateExpression: 'REMOVE era',
    }),
  );
  await item.beginDay('2026-11-21', 0, await item.read());
  const state = await item.read();
  expect(state && (await item.stop(now, state))).toBe(true);
});

test('a stop voids what is leased, counts it on, and begins an era, once', async () => {
  const before = await counted({ nextCallAt: now + 500 });
  expect(await item.stop(now + 9_000, before)).toBe(true);
  const stopped = { ...unknownRate, day, calls: 10, nextCallAt: now + 9_000, stopUntil: now + 9_000, era: 1 };
  expect(await item.read()).toEqual(stopped);
  expect(await item.stop(now + 9_000, before)).toBe(false);
  expect(await item.stop(now + 9_000, { ...before, day: '2026-11-21', era: 1 })).toBe(false);
  expect(await item.read()).toEqual(stopped);
});

test('an item is read consistently: what another worker has just leased is seen', async () => {
  const reads: unknown[] = [];
  await using watched = await controlTable({
    async faults({ operation, body }, next) {
      if (operation === 'GetItem') reads.push(body.ConsistentRead);
      return next();
    },
  });
  await createRateItem({ ...watched, accountId: 'a' }).read();
  expect(reads).toEqual([true]);
});
