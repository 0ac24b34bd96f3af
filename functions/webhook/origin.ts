import type { SigningAccount, SigningAccounts } from '../../shared/accounts/signing-accounts.ts';
import { type SignedRequest, verifySignature } from '../../shared/zoom/webhook/signature.ts';

/** Who made a signature. */
export type Origin = {
  /** The secret token that made it. */
  readonly token: string;
  /** The accounts that have this token. */
  readonly signers: readonly SigningAccount[];
  readonly accounts: readonly SigningAccount[];
};

/**
 * Finds who signed the request, or undefined when nobody we know did.
 *
 * When no token fits, the secrets are read once more: a token may have been rotated. A secret that cannot be read
 * throws only if no other account's token fits, for then we cannot say that the request is forged.
 * @throws SecretError
 */
export async function findOrigin(
  request: SignedRequest,
  accounts: Pick<SigningAccounts, 'readable' | 'refresh'>,
): Promise<Origin | undefined> {
  const known = await accounts.readable();
  const origin = originAmong(known.accounts, request);
  if (origin) return origin;

  await accounts.refresh();
  const renewed = await accounts.readable();
  const laterOrigin = renewed.accounts === known.accounts ? undefined : originAmong(renewed.accounts, request);
  if (!laterOrigin && renewed.faults[0]) throw renewed.faults[0];
  return laterOrigin;
}

function originAmong(accounts: readonly SigningAccount[], request: SignedRequest): Origin | undefined {
  // A master's sub-accounts have its tokens.
  const tokens = new Set(accounts.flatMap(({ webhookSecretTokens }) => webhookSecretTokens));
  const [token] = verifySignature([...tokens], request);
  if (token === undefined) return undefined;
  return { token, accounts, signers: accounts.filter((account) => account.webhookSecretTokens.includes(token)) };
}

/**
 * The account whose credentials may ask for an event's meeting, or undefined when the event names one of our accounts
 * and another one signed it. A sub-account that is not configured belongs to the one that signed.
 */
export function accountFor(accountId: string | undefined, { accounts, signers }: Origin): SigningAccount | undefined {
  const isConfigured = accounts.some((account) => account.accountId === accountId);
  if (!isConfigured) return signers[0];
  return signers.find((account) => account.accountId === accountId);
}
