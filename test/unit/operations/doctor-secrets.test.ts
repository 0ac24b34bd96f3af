import { expect, test } from 'vitest';
import { checkSecrets } from '../../../shared/operations/doctor/check-secrets.ts';

const reference = {
  name: 'main',
  plan: 'pro',
  datasets: ['report'],
  secretId: 'tokens',
  credentialsId: 'credentials',
} as const;
const credentials = { accountId: 'north', clientId: 'id', clientSecret: 'hush' };
const tokens = { accountId: 'north', webhookSecretTokens: ['hush-token'] };
const untouched = { accountId: '', clientId: '', clientSecret: '', former: 'tokens' };

/** What is wrong with two secrets, as `state check: seen → todo`. */
async function toldOf(secrets: Readonly<Record<string, object>>): Promise<string[]> {
  const readSecret = async (id: string) => JSON.stringify(secrets[id]);
  const { findings } = await checkSecrets(reference, { isLocal: false }, { readSecret, explain: String });
  expect(JSON.stringify(findings)).not.toContain('hush');
  return findings
    .filter(({ state }) => state !== 'ok')
    .map(({ state, check, seen, todo }) => `${state} ${check}: ${seen} → ${todo}`);
}

test('doctor has nothing to say of two secrets that hold what they are for', async () => {
  expect(await toldOf({ tokens, credentials })).toEqual([]);
});

test.each([
  ['nobody has moved', { tokens: { ...credentials, ...tokens }, credentials: untouched }],
  ['were copied and not taken away', { tokens: { ...credentials, ...tokens }, credentials }],
])('doctor warns of credentials that the webhook can read, since they %s', async (_, secrets) => {
  expect(await toldOf(secrets)).toEqual([
    expect.stringMatching(/^warning secret of main: it holds the credentials too/),
  ]);
});

test('doctor tells of two secrets that name different accounts', async () => {
  expect(await toldOf({ tokens, credentials: { ...credentials, accountId: 'south' } })).toEqual([
    expect.stringMatching(/^fault secrets of main: the two name different Zoom accounts/),
  ]);
});

test('doctor says for each secret that nobody has filled which command fills it', async () => {
  const told = await toldOf({ tokens: { ...untouched, webhookSecretTokens: [] }, credentials: untouched });
  expect(told).toEqual([
    expect.stringMatching(/^fault secret of main: .*--secret-id tokens .*webhookSecretTokens/),
    expect.stringMatching(/^fault credentials of main: .*--secret-id credentials .*clientSecret/),
  ]);
});
