import { expect, test } from 'vitest';
import { createSigningAccounts } from '../../../shared/accounts/signing-accounts.ts';
import { createZoomAccounts } from '../../../shared/accounts/zoom-accounts.ts';

const own = { accountId: 'north', clientId: 'id', clientSecret: 'hush' };
const tokens = { accountId: 'north', webhookSecretTokens: ['hush-token'] };
/** As the stack makes them, with the letters that Secrets Manager adds. */
const newTokens = { accountId: '', clientId: '', clientSecret: '', webhookSecretTokens: [], placeholder: 'x9' };
const newCredentials = { accountId: '', clientId: '', clientSecret: '', former: 'tokens', placeholder: 'x9' };

type Secrets = Readonly<Record<string, object>>;

/** What a consumer and the webhook make of the two secrets, and which ones they read. */
function readBy(secrets: Secrets) {
  const reads: string[] = [];
  const fetch = async (url: string) => {
    const id = new URL(url).searchParams.get('secretId') ?? '';
    reads.push(id);
    return Response.json({ SecretString: JSON.stringify(secrets[id]) });
  };
  const reference = { name: 'main', secretId: 'tokens', plan: 'pro', datasets: ['report'] };
  const webhooks = JSON.stringify([reference]);
  const consumers = JSON.stringify([{ ...reference, secretId: 'credentials' }]);
  return {
    reads,
    consumer: () => createZoomAccounts({ accounts: consumers, fetch }).all(),
    webhook: () => createSigningAccounts({ accounts: webhooks, fetch }).all(),
  };
}

const settings = { name: 'main', plan: 'pro', datasets: ['report'] };

test('a consumer reads the credentials alone, and the webhook the secret tokens alone', async () => {
  const { reads, consumer, webhook } = readBy({ tokens, credentials: { ...own, pseudonymKey: 'k' } });
  expect(await consumer()).toEqual([{ ...own, pseudonymKey: 'k', ...settings }]);
  expect(reads.splice(0)).toEqual(['credentials']);
  expect(await webhook()).toEqual([{ ...tokens, ...settings }]);
  expect(reads).toEqual(['tokens']);
});

/** Each step of the way from one secret to two, as docs/deploy.md has it. */
test.each<[string, Secrets]>([
  ['deployed, nothing moved', { tokens: { ...own, ...tokens, pseudonymKey: 'k' }, credentials: newCredentials }],
  [
    'credentials copied',
    { tokens: { ...own, ...tokens, pseudonymKey: 'k' }, credentials: { ...own, pseudonymKey: 'k' } },
  ],
  ['moved', { tokens, credentials: { ...own, pseudonymKey: 'k' } }],
])('on the way from one secret to two nothing stops, at the step: %s', async (_, secrets) => {
  const { consumer, webhook } = readBy(secrets);
  expect(await consumer()).toEqual([{ ...own, pseudonymKey: 'k', ...settings }]);
  expect(await webhook()).toMatchObject([tokens]);
});

test('the webhook holds no credentials in memory, even where its secret has them', async () => {
  const [account] = await readBy({ tokens: { ...own, ...tokens }, credentials: newCredentials }).webhook();
  expect(JSON.stringify(account)).not.toMatch(/clientSecret|"hush"/);
});

test('credentials that were copied by half are told with the secret that they belong into, and those of old not used', async () => {
  const half = { ...own, clientSecret: '' };
  const failure = readBy({ tokens: { ...own, ...tokens }, credentials: half }).consumer();
  await expect(failure).rejects.toThrow(
    "The secret credentials is not a Zoom account's (clientSecret: must not be empty)",
  );
});

test('two secrets that nobody has filled are told: the credentials to consumers, the tokens to the webhook', async () => {
  const { consumer, webhook } = readBy({ tokens: newTokens, credentials: newCredentials });
  await expect(consumer()).rejects.toThrow(
    "The secret credentials is not a Zoom account's (accountId: must not be empty",
  );
  await expect(webhook()).rejects.toThrow("The secret tokens is not a Zoom account's (accountId: must not be empty)");
});
