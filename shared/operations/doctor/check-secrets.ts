import { readSigningAccount } from '../../accounts/signing-accounts.ts';
import type { AccountReference, SigningAccount, ZoomAccount } from '../../accounts/zoom-account.ts';
import { hasCredentials, readZoomAccount } from '../../accounts/zoom-accounts.ts';
import { type Finding, fault, ok, warning } from './finding.ts';

type ExaminedSecrets = {
  readonly findings: readonly Finding[];
  /** Undefined: without it the webhook cannot be examined. */
  readonly signer: SigningAccount | undefined;
  /** Undefined: without it nothing of Zoom's can be. */
  readonly account: ZoomAccount | undefined;
};

export type SecretsDeps = {
  /** The text of an account's secret. @throws saying what is missing */
  readonly readSecret: (secretId: string) => Promise<string>;
  /** Any error as a sentence for an operator. */
  readonly explain: (error: unknown) => string;
};

/** Whether an account's secrets are there, hold what functions read, and no more than who reads them needs. */
export async function checkSecrets(
  reference: AccountReference,
  { isLocal }: { readonly isLocal: boolean },
  deps: SecretsDeps,
): Promise<ExaminedSecrets> {
  const ofTokens = await tokensChecked(reference, isLocal ? exportVariables : putTokens(reference.secretId), deps);
  const { credentialsId = reference.secretId } = reference;
  const ofCredentials = await credentialsChecked(
    reference,
    isLocal ? exportVariables : putCredentials(credentialsId),
    deps,
  );
  // Of a local run both are one: what is missing is missing in this shell.
  const isOne = isLocal && ofTokens.finding.seen === ofCredentials.finding.seen && !ofCredentials.account;
  const findings = isOne ? [ofTokens.finding] : [ofTokens.finding, ofCredentials.finding];
  const { signer } = ofTokens;
  const { account } = ofCredentials;
  if (signer && account && signer.accountId !== account.accountId) findings.push(twoAccounts(reference));
  if (!isLocal && (await isMixed(reference, deps))) findings.push(mixed(reference));
  return { findings, signer, account };
}

async function tokensChecked(reference: AccountReference, todo: string, { readSecret, explain }: SecretsDeps) {
  const check = `secret of ${reference.name}`;
  try {
    const signer = await readSigningAccount(reference, readSecret);
    if (signer.webhookSecretTokens.some((token) => token !== '')) {
      return { finding: ok(check, 'there, and well-formed'), signer };
    }
    const seen = 'it has no webhook secret token, so every event is refused';
    const tokenTodo = `In the Zoom app, copy Feature → Secret Token into webhookSecretTokens. ${todo}`;
    return { finding: fault(check, seen, tokenTodo), signer };
  } catch (error) {
    return { finding: fault(check, explain(error), todo), signer: undefined };
  }
}

async function credentialsChecked(reference: AccountReference, todo: string, { readSecret, explain }: SecretsDeps) {
  const check = `credentials of ${reference.name}`;
  try {
    return { finding: ok(check, 'there, and well-formed'), account: await readZoomAccount(reference, readSecret) };
  } catch (error) {
    return { finding: fault(check, explain(error), todo), account: undefined };
  }
}

/** Whether what the webhook can read holds credentials, as the one secret of 0.1.0 did. */
const isMixed = ({ secretId, credentialsId }: AccountReference, { readSecret }: SecretsDeps): Promise<boolean> =>
  readSecret(secretId).then(
    (secret) => credentialsId !== undefined && hasCredentials(secret),
    () => false,
  );

const mixed = ({ name }: AccountReference): Finding =>
  warning(
    `secret of ${name}`,
    'it holds the credentials too, which the webhook has no use for and can read',
    'Move them into the secret of their own: docs/deploy.md, "From one secret to two".',
  );

const twoAccounts = ({ name }: AccountReference): Finding =>
  fault(
    `secrets of ${name}`,
    'the two name different Zoom accounts, so captures find no credentials',
    'Put the same accountId into both: App Credentials → Account ID.',
  );

const exportVariables =
  'Export the variables that `npm run serve` was started with: ZOOM_ACCOUNT_ID, ZOOM_CLIENT_ID, ZOOM_CLIENT_SECRET, ZOOM_WEBHOOK_SECRET_TOKEN.';

const putTokens = (secretId: string) =>
  'Copy the values from the Zoom app (App Credentials → Account ID; Feature → Secret Token) and run: aws secretsmanager put-secret-value ' +
  `--secret-id ${secretId} --secret-string '{"accountId":"…","webhookSecretTokens":["…"]}'`;

const putCredentials = (secretId: string) =>
  'Copy the values from the Zoom app (App Credentials) and run: aws secretsmanager put-secret-value ' +
  `--secret-id ${secretId} --secret-string '{"accountId":"…","clientId":"…","clientSecret":"…"}'`;
