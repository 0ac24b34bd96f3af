import { beforeEach, expect, test } from 'vitest';
import {
  createRateItem,
  type Lease,
  type RateItem,
  unknownRate,
} from '../../../shared/dynamo/control/rate/rate-item.ts';
import { tables } from '../../support/capture/tables.ts';
import { createMemoryDynamo, type MemoryDynamo } from '../../support/memory/memory-table.ts';

const now = Date.parse('2026-11-20T12:00:00Z');
const day = '2026-11-20';
const trialMs = 4_000;

let memory: MemoryDynamo;
let item: RateItem;
beforeEach(async () => {
  memory = createMemoryDynamo({ tables });
  item = createRateItem({ client: memory.client, table: 'Control', accountId: 'a' });
  await item.beginDay(day, 0, undefined);
});

const lease = (changes: Partial<Lease> = {}) =>
  item.lease({
    where: 'now',
    calls: 1,
    unmade: 0,
    spacingMs: 25,
    now,
    day,
    limit: 100,
    horizon: now + 20_000,
    ...changes,
  });
/** Without a good answer that is known, so long after the first. */
const trial = (ms: number) => lease({ now: now + ms, isTrial: true });

test('two trials are leased at once, and then one after four seconds', async () => {
  expect(await trial(0)).toMatchObject({ trials: 1, trialAt: now, calls: 1, nextCallAt: now + 25 });
  expect(await trial(100)).toMatchObject({ trials: 2, trialAt: now + 100 });
  expect(await trial(100 + trialMs - 1)).toBeUndefined();
  expect(await trial(100 + trialMs)).toMatchObject({ trials: 3, trialAt: now + 100 + trialMs, calls: 3 });
});

test('a lease of a worker that knows a good answer says so, and ends the trials', async () => {
  await trial(0);
  expect(await lease({ now: now + 50, answeredAt: now + 40 })).toMatchObject({ trials: 0, answeredAt: now + 40 });
  await trial(100);
  expect(await lease({ now: now + 200 })).toMatchObject({ trials: 1, answeredAt: now + 40 });
});

test('a good answer is told where as many trials are under way as may be, and nowhere else', async () => {
  await trial(0);
  expect(await item.tellAnswer(now + 60)).toBeUndefined();
  await trial(100);
  expect(await item.tellAnswer(now + 160)).toMatchObject({ trials: 0, answeredAt: now + 160, calls: 2 });
  expect(await item.tellAnswer(now + 170)).toBeUndefined();
});

test('a health that changes rises in number, and is refused where another has changed it', async () => {
  const before = (await item.read()) ?? unknownRate;
  const health = { failing: [{ name: 'm', at: now, calls: 1 }] };
  const after = await item.changeHealth({ health, calls: 2 }, before);
  expect(after).toMatchObject({ health, healthNo: 1, calls: 2, era: 0, stopUntil: 0 });
  expect(await item.changeHealth({ health }, before)).toBeUndefined();
  const stopped = await item.changeHealth({ health, stopUntil: now + 9 }, after ?? before);
  expect(stopped).toMatchObject({ healthNo: 2, era: 1, stopUntil: now + 9, nextCallAt: now + 9, calls: 2 });
  const resumed = await item.changeHealth({ health, resumeAt: now + 5 }, stopped ?? before);
  expect(resumed).toMatchObject({ healthNo: 3, era: 1, stopUntil: now + 5, nextCallAt: now + 5 });
  expect(await item.read()).toEqual(resumed);
});

test('a health with a value that would not be read again is not written', async () => {
  const before = (await item.read()) ?? unknownRate;
  const health = { failing: [{ name: 'm', at: Number.POSITIVE_INFINITY, calls: 1 }] };
  await expect(item.changeHealth({ health }, before)).rejects.toThrow(
    'The health has a value that DynamoDB cannot hold.',
  );
  expect(await item.read()).toEqual(before);
});

test('an account that nobody has called for has no state, and an item without any knows nothing', async () => {
  const { client } = createMemoryDynamo({ tables });
  const other = createRateItem({ client, table: 'Control', accountId: 'a' });
  expect(await other.read()).toBeUndefined();
  memory.clear();
  memory.load('Control', [{ pk: { S: 'account#a' }, sk: { S: 'rate' } }]);
  expect(await item.read()).toEqual(unknownRate);
});
