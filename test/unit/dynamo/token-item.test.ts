import { expect, test } from 'vitest';
import { createTokenItem } from '../../../shared/dynamo/control/token-item.ts';
import { tables } from '../../support/capture/tables.ts';
import { createMemoryDynamo } from '../../support/memory/memory-table.ts';

const now = Date.parse('2026-11-20T12:00:00Z');
const token = { value: 'secret words', issuedAt: now, expiresAt: now + 3_600_000 };

function anItem() {
  const memory = createMemoryDynamo({ tables });
  const item = (clientSecret = 'client secret') =>
    createTokenItem({ client: memory.client, table: 'Control', accountId: 'a' }, clientSecret);
  return { item, stored: () => memory.items('Control') };
}

test('an account without an item has no token and no lock', async () => {
  expect(await anItem().item().read()).toStrictEqual({ token: undefined, lockedUntil: 0 });
});

test('a token is stored with its lock given back, encrypted, and read again as it is', async () => {
  const { item, stored } = anItem();
  const lock = await item().lock(now, now + 20_000);
  expect(await item().read()).toStrictEqual({ token: undefined, lockedUntil: now + 20_000 });
  expect(lock && (await item().unlock(lock, token))).toBe(true);
  expect(await item().read()).toStrictEqual({ token, lockedUntil: 0 });
  expect(JSON.stringify(stored())).not.toContain(token.value);
});

test('a token that another client secret has encrypted is none', async () => {
  const { item } = anItem();
  await item().lock(now, now + 20_000);
  await item().unlock({ until: now + 20_000 }, token);
  await item().lock(now, now + 9);
  expect(await item('a new client secret').read()).toStrictEqual({ token: undefined, lockedUntil: now + 9 });
});

test('a lock is taken once, and again from its end on', async () => {
  const { item } = anItem();
  expect(await item().lock(now, now + 10)).toEqual({ until: now + 10 });
  expect(await item().lock(now + 9, now + 99)).toBeUndefined();
  expect(await item().lock(now + 10, now + 99)).toEqual({ until: now + 99 });
});

test('whoever has lost the lock stores nothing, and gives none back', async () => {
  const { item } = anItem();
  await item().lock(now, now + 10);
  await item().lock(now + 10, now + 99);
  expect(await item().unlock({ until: now + 10 }, token)).toBe(false);
  expect(await item().unlock({ until: now + 10 })).toBe(false);
  expect(await item().read()).toStrictEqual({ token: undefined, lockedUntil: now + 99 });
  expect(await item().unlock({ until: now + 99 })).toBe(true);
});
