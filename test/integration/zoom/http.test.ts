import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { TokenSource } from '../../../shared/zoom/client.ts';
import {
  ZoomAccountError,
  ZoomRateLimitError,
  ZoomTransientError,
  ZoomUnexpectedError,
} from '../../../shared/zoom/errors.ts';
import { call } from '../../../shared/zoom/http.ts';
import { aClient, accessToken, body, failure, page, request } from './http-client.ts';
import { type Handle, json, rawServer } from './raw-server.ts';

test.each([
  ['/abc==', '/metrics/meetings/%252Fabc%253D%253D/participants'],
  ['ab//c==', '/metrics/meetings/ab%252F%252Fc%253D%253D/participants'],
  ['a/b==', '/metrics/meetings/a%252Fb%253D%253D/participants'],
  ['a+b==', '/metrics/meetings/a%2Bb%3D%3D/participants'],
  ['-x', '/metrics/meetings/-x/participants'],
])('the UUID %s arrives at Zoom as %s', async (uuid, path) => {
  await using server = await rawServer((_, response) => json(response, 200, page));
  await aClient(server).zoom.page({ ...request, uuid, pageToken: 'a+/=' });
  expect(server.paths).toEqual([
    `${path}?page_size=300&type=past&include_fields=registrant_id&next_page_token=a%2B%2F%3D`,
  ]);
});

test('a body is read when it is compressed', async () => {
  await using server = await rawServer((incoming, response) => {
    expect(incoming.headers['accept-encoding']).toContain('gzip');
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(gzipSync(body));
  });
  expect((await aClient(server).zoom.page(request)).rows).toEqual(page.participants);
});

test('a body is read whole when its characters are torn between packets', async () => {
  await using server = await rawServer((_, response) => {
    const bytes = Buffer.from(body);
    const cut = bytes.indexOf(0xc3) + 1;
    response.writeHead(200, { 'content-type': 'application/json' }).write(bytes.subarray(0, cut));
    setTimeout(() => response.end(bytes.subarray(cut)), 20);
  });
  expect((await aClient(server).zoom.page(request)).rows).toEqual(page.participants);
});

const faults: [string, Handle][] = [
  ['a reset before the headers', (incoming) => incoming.socket.resetAndDestroy()],
  [
    'a reset within the body',
    (incoming, response) => {
      response.writeHead(200, { 'content-length': body.length + 100 }).write(body, () => incoming.socket.destroy());
    },
  ],
  [
    'a chunked body that breaks off',
    (incoming, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write(body, () => incoming.socket.destroy());
    },
  ],
  [
    'a compressed body that is cut',
    (_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(body).subarray(0, 30));
    },
  ],
  ['half of a JSON', (_, response) => void response.writeHead(200).end(body.slice(0, 20))],
  [
    'a 502 with HTML',
    (_, response) => void response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad</h1>'),
  ],
];
test.each(faults)('a failure on the wire is tried again: %s', async (_name, fault) => {
  await using server = await rawServer((incoming, response, calls) =>
    calls < 3 ? fault(incoming, response, calls) : json(response, 200, page),
  );
  const { zoom, pauses } = aClient(server);
  expect((await zoom.page(request)).rows).toEqual(page.participants);
  expect(pauses).toEqual([500, 1_000]);
});

test.each(faults)("a failure on the wire is the caller's after four tries: %s", async (_name, fault) => {
  await using server = await rawServer(fault);
  const { zoom, pauses } = aClient(server);
  expect((await failure(zoom.page(request))).name).toBe('ZoomTransientError');
  expect(pauses).toEqual([500, 1_000, 2_000]);
  expect(server.paths).toHaveLength(4);
});

test.each<[string, Handle]>([
  ['an answer that never comes', () => {}],
  ['a body that never ends', (_, response) => void response.writeHead(200).write('{"participants":[')],
])('a failure on the wire is not tried again when it took long: %s', async (_name, fault) => {
  await using server = await rawServer(fault);
  const error = await failure(aClient(server, { timeoutMs: 100 }).zoom.page(request));
  expect([error.name, error.message]).toEqual(['ZoomTimeoutError', 'A call to Zoom took over 100 ms.']);
  expect(server.paths).toHaveLength(1);
});

test("a server that does not listen is named by the system's code", async () => {
  const server = await rawServer(() => {});
  await server[Symbol.asyncDispose]();
  const error = await failure(aClient(server).zoom.page(request));
  expect(error.message).toBe('A call to Zoom broke off (ECONNREFUSED).');
});

test('a slow answer is left its time', async () => {
  await using server = await rawServer((_, response) => void setTimeout(() => json(response, 200, page), 200));
  expect((await aClient(server).zoom.page(request)).rows).toHaveLength(1);
});

test.each([301, 302, 303, 307, 308])('a redirect with HTTP %i is not followed', async (status) => {
  await using elsewhere = await rawServer((_, response) => json(response, 200, page));
  await using server = await rawServer((_, response) => {
    response.writeHead(status, { location: `${elsewhere.url}/v2` }).end();
  });
  const error = await failure(aClient(server).zoom.page(request));
  expect([error.name, error.answer.status]).toEqual(['ZoomUnexpectedError', status]);
  expect(elsewhere.paths).toEqual([]);
});

test.each(['/v2', '//127.0.0.1/v2', 'https://zoom.us/', '', 'not a url \u00ff'])(
  'a redirect is not followed to the same host either, nor to one that cannot be read: %j',
  async (location) => {
    await using server = await rawServer((_, response) => void response.writeHead(302, { location }).end());
    expect((await failure(aClient(server).zoom.page(request))).name).toBe('ZoomUnexpectedError');
    expect(server.paths).toHaveLength(1);
  },
);

test("a redirect is not what HTTP 300 is: Zoom's code 300 comes with it", async () => {
  await using server = await rawServer((_, response) => json(response, 300, { code: 300, message: 'No.' }));
  expect((await failure(aClient(server).zoom.page({ ...request, pageToken: 'b' }))).name).toBe('ZoomPagingError');
});

const limit = { code: 429, message: 'You have reached the maximum per-second rate limit for this API.' };
test('a rate limit of the second is told to the budget, waited for and tried again', async () => {
  await using server = await rawServer((_, response, calls) =>
    calls === 1 ? json(response, 429, limit) : json(response, 200, page),
  );
  const { zoom, pauses, heeded } = aClient(server);
  expect((await zoom.page(request)).rows).toHaveLength(1);
  expect(heeded).toEqual(['second']);
  expect(pauses[0]).toBeGreaterThan(1_000);
});

test('a rate limit of the day is told to the budget and not tried again', async () => {
  await using server = await rawServer((_, response) => json(response, 429, { ...limit, message: 'daily rate limit' }));
  const { zoom, heeded } = aClient(server);
  expect((await failure(zoom.page(request))).name).toBe('ZoomRateLimitError');
  expect(heeded).toEqual(['day']);
  expect(server.paths).toHaveLength(1);
});

test.each([
  ['the limit is over by then, or the call may be the next probe', undefined],
  ['the account is held', Date.now() + 3_600_000],
])(
  'a call that Zoom limits for the day is worth asking for again when the account is, where %s',
  async (_case, until) => {
    await using server = await rawServer((_, response) =>
      json(response, 429, { ...limit, message: 'daily rate limit' }),
    );
    const began = Date.now();
    const { zoom } = aClient(server, { health: { heldUntil: async () => until } });
    const error = await failure(zoom.page(request));
    const retryAt = error instanceof ZoomRateLimitError ? error.retryAt : 0;
    if (until === undefined) expect([retryAt >= began, retryAt <= Date.now()]).toEqual([true, true]);
    else expect(retryAt).toBe(until);
  },
);

test('a rate limit that the budget cannot be told stays what the caller learns', async () => {
  await using server = await rawServer((_, response) => json(response, 429, { ...limit, message: 'daily rate limit' }));
  const { zoom } = aClient(server, { heed: () => Promise.reject(new Error('no DynamoDB')) });
  expect((await failure(zoom.page(request))).name).toBe('ZoomRateLimitError');
});

test('a rejected access token is replaced twice at most: by what others got, then by a new one', async () => {
  await using server = await rawServer((_, response) => json(response, 401, { code: 124, message: 'Expired.' }));
  const renewed: string[] = [];
  const token: TokenSource = {
    get: async () => 'one',
    renew: async (rejected) => {
      renewed.push(rejected);
      return rejected === 'one' ? 'two' : 'three';
    },
  };
  const error = await failure(aClient(server, { token }).zoom.page(request));
  expect(error.name).toBe('ZoomAccountError');
  expect(error.answer).toMatchObject({ status: 401, code: 124, trackingId: 'WEB_1' });
  expect(error.message).toMatch(/^Zoom rejects a fresh access token: Zoom answered HTTP 401, code 124: /);
  expect(error.cause).toHaveProperty('name', 'ZoomTokenRejectedError');
  expect(renewed).toEqual(['one', 'two']);
  expect(server.paths).toHaveLength(3);
});

const everything = (error: unknown): string =>
  error instanceof Error ? `${error.stack} ${JSON.stringify(error)} ${everything(error.cause)}` : String(error);

test.each<[string, Handle, string]>([
  ['a reset', (incoming) => incoming.socket.resetAndDestroy(), accessToken],
  ['a refusal', (_, response) => json(response, 401, { code: 124, message: `Bad token ${accessToken}` }), accessToken],
  ['a broken answer', (_, response) => void response.end(`{"token":"${accessToken}",}`), accessToken],
  ['a token that no header can bear', (_, response) => json(response, 200, page), `${accessToken}\u2713`],
])('an error holds no access token after %s', async (_name, fault, value) => {
  await using server = await rawServer(fault);
  const token = { get: async () => value, renew: async () => value };
  expect(everything(await failure(aClient(server, { token }).zoom.page(request)))).not.toContain(accessToken);
});

const ofOne = { source: 'report', kind: 'meeting', id: '/abc==', type: 'past' } as const;
const ofADay = { list: 'history', from: '2026-11-20', to: '2026-11-20' } as const;
type Zoom = ReturnType<typeof aClient>['zoom'];

const others: [string, (zoom: Zoom, pageToken?: string) => Promise<{ readonly rows: readonly unknown[] }>, object][] = [
  ['list', (zoom, pageToken) => zoom.list({ ...ofADay, ...(pageToken && { pageToken }) }), { history_meetings: [{}] }],
  ['/abc==', (zoom) => zoom.details(ofOne), { uuid: '/abc==' }],
  ['sub-accounts', (zoom, pageToken) => zoom.subAccounts(pageToken), { accounts: [{}] }],
];

test.each(others)('of %s a page is got, and a failure is told by its name', async (name, ask, answer) => {
  await using server = await rawServer((_, response, calls) =>
    calls > 1 ? json(response, 503, {}) : json(response, 200, answer),
  );
  const failed: string[] = [];
  const { zoom } = aClient(server, { health: { failed: async (about) => void failed.push(about) } });
  expect((await ask(zoom)).rows).toHaveLength(1);
  expect((await failure(ask(zoom))).name).toBe('ZoomTransientError');
  expect(failed).toEqual(Array(4).fill(name));
});

test.each(others)('of %s code 300 means a dead page token only where there was one', async (name, ask) => {
  await using server = await rawServer((_, response) => json(response, 400, { code: 300, message: 'No.' }));
  const { zoom } = aClient(server);
  expect((await failure(ask(zoom))).name).toBe('ZoomInaccessibleError');
  const withToken = name === '/abc==' ? 'ZoomInaccessibleError' : 'ZoomPagingError';
  expect((await failure(ask(zoom, 'b'))).name).toBe(withToken);
});

test('a call asks for JSON, is counted as begun, and as unsure where nothing has gone well lately', async () => {
  const accepted: (string | undefined)[] = [];
  await using server = await rawServer((incoming, response) => {
    accepted.push(incoming.headers.accept);
    json(response, 200, page);
  });
  let begun = 0;
  let isUnsure = false;
  const taken: unknown[] = [];
  const { zoom } = aClient(server, {
    take: async (urgency) => void taken.push(urgency),
    health: {
      asked: () => {
        begun += 1;
      },
      isUnsure: () => isUnsure,
      heldUntil: async (urgency) => (urgency?.reserve === 0.2 ? 7 : undefined),
    },
  });
  await zoom.page(request, { reserve: 0.2 });
  isUnsure = true;
  await zoom.page(request, { reserve: 0.2 });
  expect(taken).toEqual([{ reserve: 0.2 }, { reserve: 0.2, isUnsure: true }]);
  expect([begun, accepted]).toEqual([2, ['application/json', 'application/json']]);
  expect(await zoom.heldUntil({ reserve: 0.2 })).toBe(7);
});

test.each([
  [new ZoomTransientError('Reset.'), ['/abc==']],
  [new ZoomUnexpectedError('A portal.'), ['/abc==']],
  [new ZoomAccountError('Refused.'), []],
  [new TypeError('Ours.'), []],
])('a token that cannot be got is a failed call where nobody answered: %s', async (error, told) => {
  const failed: string[] = [];
  const { zoom } = aClient(
    { url: 'http://127.0.0.1:9' },
    {
      token: { get: () => Promise.reject(error), renew: () => Promise.reject(error) },
      health: { failed: async (about) => void failed.push(about), isSuspect: () => true },
    },
  );
  expect(await failure(zoom.page(request))).toBe(error);
  expect(failed).toEqual(told);
});

test('an answer that could not be read takes no room from the next', async () => {
  const long = `{"participants": [${' '.repeat(1_100_000)}`;
  await using server = await rawServer((_, response, calls) =>
    calls === 1 ? void response.end(long) : json(response, 200, page),
  );
  expect((await aClient(server).zoom.page(request)).rows).toHaveLength(1);
});

test.each([
  ['ECONNREFUSED', 'ECONNREFUSED'],
  ['ERR_2', 'no reason given'],
  ['econnrefused', 'no reason given'],
  [7, 'no reason given'],
])("a call that broke off is told with the system's code %s as %s", async (code, told) => {
  const cause = Object.assign(new Error('Something.'), { code });
  const broken = () => Promise.reject(new TypeError('fetch failed', { cause }));
  const error = call('http://127.0.0.1:9', {}, { fetch: broken, timeoutMs: 100 });
  await expect(error).rejects.toThrow(`A call to Zoom broke off (${told}).`);
  const nothing = call('http://127.0.0.1:9', {}, { fetch: () => Promise.reject('text'), timeoutMs: 100 });
  await expect(nothing).rejects.toThrow('A call to Zoom broke off (no reason given).');
});
