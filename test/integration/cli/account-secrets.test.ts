import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { secretReaderOf } from '../../../cli/source/account-secrets.ts';

/** Secrets Manager, as far as it is asked. */
let answer: { readonly status: number; readonly body: object } = { status: 200, body: {} };
const asked: { readonly target: unknown; readonly body: unknown }[] = [];
const server = createServer(async (request, response) => {
  asked.push({ target: request.headers['x-amz-target'], body: JSON.parse(await text(request)) });
  response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer.body));
});
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  vi.stubEnv('AWS_ENDPOINT_URL_SECRETS_MANAGER', `http://127.0.0.1:${port}`);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'operator');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'x');
});
afterEach(() => asked.splice(0));
afterAll(() => {
  vi.unstubAllEnvs();
  server.close();
});

const fromAws = () =>
  secretReaderOf({ kind: 'aws', stage: 'prod', stack: 'ZoomCapture-prod', region: 'eu-central-1' }, {});
const refusal = (name: string) => ({ status: 400, body: { __type: name, message: 'secret "hush" of somebody' } });

test("the secret of a stage's account is read from Secrets Manager by its ARN", async () => {
  answer = { status: 200, body: { SecretString: '{"accountId":"north"}' } };
  expect(await fromAws()('arn:aws:secretsmanager:eu-central-1:1:secret:north')).toBe('{"accountId":"north"}');
  expect(asked).toEqual([
    {
      target: 'secretsmanager.GetSecretValue',
      body: { SecretId: 'arn:aws:secretsmanager:eu-central-1:1:secret:north' },
    },
  ]);
});

test.each([
  ['ResourceNotFoundException', 'There is no such secret, or nothing has been put into it.'],
  ['AccessDeniedException', 'AWS does not allow it: use credentials that may read it (secretsmanager:GetSecretValue).'],
])('a secret that cannot be read, with %s, is a sentence', async (name, sentence) => {
  answer = refusal(name);
  await expect(fromAws()('arn')).rejects.toThrow(sentence);
});

test('the secret of a local run is what `serve` was started with, and what is missing is named', async () => {
  const env = { ZOOM_ACCOUNT_ID: 'a', ZOOM_CLIENT_ID: 'b', ZOOM_CLIENT_SECRET: 'c', ZOOM_WEBHOOK_SECRET_TOKEN: 'd, e' };
  const local = { kind: 'local', dataDir: '.data' } as const;
  expect(JSON.parse(await secretReaderOf(local, env)('any'))).toEqual({
    accountId: 'a',
    clientId: 'b',
    clientSecret: 'c',
    webhookSecretTokens: ['d', ' e'],
  });
  await expect(secretReaderOf(local, { ...env, ZOOM_CLIENT_ID: ' ' })('any')).rejects.toThrow(
    'ZOOM_CLIENT_ID not set in this shell.',
  );
  expect(asked).toEqual([]);
});
