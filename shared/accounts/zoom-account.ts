import * as z from 'zod/mini';
import { subAccountName } from '../domain/account/account-name.ts';
import type { CapturedParts } from '../domain/account/captured-parts.ts';
import { type Plan, plans } from '../domain/account/plan.ts';
import { byDataset, type Dataset, datasets, isDataset, isUsual, knownDatasets } from '../domain/dataset.ts';
import { kinds } from '../domain/meeting/kind.ts';
import { omit } from '../domain/omit.ts';
import { ConfigurationError } from '../runtime/errors.ts';
import { SecretError } from './secret-reader.ts';

/** One Zoom account of the stage. */
export type KnownAccount = CapturedParts & {
  /** Ours for it, out of the stage's configuration: fit for logs and metrics. */
  readonly name: string;
  readonly accountId: string;
  /**
   * Of a sub-account: the master account's id. Its credentials give the access token, and calls have the sub-account in their
   * paths.
   */
  readonly masterId?: string;
  /** Of a master: whatever account of Zoom's is none of the stage's is a sub-account of it. @default false */
  readonly takesEverySubAccount?: boolean;
  readonly plan: Plan;
};

/** With what proves it to us: all that the webhook needs. */
export type SigningAccount = KnownAccount & {
  /** Current and former ones; none or an empty one verifies nothing. */
  readonly webhookSecretTokens: readonly string[];
};

/** With what proves us to it: all that calls need. */
export type ZoomAccount = KnownAccount & {
  readonly clientId: string;
  readonly clientSecret: string;
  /** What personal fields are hashed with, where the stage pseudonymizes. */
  readonly pseudonymKey?: string | undefined;
};

/** Where the stack says an account's secrets are. */
export type AccountReference = Pick<KnownAccount, 'name' | 'plan' | 'datasets' | 'kinds'> & {
  /** Of the secret that is meant for who is told of it: secret tokens for the webhook and for commands, else credentials. */
  readonly secretId: string;
  /** Of the one with the credentials too, for commands, which are told of both. */
  readonly credentialsId?: string | undefined;
  /** Zoom's ids of the accounts that are asked for through this one, their master; or all that Zoom lists as its own. */
  readonly subAccounts?: readonly string[] | 'all' | undefined;
};

const filled = z.string().check(z.minLength(1));
const someKinds = z.array(z.enum(kinds));
/** `all`, or those beside the usual ones, each with a plus before it. */
const shortDatasets = z.string().check(
  z.refine((text) => {
    const [first, ...others] = text.split('+');
    return text === 'all' || (first === '' && others.every(isDataset));
  }, 'no datasets'),
);
const accountReferences = z.array(
  z.object({
    name: filled,
    secretId: filled,
    credentialsId: z.optional(filled),
    plan: z.enum(plans),
    // All accounts of a stage stand in 4 KB, so what most have takes no room.
    datasets: z._default(z.union([z.array(z.enum(knownDatasets)), shortDatasets]), () => [...datasets]),
    kinds: z.optional(z.union([someKinds, z.partial(z.object(byDataset(() => someKinds)))])),
    subAccounts: z.optional(z.union([z.array(filled), z.literal('all')])),
  }),
);

/**
 * Reads the variable `ZOOM_ACCOUNTS`.
 * @throws ConfigurationError
 */
export function decodeAccountReferences(text: string): readonly AccountReference[] {
  const result = accountReferences.safeParse(parseJson(text));
  if (result.success) return result.data.map((one) => ({ ...one, datasets: writtenOut(one.datasets) }));
  throw new ConfigurationError(
    `ZOOM_ACCOUNTS is wrong (${faultsOf(result.error)}). It must be JSON like [{"name":"main","secretId":"<ARN>","plan":"pro","datasets":["report"]}], ` +
      `plan one of ${plans.join(', ')}, datasets out of ${knownDatasets.join(', ')}.`,
  );
}

function writtenOut(written: string | readonly Dataset[]): readonly Dataset[] {
  if (typeof written !== 'string') return written;
  return knownDatasets.filter(
    (dataset) => written === 'all' || isUsual(dataset) || written.split('+').includes(dataset),
  );
}

/** Reads the secret of that id. @throws SecretError */
export type ReadSecret = (secretId: string) => Promise<string>;

/** What the stage says of an account, without where its secrets are. */
export const settingsOf = (reference: AccountReference) => omit(reference, 'secretId', 'credentialsId', 'subAccounts');

type SecretText = {
  readonly secretId: string;
  readonly secret: string;
  /** What it must be like, for a sentence. */
  readonly wanted: string;
};

/** @throws SecretError naming the wrong fields, never their contents. */
export function decodeSecret<Schema extends z.ZodMiniType>(
  { secretId, secret, wanted }: SecretText,
  schema: Schema,
): z.output<Schema> {
  const result = schema.safeParse(parseJson(secret));
  if (result.success) return result.data;
  throw new SecretError(
    `The secret ${secretId} is not a Zoom account's (${faultsOf(result.error)}). It must be JSON like ${wanted}.`,
  );
}

/** A master account and the sub-accounts that are asked for through it, by its credentials and on its plan. */
export function withSubAccounts<Account extends KnownAccount>(
  master: Account,
  { subAccounts = [] }: Pick<AccountReference, 'subAccounts'>,
): readonly [Account, ...Account[]] {
  if (subAccounts === 'all') return [{ ...master, takesEverySubAccount: true }];
  return [master, ...subAccounts.map((accountId) => subAccountOf(master, accountId))];
}

/** The account with this id, asked for through its master. */
export const subAccountOf = <Account extends KnownAccount>(master: Account, accountId: string): Account => ({
  ...master,
  accountId,
  name: subAccountName(master.name, accountId),
  masterId: master.accountId,
  takesEverySubAccount: false,
});

const faultsOf = ({ issues }: z.core.$ZodError): string =>
  issues.map(({ path, message }) => `${path.join('.') || 'not JSON of that shape'}: ${message}`).join('; ');

/** Undefined for what is no JSON; the parser's own error would quote the text. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
