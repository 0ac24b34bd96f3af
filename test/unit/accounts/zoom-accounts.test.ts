import { expect, test, vi } from 'vitest';
import { UnknownAccountError } from '../../../shared/accounts/accounts.ts';
import { SecretError } from '../../../shared/accounts/secret-reader.ts';
import { createSigningAccounts } from '../../../shared/accounts/signing-accounts.ts';
import { decodeAccountReferences } from '../../../shared/accounts/zoom-account.ts';
import { createZoomAccounts } from '../../../shared/accounts/zoom-accounts.ts';
import { datasets, knownDatasets } from '../../../shared/domain/dataset.ts';
import { ConfigurationError } from '../../../shared/runtime/errors.ts';

const secretOf = (accountId: string, change: object = {}) =>
  JSON.stringify({ accountId, clientId: 'id', clientSecret: 'hush', webhookSecretTokens: ['hush-token'], ...change });

const references = (...secretIds: string[]) =>
  JSON.stringify(secretIds.map((secretId) => ({ name: 'main', secretId, plan: 'pro', datasets })));

/** An extension whose secrets and clock the test moves. */
function createExtension(secrets: Record<string, string | undefined>) {
  const extension = { secrets, nowMs: 0, reads: 0, urls: [] as string[], headers: [] as (string | null)[] };
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const url = new URL(String(input));
    extension.reads++;
    extension.urls.push(String(input));
    extension.headers.push(new Headers(init?.headers).get('X-Aws-Parameters-Secrets-Token'));
    const secret = extension.secrets[url.searchParams.get('secretId') ?? ''];
    if (secret === undefined) return new Response('{"message":"AccessDeniedException: hush"}', { status: 400 });
    return Response.json({ ARN: 'a', Name: 'n', SecretString: secret, VersionId: 'v' });
  };
  const now = () => extension.nowMs;
  const accounts = (text: string, env: NodeJS.ProcessEnv = {}) =>
    createZoomAccounts({ accounts: text, fetch, env, now });
  const signing = (text: string) => createSigningAccounts({ accounts: text, fetch, env: {}, now });
  return { extension, accounts, signing };
}

test('accounts are read from the extension, each with its plan', async () => {
  const { extension, accounts } = createExtension({ 'arn:aws:1/a+b': secretOf('north') });
  const env = { PARAMETERS_SECRETS_EXTENSION_HTTP_PORT: '4711', AWS_SESSION_TOKEN: 'session' };
  const all = await accounts(
    '[{"name":"main","secretId":"arn:aws:1/a+b","plan":"business","datasets":["report"]}]',
    env,
  ).all();
  expect(all).toEqual([
    {
      name: 'main',
      accountId: 'north',
      clientId: 'id',
      clientSecret: 'hush',
      plan: 'business',
      datasets: ['report'],
    },
  ]);
  expect(extension.urls).toEqual(['http://127.0.0.1:4711/secretsmanager/get?secretId=arn%3Aaws%3A1%2Fa%2Bb']);
  expect(extension.headers).toEqual(['session']);
});

test('accounts are not read before they are asked for, and from port 2773 unless told', async () => {
  const { extension, accounts } = createExtension({ n: secretOf('north') });
  const zoomAccounts = accounts(references('n'));
  expect(extension.reads).toBe(0);
  await zoomAccounts.all();
  expect(extension.urls[0]).toContain('http://127.0.0.1:2773/');
});

test('accounts are read once for callers at the same time, and kept for 5 minutes', async () => {
  const { extension, accounts } = createExtension({ n: secretOf('north') });
  const zoomAccounts = accounts(references('n'));
  const [first, second] = await Promise.all([zoomAccounts.all(), zoomAccounts.all()]);
  expect(second).toBe(first);
  extension.nowMs = 299_999;
  expect(await zoomAccounts.all()).toBe(first);
  expect(extension.reads).toBe(1);
  extension.nowMs = 300_000;
  await zoomAccounts.all();
  expect(extension.reads).toBe(2);
});

test('accounts are got by id', async () => {
  const { accounts } = createExtension({ n: secretOf('north'), s: secretOf('south') });
  const zoomAccounts = accounts(references('n', 's'));
  expect(await zoomAccounts.get('south')).toMatchObject({ accountId: 'south' });
  await expect(zoomAccounts.get('west')).rejects.toThrow(UnknownAccountError);
  await expect(zoomAccounts.get('west')).rejects.toThrow('west');
});

test('accounts may be none', async () => {
  expect(await createExtension({}).accounts('[]').all()).toEqual([]);
});

test('accounts lose the white space that pasting adds', async () => {
  const secret = secretOf(' north\n', { clientId: 'id\n', webhookSecretTokens: ['token\n', ' '] });
  const { accounts, signing } = createExtension({ n: secret });
  expect(await accounts(references('n')).all()).toMatchObject([{ accountId: 'north', clientId: 'id' }]);
  expect(await signing(references('n')).all()).toMatchObject([
    { accountId: 'north', webhookSecretTokens: ['token', ''] },
  ]);
});

test('a refresh reads again, but not within 30 seconds of the last read', async () => {
  const { extension, accounts } = createExtension({ n: secretOf('north') });
  const zoomAccounts = accounts(references('n'));
  await zoomAccounts.all();
  extension.secrets = { n: secretOf('north', { clientId: 'rotated' }) };
  extension.nowMs = 29_999;
  await zoomAccounts.refresh();
  expect(await zoomAccounts.all()).toMatchObject([{ clientId: 'id' }]);
  extension.nowMs = 30_000;
  await Promise.all([zoomAccounts.refresh(), zoomAccounts.refresh()]);
  expect(await zoomAccounts.all()).toMatchObject([{ clientId: 'rotated' }]);
  expect(extension.reads).toBe(2);
});

test('a secret that cannot be read is named with what to do, and the failure is not kept', async () => {
  const { extension, accounts } = createExtension({});
  const zoomAccounts = accounts(references('arn:gone'));
  const failure = zoomAccounts.all();
  await expect(failure).rejects.toThrow(SecretError);
  await expect(failure).rejects.toThrow(/arn:gone.*400 AccessDeniedException.*GetSecretValue/);
  await expect(failure).rejects.not.toThrow(/hush/);
  expect(extension.reads).toBe(1);

  extension.secrets = { 'arn:gone': secretOf('north') };
  expect(await zoomAccounts.all()).toMatchObject([{ accountId: 'north' }]);
});

test('a secret that cannot be read because the extension is still starting is tried a few times', async () => {
  let reads = 0;
  const fetch: typeof globalThis.fetch = async () =>
    ++reads < 3
      ? new Response('not ready to serve traffic, please wait', { status: 400 })
      : Response.json({ SecretString: secretOf('north') });
  expect(await createZoomAccounts({ accounts: references('n'), fetch }).get('north')).toBeDefined();
  expect(reads).toBe(3);
});

test('a secret that cannot be read because a read hangs, whatever it was told, is a fault after 2.5 seconds, and the next read is a new one', async () => {
  vi.useFakeTimers();
  let reads = 0;
  const fetch: typeof globalThis.fetch = async () => {
    reads += 1;
    return reads === 1 ? new Promise(() => {}) : Response.json({ SecretString: secretOf('north') });
  };
  const zoomAccounts = createZoomAccounts({ accounts: references('n'), fetch });
  const ends = Promise.allSettled([zoomAccounts.get('north'), zoomAccounts.all()]);
  await vi.advanceTimersByTimeAsync(2_500);
  expect((await ends).map((end) => end.status === 'rejected' && end.reason)).toEqual([
    expect.any(SecretError),
    expect.any(SecretError),
  ]);
  expect(await zoomAccounts.get('north')).toMatchObject({ accountId: 'north' });
  expect(reads).toBe(2);
  vi.useRealTimers();
});

test('a secret that cannot be read because nothing answers is a fault that names the port', async () => {
  const fetch = () => Promise.reject(new TypeError('fetch failed'));
  const failure = createZoomAccounts({ accounts: references('n'), fetch, env: {} }).all();
  await expect(failure).rejects.toThrow('The secret n cannot be read: the extension on port 2773 did not answer');
});

test('a secret that cannot be read because it is binary is named', async () => {
  const fetch = async () => Response.json({ SecretBinary: 'aHVzaA==' });
  await expect(createZoomAccounts({ accounts: references('n'), fetch }).all()).rejects.toThrow('n has no text');
});

test('a secret that cannot be read does not keep the other accounts from being got', async () => {
  const { accounts } = createExtension({ n: secretOf('north') });
  const zoomAccounts = accounts(references('n', 'arn:gone'));
  expect(await zoomAccounts.get('north')).toMatchObject({ accountId: 'north' });
  const { accounts: readAccounts, faults } = await zoomAccounts.readable();
  expect(readAccounts).toMatchObject([{ accountId: 'north' }]);
  expect(faults).toEqual([expect.any(SecretError)]);
  await expect(zoomAccounts.get('south')).rejects.toThrow(SecretError);
  await expect(zoomAccounts.all()).rejects.toThrow(SecretError);
});

test.each([
  ['clientSecret', secretOf('north', { clientSecret: undefined })],
  ['accountId', secretOf('  ')],
  ['not JSON', 'hush'],
  ['not JSON', '"hush"'],
])('a secret that cannot be read is named with what is wrong, %s, and never quoted', async (wrong, secret) => {
  const failure = createExtension({ n: secret }).accounts(references('n')).all();
  await expect(failure).rejects.toThrow(SecretError);
  await expect(failure).rejects.toThrow(`The secret n is not a Zoom account's (${wrong}`);
  await expect(failure).rejects.not.toThrow(/hush/);
});

test.each([
  ['accountId', secretOf('  ')],
  ['webhookSecretTokens', secretOf('north', { webhookSecretTokens: 'hush' })],
  ['webhookSecretTokens.1', secretOf('north', { webhookSecretTokens: ['hush', 7] })],
  ['not JSON', 'hush'],
])('a secret that verifies nothing is named with what is wrong, %s, and never quoted', async (wrong, secret) => {
  const failure = createExtension({ n: secret }).signing(references('n')).all();
  await expect(failure).rejects.toThrow(`The secret n is not a Zoom account's (${wrong}`);
  await expect(failure).rejects.not.toThrow(/hush/);
});

test('a second secret for the same Zoom account is refused', async () => {
  const { accounts } = createExtension({ a: secretOf('north'), b: secretOf('north') });
  await expect(accounts(references('a', 'b')).all()).rejects.toThrow('The secret b is for a Zoom account that has one');
});

test.each([
  '',
  '{',
  '{}',
  '[{"plan":"pro"}]',
  '[{"secretId":"","plan":"pro"}]',
  '[{"secretId":"a","plan":"gold"}]',
  '[{"name":"a","secretId":"a","plan":"pro","datasets":"+chat"}]',
  '[{"name":"a","secretId":"a","plan":"pro","datasets":"qos"}]',
])('ZOOM_ACCOUNTS as %j is refused at the start', (text) => {
  expect(() => createZoomAccounts({ accounts: text })).toThrow(ConfigurationError);
  expect(() => createZoomAccounts({ accounts: text })).toThrow('ZOOM_ACCOUNTS');
});

test('an account that names no datasets has the usual ones, and "all" and "+…" say in few letters what others have', () => {
  const own = { secretId: 'm', plan: 'pro' };
  const text = JSON.stringify([
    { ...own, name: 'usual' },
    { ...own, name: 'every', datasets: 'all' },
    { ...own, name: 'one', datasets: ['qos'] },
    { ...own, name: 'more', datasets: '+polls+qa' },
  ]);
  const decoded = decodeAccountReferences(text).map((one) => one.datasets);
  expect(decoded).toEqual([datasets, knownDatasets, ['qos'], [...datasets, 'polls', 'qa']]);
});

test('a master account brings its sub-accounts, with its credentials and names of their own', async () => {
  const { accounts } = createExtension({ m: secretOf('master') });
  const reference = { name: 'main', secretId: 'm', plan: 'pro', datasets, subAccounts: ['east', 'west'] };
  const all = await accounts(JSON.stringify([reference])).all();
  expect(all.map(({ name, accountId, masterId }) => [name, accountId, masterId])).toEqual([
    ['main', 'master', undefined],
    ['main/east', 'east', 'master'],
    ['main/west', 'west', 'master'],
  ]);
  expect(all[2]).toMatchObject({ clientSecret: 'hush', plan: 'pro' });
  expect(await accounts(JSON.stringify([reference])).get('west')).toMatchObject({ masterId: 'master' });
});

test('an account that is a sub-account and has a secret too is told, and taken once', async () => {
  const { accounts } = createExtension({ e: secretOf('east'), m: secretOf('master') });
  const text = JSON.stringify([
    { name: 'east', secretId: 'e', plan: 'pro', datasets },
    { name: 'main', secretId: 'm', plan: 'pro', datasets, subAccounts: ['east', 'west'] },
  ]);
  const { accounts: read, faults } = await accounts(text).readable();
  expect(read.map(({ name }) => name)).toEqual(['east', 'main', 'main/west']);
  expect(faults.map(({ message }) => message)).toEqual([
    'The sub-account main/east is a Zoom account that the stage has already: name it once.',
  ]);
});
