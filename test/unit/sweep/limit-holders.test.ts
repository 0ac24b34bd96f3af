import { expect, test } from 'vitest';
import { limitHolders } from '../../../shared/sweep/limit-holders.ts';
import type { SweptAccount } from '../../../shared/sweep/sweep-deps.ts';

const account = (accountId: string, masterId?: string): SweptAccount => ({
  accountId,
  name: accountId,
  plan: 'pro',
  datasets: ['report'],
  ...(masterId !== undefined && { masterId }),
});

test('the limits that a sub-account uses are its master’s, and those of any other account its own', () => {
  const all = [account('master'), account('east', 'master'), account('west', 'master'), account('other')];
  const idsOf = (...ids: string[]) =>
    limitHolders(
      all.filter(({ accountId }) => ids.includes(accountId)),
      all,
    ).map(({ accountId }) => accountId);
  expect(idsOf('master', 'east', 'west', 'other')).toEqual(['master', 'other']);
  expect(idsOf('west')).toEqual(['master']);
  expect(idsOf('other')).toEqual(['other']);
});
