import type { ZoomAccounts } from '../accounts/zoom-accounts.ts';
import type { Disguises } from '../capture/redaction.ts';
import {
  createDisguise,
  type Disguise,
  fieldSetsOf,
  shortestPseudonymKey,
  strictly,
} from '../domain/privacy/disguise.ts';
import { type PrivacySettings, privacySettings } from '../domain/privacy/privacy-settings.ts';
import type { ErasureReader } from '../dynamo/control/erasure-reader.ts';
import { MarkKeyError } from '../dynamo/control/mark-key.ts';
import { ConfigurationError, errorFrom } from '../runtime/errors.ts';
import { ZoomAccountError } from '../zoom/errors.ts';

/**
 * Reads the variable `PRIVACY`.
 * @throws ConfigurationError: what should not be stored must not be, so nothing is captured by settings that cannot be read.
 */
export function decodePrivacy(text: string): PrivacySettings {
  try {
    const result = privacySettings.safeParse(text.trim() === 'strict' ? 'strict' : JSON.parse(text));
    if (result.success) return result.data;
  } catch {
    // Falls through: it is wrong either way.
  }
  throw new ConfigurationError(
    'PRIVACY is wrong: it must be strict, or JSON like {"all":{"drop":["email"]}}, with fields that docs/privacy.md lists.',
  );
}

/**
 * How rows and meetings of a Zoom account are disguised. The key is in the account's secret.
 * Rows are not stored without one: `rows` throws ZoomAccountError, which parks the capture until somebody has put it there.
 * A meeting is, without the fields that need it.
 */
export function createDisguises(privacy: PrivacySettings, accounts: Pick<ZoomAccounts, 'get'>): Disguises {
  const keyOf = async (accountId: string): Promise<string> => {
    const { pseudonymKey = '' } = await accounts.get(accountId);
    if (pseudonymKey.length >= shortestPseudonymKey) return pseudonymKey;
    throw new ZoomAccountError(
      `This stage pseudonymizes, and the account's secret has no pseudonymKey of ${shortestPseudonymKey} characters or more: add one ` +
        '(openssl rand -base64 32). Captures wait for it.',
    );
  };
  const disguiseOf = (sets: ReturnType<typeof fieldSetsOf>, key: string | undefined): Disguise => {
    const disguise = createDisguise(sets, key);
    return privacy === 'strict' ? strictly(disguise, key) : disguise;
  };
  return {
    async rows({ account, dataset }) {
      const sets = fieldSetsOf(privacy, dataset);
      return disguiseOf(sets, sets.pseudonymized.size > 0 ? await keyOf(account).catch(accountFault) : undefined);
    },
    async meeting({ account }) {
      const sets = fieldSetsOf(privacy, 'meeting');
      return disguiseOf(sets, sets.pseudonymized.size > 0 ? await keyOf(account).catch(() => undefined) : undefined);
    },
    isStrict: privacy === 'strict',
  };
}

/** A read that parks captures while it fails, instead of spending their messages. */
export const asAccountFault =
  <Read>(read: () => Promise<Read>) =>
  (): Promise<Read> =>
    read().catch(accountFault);

/** A reader that parks captures while the marks of erased persons are of another secret. */
export const parkingWithoutMarks =
  (erasures: ErasureReader): ErasureReader =>
  (meeting) =>
    erasures(meeting).catch((error: unknown) => {
      if (error instanceof MarkKeyError) return accountFault(error);
      throw error;
    });

/** As the Zoom client has it: what is wrong with a secret is the account's fault, and passes. */
function accountFault(cause: unknown): never {
  throw cause instanceof ZoomAccountError ? cause : new ZoomAccountError(errorFrom(cause).message, {}, { cause });
}
