import { errorFrom } from '../../shared/lambda/log.ts';
import { type AccountReference, decodeZoomAccount, type ZoomAccount } from '../../shared/lambda/zoom-account.ts';
import { explainError } from '../explain-error.ts';
import type { ReadSecret } from './account-secrets.ts';
import { type Finding, fault, ok } from './finding.ts';

export type SecretCheck = {
  readonly findings: readonly Finding[];
  /** Undefined: without it nothing of Zoom's can be looked at. */
  readonly account: ZoomAccount | undefined;
};

/** Whether the account's secret is there and holds what functions read. */
export async function checkSecret(
  reference: AccountReference,
  { readSecret, isLocal }: { readonly readSecret: ReadSecret; readonly isLocal: boolean },
): Promise<SecretCheck> {
  const check = `secret of ${reference.name}`;
  const todo = isLocal
    ? 'Export the variables that `npm run serve` was started with: ZOOM_ACCOUNT_ID, ZOOM_CLIENT_ID, ZOOM_CLIENT_SECRET, ZOOM_WEBHOOK_SECRET_TOKEN.'
    : putSecret(reference.secretId);
  try {
    const account = decodeZoomAccount(reference, await readSecret(reference.secretId));
    if (account.webhookSecretTokens.some((token) => token !== '')) {
      return { findings: [ok(check, 'there, and well-formed')], account };
    }
    const noToken = fault(
      check,
      'it has no webhook secret token, so every event is refused',
      `In the Zoom app, copy Feature → Secret Token into webhookSecretTokens. ${todo}`,
    );
    return { findings: [noToken], account };
  } catch (error) {
    return { findings: [fault(check, explainError(errorFrom(error)), todo)], account: undefined };
  }
}

const putSecret = (secretId: string) =>
  `Copy the values from the Zoom app (App Credentials; Feature → Secret Token) and run: aws secretsmanager put-secret-value ` +
  `--secret-id ${secretId} --secret-string '{"accountId":"…","clientId":"…","clientSecret":"…","webhookSecretTokens":["…"]}'`;
