import type { SweptAccount } from './sweep-deps.ts';

/** The accounts whose rate limits these accounts use, each once: a sub-account's calls are counted with its master's. */
export function limitHolders(wanted: readonly SweptAccount[], all: readonly SweptAccount[]): readonly SweptAccount[] {
  const holders = wanted.map((account) => all.find(({ accountId }) => accountId === account.masterId) ?? account);
  return [...new Set(holders)];
}
