import { expect, test } from 'vitest';
import { startSimulator } from '../../../local/simulator/simulator.ts';
import type { ZoomError } from '../../../shared/zoom/errors.ts';
import { requestToken } from '../../../shared/zoom/oauth.ts';
import { type Handle, json, rawServer } from './raw-server.ts';

const now = Date.parse('2026-11-20T12:00:00Z');
const credentials = { accountId: 'account-1', clientId: 'client-1', clientSecret: 'client-secret-1' };
const deps = (oauthUrl: string) => ({ oauthUrl, fetch, timeoutMs: 500, now: () => now, random: () => 0.5 });

async function failure(handle: Handle): Promise<ZoomError> {
  await using server = await rawServer(handle);
  return await requestToken(credentials, deps(server.url)).then(
    () => Promise.reject(new Error('It succeeded.')),
    (error) => error,
  );
}
const everything = (error: unknown): string =>
  error instanceof Error ? `${error.stack} ${JSON.stringify(error)} ${everything(error.cause)}` : String(error);

test('asking Zoom for an access token gives one that lives as long as Zoom says', async () => {
  const zoom = await startSimulator({ now: () => now });
  const token = await requestToken(zoom.credentials, deps(zoom.oauthUrl));
  await zoom.close();
  expect(token.value).not.toBe('');
  expect(token.expiresAt).toBe(now + 3_599_000);
});

test.each([
  ['missing', undefined],
  ['zero', 0],
  ['a word', 'long'],
  ['endless', 1e12],
])('asking Zoom for an access token takes an hour where its life is %s', async (_life, expires) => {
  await using server = await rawServer((_, response) =>
    json(response, 200, { access_token: 'a', expires_in: expires }),
  );
  expect(await requestToken(credentials, deps(server.url))).toEqual({ value: 'a', expiresAt: now + 3_600_000 });
});

const refusals: [string, Handle, string][] = [
  [
    'an unknown client',
    (_, response) => json(response, 400, { reason: 'Bad client-secret-1', error: 'invalid_client' }),
    'ZoomAccountError',
  ],
  ['401', (_, response) => json(response, 401, { reason: 'No.', error: 'invalid_client' }), 'ZoomAccountError'],
  [
    'an odd error text',
    (_, response) => json(response, 400, { error: 'client-secret-1 is wrong' }),
    'ZoomAccountError',
  ],
  [
    '403 with HTML',
    (_, response) => void response.writeHead(403, { 'content-type': 'text/html' }).end('<h1>'),
    'ZoomUnexpectedError',
  ],
  ['a redirect', (_, response) => void response.writeHead(302, { location: '/else' }).end(), 'ZoomUnexpectedError'],
  ['500', (_, response) => json(response, 500, {}), 'ZoomTransientError'],
  ['an HTTP 200 without a token', (_, response) => json(response, 200, { token_type: 'bearer' }), 'ZoomTransientError'],
  ['half of an answer', (_, response) => void response.end('{"access_token":"client-secret-1'), 'ZoomTransientError'],
  [
    'a token that no header can bear',
    (_, response) => json(response, 200, { access_token: 'client-secret-1\n' }),
    'ZoomTransientError',
  ],
  ['a reset', (incoming) => incoming.socket.resetAndDestroy(), 'ZoomTransientError'],
  ['silence', () => {}, 'ZoomTimeoutError'],
  ['408', (_, response) => json(response, 408, {}), 'ZoomTransientError'],
  [
    'a token with HTTP 201',
    (_, response) => json(response, 201, { access_token: 'client-secret-1' }),
    'ZoomUnexpectedError',
  ],
  ['a token with a blank in it', (_, response) => json(response, 200, { access_token: 'a b' }), 'ZoomTransientError'],
  ['400 without a word', (_, response) => json(response, 400, {}), 'ZoomAccountError'],
  ['401 without a word', (_, response) => json(response, 401, {}), 'ZoomAccountError'],
  ['403 without a word', (_, response) => json(response, 403, {}), 'ZoomUnexpectedError'],
  ["403 with Zoom's error", (_, response) => json(response, 403, { error: 'unauthorized' }), 'ZoomAccountError'],
  ["403 with Zoom's code", (_, response) => json(response, 403, { code: 7 }), 'ZoomAccountError'],
  ["404 with Zoom's reason", (_, response) => json(response, 404, { reason: 'No.' }), 'ZoomAccountError'],
  [
    '400 with HTML',
    (_, response) => void response.writeHead(400, { 'content-type': 'text/html' }).end('<h1>'),
    'ZoomUnexpectedError',
  ],
  ['429', (_, response) => json(response, 429, { code: 429, message: 'Too many requests' }), 'ZoomRateLimitError'],
];
test.each(refusals)(
  'asking Zoom for an access token fails after %s, and says no secret',
  async (_name, handle, name) => {
    const error = await failure(handle);
    expect(error.name).toBe(name);
    expect(everything(error)).not.toMatch(/client-secret-1|Y2xpZW50LTE6/);
  },
);

test('asking Zoom for an access token names what Zoom complains about', async () => {
  const error = await failure((_, response) => json(response, 400, { reason: 'x', error: 'unsupported_grant_type' }));
  expect(error.message).toContain('HTTP 400, unsupported_grant_type');
});

test('asking Zoom for an access token is refused for another client secret, as the simulator does', async () => {
  const zoom = await startSimulator({ now: () => now });
  const wrong = { ...zoom.credentials, clientSecret: 'wrong' };
  await expect(requestToken(wrong, deps(zoom.oauthUrl))).rejects.toThrow('invalid_client');
  await zoom.close();
});

test.each<[string, Handle, string]>([
  ['no token', (_, response) => json(response, 500, {}), 'Zoom gave no access token (HTTP 500).'],
  [
    'a portal',
    (_, response) => json(response, 403, {}),
    "Zoom gave no access token (HTTP 403, without a word of Zoom's).",
  ],
  ['a limit', (_, response) => json(response, 429, {}), 'Zoom limits requests for access tokens.'],
  [
    'no reason',
    (_, response) => json(response, 400, {}),
    "Zoom refused the account's credentials (HTTP 400, no reason given).",
  ],
  ['an odd reason', (_, response) => json(response, 400, { error: ['a'] }), '(HTTP 400, no reason given)'],
])('asking Zoom for an access token is answered with %s, in plain words', async (_case, handle, words) => {
  expect((await failure(handle)).message).toContain(words);
});

test.each([
  ['message', 'day'],
  ['reason', 'day'],
  ['else', 'second'],
])('asking Zoom for an access token meets the limit that its %s names: of the %s', async (field, scope) => {
  const error = await failure((_, response) => json(response, 429, { [field]: 'The daily rate limit.' }));
  expect(error).toMatchObject({ scope });
});
