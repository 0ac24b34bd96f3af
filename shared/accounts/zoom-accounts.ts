import * as z from 'zod/mini';
import { type Accounts, createAccounts, type OfEnvironment } from './accounts.ts';
import {
  type AccountReference,
  decodeSecret,
  parseJson,
  type ReadSecret,
  settingsOf,
  type ZoomAccount,
} from './zoom-account.ts';

export type { ZoomAccount } from './zoom-account.ts';

/** The configured accounts, as those need them who call Zoom. */
export type ZoomAccounts = Accounts<ZoomAccount>;

/** @throws as {@link createAccounts} */
export const createZoomAccounts = (deps: OfEnvironment): ZoomAccounts =>
  createAccounts({ ...deps, readAccount: readZoomAccount });

// White space around a value comes from pasting it.
const pasted = z.string().check(z.trim(), z.minLength(1, 'must not be empty'));
const credentials = z.object({
  accountId: pasted,
  clientId: pasted,
  clientSecret: pasted,
  // Whether it is good enough is asked where it is used: a stage that does not pseudonymize needs none.
  pseudonymKey: z.optional(z.string().check(z.trim())),
});
const wanted = '{"accountId":"…","clientId":"…","clientSecret":"…"}';

/** What the deployment put there, and nobody has changed: it says where the credentials were before they had a secret of their own. */
const untouched = z.object({ clientId: z.literal(''), clientSecret: z.literal(''), former: pasted });

/**
 * Reads what calls for an account are made with. In a stage of 0.1.0 the credentials stand beside the secret tokens:
 * they are used from there for as long as nobody has put them into the secret of their own.
 * @throws SecretError naming the wrong fields, never their contents.
 */
export async function readZoomAccount(reference: AccountReference, read: ReadSecret): Promise<ZoomAccount> {
  const secretId = reference.credentialsId ?? reference.secretId;
  const own = await read(secretId);
  const { data } = untouched.safeParse(parseJson(own));
  const former = data && (await read(data.former));
  // Where there are none either, what is to be filled is the new one.
  const secret = former !== undefined && hasCredentials(former) ? former : own;
  return { ...decodeSecret({ secretId, secret, wanted }, credentials), ...settingsOf(reference) };
}

/** Whether a secret holds the credentials, wherever they belong. */
export const hasCredentials = (secret: string): boolean => credentials.safeParse(parseJson(secret)).success;
