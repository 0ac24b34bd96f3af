import { subAccountOf, type ZoomAccount } from './zoom-account.ts';

/**
 * The accounts, and behind each master that takes every sub-account those that are listed of it and are none of `named`.
 * @param idsOf Zoom's ids of a master's sub-accounts
 */
export async function withListed(
  some: readonly ZoomAccount[],
  named: readonly ZoomAccount[],
  idsOf: (master: ZoomAccount) => Promise<readonly string[]>,
): Promise<readonly ZoomAccount[]> {
  const isNamed = (id: string) => named.some(({ accountId }) => accountId === id);
  const all = some.map(async (account) => {
    if (!account.takesEverySubAccount) return [account];
    const ids = await idsOf(account);
    return [account, ...ids.filter((id) => !isNamed(id)).map((id) => subAccountOf(account, id))];
  });
  return (await Promise.all(all)).flat();
}
