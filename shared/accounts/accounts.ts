import { ProductError } from '../runtime/errors.ts';
import { waitAtMost } from '../runtime/wait-at-most.ts';
import { createSecretReader, SecretError, type SecretReaderDeps } from './secret-reader.ts';
import {
  type AccountReference,
  decodeAccountReferences,
  type KnownAccount,
  type ReadSecret,
  withSubAccounts,
} from './zoom-account.ts';

/** No secret of the stack is for this Zoom account. */
export class UnknownAccountError extends ProductError {
  override readonly name = 'UnknownAccountError';
  override readonly retry = 'no';
  readonly accountId: string;

  constructor(accountId: string) {
    super(`No secret is configured for the Zoom account ${accountId}. Add one to ZOOM_ACCOUNTS or drop its messages.`);
    this.accountId = accountId;
  }
}

/** How long secrets are used without being read again. */
const maxAgeMs = 5 * 60_000;

/** A refresh sooner than this after the last read does nothing, so that forged requests cost no reads. */
const refreshPauseMs = 30_000;

/** Callers at the same time share a read: a little more than a read takes at most, so that a hanging one delays nobody for long. */
const longestReadMs = 2_500;

export type Accounts<Account extends KnownAccount> = {
  /**
   * Every configured account; the same list until the secrets are read again.
   * @throws SecretError when any of the secrets cannot be read.
   */
  all(): Promise<readonly Account[]>;
  /** What could be read and what could not: one broken secret need not stop the other accounts. */
  readable(): Promise<ReadAccounts<Account>>;
  /**
   * One account. The others' broken secrets do not matter unless it might be among them.
   * @throws UnknownAccountError, SecretError
   */
  get(accountId: string): Promise<Account>;
  /** Reads the secrets again, as after a rotation; at most every 30 seconds, else does nothing. */
  refresh(): Promise<void>;
};

export type ReadAccounts<Account extends KnownAccount> = {
  readonly accounts: readonly Account[];
  readonly faults: readonly Error[];
};

/** Reads the secrets of one account, as much of them as its user needs. @throws SecretError */
type ReadAccount<Account> = (reference: AccountReference, read: ReadSecret) => Promise<Account>;

export type OfEnvironment = SecretReaderDeps & {
  /** The variable `ZOOM_ACCOUNTS`: JSON. */
  readonly accounts: string;
  readonly now?: () => number;
};

type Deps<Account> = OfEnvironment & { readonly readAccount: ReadAccount<Account> };

/**
 * The configured Zoom accounts. Secrets are read at first use, together, and kept for 5 minutes; a failed read is never
 * kept. Callers at the same time share one read.
 * @throws ConfigurationError when `accounts` is malformed.
 */
export function createAccounts<Account extends KnownAccount>({
  accounts,
  readAccount,
  now = Date.now,
  ...readerDeps
}: Deps<Account>): Accounts<Account> {
  const references = decodeAccountReferences(accounts);
  const readSecret = createSecretReader(readerDeps);
  let latest: { readonly readAt: number; readonly result: Promise<ReadAccounts<Account>> } | undefined;

  const startRead = (): Promise<ReadAccounts<Account>> => {
    const read = { readAt: now(), result: readAll(references, (reference) => readAccount(reference, readSecret)) };
    latest = read;
    read.result.then(({ faults }) => {
      if (faults.length > 0 && latest === read) latest = undefined;
    });
    return read.result;
  };
  const isOlderThan = (ageMs: number) => latest === undefined || now() - latest.readAt >= ageMs;
  const readable = () => (latest === undefined || isOlderThan(maxAgeMs) ? startRead() : latest.result);

  return {
    readable,
    async all() {
      const { accounts, faults } = await readable();
      if (faults[0]) throw faults[0];
      return accounts;
    },
    async get(accountId) {
      const { accounts, faults } = await readable();
      const account = accounts.find((candidate) => candidate.accountId === accountId);
      if (account) return account;
      throw faults[0] ?? new UnknownAccountError(accountId);
    },
    async refresh() {
      if (isOlderThan(refreshPauseMs)) await startRead();
    },
  };
}

const repeatedAccount = ({ name, masterId }: KnownAccount, secretId = ''): string =>
  masterId === undefined
    ? `The secret ${secretId} is for a Zoom account that has one.`
    : `The sub-account ${name} is a Zoom account that the stage has already: name it once.`;

/** Reads all secrets at once. Never rejects. */
async function readAll<Account extends KnownAccount>(
  references: readonly AccountReference[],
  readAccount: (reference: AccountReference) => Promise<Account>,
): Promise<ReadAccounts<Account>> {
  const reads = await Promise.allSettled(
    references.map(async (reference) => {
      const late = () => new SecretError(`The secret ${reference.secretId} was not read in time.`);
      return withSubAccounts(await waitAtMost(longestReadMs, readAccount(reference), late), reference);
    }),
  );
  const accounts: Account[] = [];
  const faults: Error[] = [];
  for (const [index, read] of reads.entries()) {
    if (read.status === 'rejected') {
      faults.push(read.reason);
      continue;
    }
    for (const account of read.value) {
      if (!accounts.some(({ accountId }) => accountId === account.accountId)) accounts.push(account);
      else faults.push(new SecretError(repeatedAccount(account, references[index]?.secretId)));
    }
  }
  return { accounts, faults };
}
