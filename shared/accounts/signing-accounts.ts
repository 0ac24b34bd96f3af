import * as z from 'zod/mini';
import { type Accounts, createAccounts, type OfEnvironment } from './accounts.ts';
import {
  type AccountReference,
  decodeSecret,
  type ReadSecret,
  type SigningAccount,
  settingsOf,
} from './zoom-account.ts';

export type { SigningAccount } from './zoom-account.ts';

/** The configured accounts, as the webhook needs them. */
export type SigningAccounts = Accounts<SigningAccount>;

/** @throws as {@link createAccounts} */
export const createSigningAccounts = (deps: OfEnvironment): SigningAccounts =>
  createAccounts({ ...deps, readAccount: readSigningAccount });

// White space around a value comes from pasting it.
const signingSecret = z.object({
  accountId: z.string().check(z.trim(), z.minLength(1, 'must not be empty')),
  webhookSecretTokens: z.array(z.string().check(z.trim())),
});
const wanted = '{"accountId":"…","webhookSecretTokens":["…"]}';

/**
 * Reads what an account's events are verified with.
 * @throws SecretError naming the wrong fields, never their contents.
 */
export async function readSigningAccount(reference: AccountReference, read: ReadSecret): Promise<SigningAccount> {
  const { secretId } = reference;
  const secret = await read(secretId);
  return { ...decodeSecret({ secretId, secret, wanted }, signingSecret), ...settingsOf(reference) };
}
