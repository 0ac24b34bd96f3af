import * as z from 'zod/mini';
import { subAccountName } from '../domain/account-name.ts';
import type { CapturedParts } from '../domain/captured-parts.ts';
import { byDataset, type Dataset, datasets, isDataset, isUsual, knownDatasets } from '../domain/dataset.ts';
import { kinds } from '../domain/kind.ts';
import { omit } from '../domain/omit.ts';
import { type Plan, plans } from '../domain/plan.ts';
import { ConfigurationError } from '../runtime/errors.ts';
import { SecretError } from './secret-reader.ts';

/** One Zoom account and what proves us to it and it to us. */
export type ZoomAccount = CapturedParts & {
  /** Ours for it, out of the stage's configuration: fit for logs and metrics. */
  readonly name: string;
  readonly accountId: string;
  /**
   * Of a sub-account: the master account's id. Its credentials give the access token, and calls have the sub-account in their
   * paths.
   */
  readonly masterId?: string;
  /** Of a master: whatever account of Zoom's is none of the stage's is a sub-account of it. */
  readonly takesEverySubAccount?: true;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Current and former ones; none or an empty one verifies nothing. */
  readonly webhookSecretTokens: readonly string[];
  /** What personal fields are hashed with, where the stage pseudonymizes. */
  readonly pseudonymKey?: string | undefined;
  readonly plan: Plan;
};

/** Where the stack says an account's secret is. */
export type AccountReference = Pick<ZoomAccount, 'name' | 'plan' | 'datasets' | 'kinds'> & {
  readonly secretId: string;
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
    plan: z.enum(plans),
    // All accounts of a stage stand in 4 KB, so what most have takes no room.
    datasets: z._default(z.union([z.array(z.enum(knownDatasets)), shortDatasets]), () => [...datasets]),
    kinds: z.optional(z.union([someKinds, z.partial(z.object(byDataset(() => someKinds)))])),
    subAccounts: z.optional(z.union([z.array(filled), z.literal('all')])),
  }),
);

// White space around a value comes from pasting it.
const pasted = z.string().check(z.trim(), z.minLength(1, 'must not be empty'));
const accountSecret = z.object({
  accountId: pasted,
  clientId: pasted,
  clientSecret: pasted,
  webhookSecretTokens: z.array(z.string().check(z.trim())),
  // Whether it is good enough is asked where it is used: events are received without it.
  pseudonymKey: z.optional(z.string().check(z.trim())),
});

const wantedSecret = '{"accountId":"…","clientId":"…","clientSecret":"…","webhookSecretTokens":["…"]}';

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

/**
 * Reads an account's secret.
 * @throws SecretError naming the wrong fields, never their contents.
 */
export function decodeZoomAccount(reference: AccountReference, secret: string): ZoomAccount {
  const result = accountSecret.safeParse(parseJson(secret));
  if (result.success) return { ...result.data, ...omit(reference, 'secretId', 'subAccounts') };
  throw new SecretError(
    `The secret ${reference.secretId} is not a Zoom account's (${faultsOf(result.error)}). It must be JSON like ${wantedSecret}.`,
  );
}

/** A master account and the sub-accounts that are asked for through it, by its credentials and on its plan. */
export function withSubAccounts(
  master: ZoomAccount,
  { subAccounts = [] }: Pick<AccountReference, 'subAccounts'>,
): readonly [ZoomAccount, ...ZoomAccount[]] {
  if (subAccounts === 'all') return [{ ...master, takesEverySubAccount: true }];
  return [master, ...subAccounts.map((accountId) => subAccountOf(master, accountId))];
}

/** The account with this id, asked for through its master. */
export const subAccountOf = (master: ZoomAccount, accountId: string): ZoomAccount => ({
  ...omit(master, 'takesEverySubAccount'),
  accountId,
  name: subAccountName(master.name, accountId),
  masterId: master.accountId,
});

const faultsOf = ({ issues }: z.core.$ZodError): string =>
  issues.map(({ path, message }) => `${path.join('.') || 'not JSON of that shape'}: ${message}`).join('; ');

/** Undefined for what is no JSON; the parser's own error would quote the text. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
