import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HttpApiServer, startHttpApiServer } from '../../../local/emulator/http/http-api-server.ts';
import { createLivePages, type LivePages } from '../../../local/run/live-pages.ts';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { askAs, canBeOthers } from '../../support/other-user.ts';
import { startCliFixture } from '../cli/cli-fixture.ts';

const meeting = generateMeeting({ seed: 51, participants: 5, minutes: 30, endTime: '2026-11-18T08:50:00Z' });
let fixture: Awaited<ReturnType<typeof startCliFixture>>;
let api: HttpApiServer;
let live: LivePages;
/** Where the pages are. */
let pages: URL;

beforeAll(async () => {
  fixture = await startCliFixture();
  fixture.simulator.addMeeting(meeting);
  fixture.end(meeting);
  await fixture.drain({ atOnce: 3 });
  api = await startHttpApiServer(0);
  const start = { dynamodbUrl: fixture.dynamodbUrl, table: 'Captures', timeZone: 'Asia/Kathmandu' };
  const invoke = () => Promise.reject(new Error('No function is called.'));
  live = createLivePages(() => start);
  api.serve({ apiId: 'api', stages: [], routes: [] }, invoke, live.answer);
  pages = new URL((await ask(new URL('/', api.url))).location ?? '');
});
afterAll(async () => {
  await api.close();
  await live.close();
  await fixture.close();
});

type Answer = { readonly status: number | undefined; readonly location: string | undefined; readonly text: string };

/** As a client that may name any host, which `fetch` does not let one do. */
function ask(url: URL, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  request(url, { headers, method }, async (response) => {
    const text = Buffer.concat(await response.toArray()).toString();
    resolve({ status: response.statusCode, location: response.headers.location, text });
  })
    .on('error', reject)
    .end();
  return promise;
}

test('GET / of the webhook leads to the pages on a port of their own, which show what is stored, in the zone', async () => {
  expect(pages.hostname).toBe('127.0.0.1');
  expect(pages.port).not.toBe(new URL(api.url).port);
  const { status, text } = await ask(pages);
  expect(status).toBe(200);
  expect(text).toContain('Weekly meeting 51');
  expect(text).toContain('Started, Asia/Kathmandu');
  const [, href = ''] = /href="(meetings\/[^"]*)"/.exec(text) ?? [];
  const page = await ask(new URL(href, pages));
  expect(page.text).toContain('<h1><bdi>Weekly meeting 51</bdi></h1>');
  expect(page.text).toContain('href="../index.html"');
  expect((await ask(new URL('/index.html', pages))).status).toBe(200);
});

test('the pages show a capture as soon as it is stored', async () => {
  const next = generateMeeting({ seed: 52, participants: 3, minutes: 10, endTime: new Date(fixture.now()) });
  fixture.simulator.addMeeting(next);
  fixture.end(next);
  await fixture.drain({ until: fixture.now() + 7 * 60_000 });
  expect((await ask(pages)).text).toContain('Weekly meeting 52');
});

const outside = [
  ['another host, as by DNS rebinding', { host: 'pages.example.com' }],
  ['a host of another port', { host: '127.0.0.1:1' }],
  ['another origin', { origin: 'https://example.com' }],
  ['an origin that is hidden', { origin: 'null' }],
  ['another page of this machine', { origin: 'http://127.0.0.1:1' }],
] as const;

test.each(outside)('neither the pages nor the way to them are told to a request of %s', async (_what, headers) => {
  const own = { host: pages.host };
  expect(await ask(pages, { ...own, ...headers })).toEqual({
    status: 403,
    location: undefined,
    text: 'These pages are for this machine alone.\n',
  });
  const way = await ask(new URL('/', api.url), { host: new URL(api.url).host, ...headers });
  expect(way).toMatchObject({ status: 404, location: undefined });
});

test.each([
  ['GET', '/meetings/000000000000000000000000.html', 404],
  ['GET', '/../../etc/passwd', 404],
  ['POST', '/', 405],
  ['HEAD', '/', 200],
  ['GET', '/', 200],
])('%s %s of the pages is answered %i', async (method, path, status) => {
  const answer = await ask(new URL(path, pages), {}, method);
  expect(answer.status).toBe(status);
  if (method === 'HEAD') expect(answer.text).toBe('');
});

test.each([
  ['GET', '/meetings/x.html'],
  ['POST', '/'],
])('%s %s of the webhook stays without an answer of its own', async (method, path) => {
  expect((await ask(new URL(path, api.url), {}, method)).status).toBe(404);
});

test.runIf(canBeOthers)('the pages cut off another user of the machine, and answer their own', async () => {
  expect(await askAs(65_534, pages.href)).toBe('cut off');
  expect(await askAs(0, pages.href)).toBe('200');
});
