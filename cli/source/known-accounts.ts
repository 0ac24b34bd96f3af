import { NoSuchAccountError } from '../../shared/operations/errors.ts';
import { type ListedAccount, listAccountsOfStage } from '../../shared/operations/sweep-function/sweep-function.ts';
import { explainError } from '../errors.ts';
import type { Stack } from './stack.ts';

/** The stage's accounts with their ids, and why they cannot be told where nothing can be asked. */
export type StageAccounts = { readonly accounts: readonly ListedAccount[]; readonly fault?: string };

/**
 * Asked of the sweep function, which alone knows which account a secret is for. None where it is stopped, or may not be
 * asked. @throws NoSuchAccountError
 */
export async function stageAccounts(account: string | undefined, { invokeSweep }: Stack): Promise<StageAccounts> {
  try {
    return { accounts: await listAccountsOfStage({ ...(account !== undefined && { account }) }, invokeSweep) };
  } catch (error) {
    if (error instanceof NoSuchAccountError) throw error;
    return { accounts: [], fault: explainError(error) };
  }
}
