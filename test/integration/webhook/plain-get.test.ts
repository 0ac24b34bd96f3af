import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plainGet } from '../../../shared/accounts/plain-get.ts';

const server = createServer((request, response) => {
  if (request.url === '/hangs') return void response.writeHead(200).write('half');
  if (request.url === '/breaks') return void response.writeHead(200).write('half', () => response.destroy());
  response.writeHead(request.url === '/refused' ? 400 : 200).end(`Größe ${request.headers['x-token']}`);
});
let url: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const ask = (path: string, signal = AbortSignal.timeout(5_000)) =>
  plainGet(url + path, { headers: { 'X-Token': 'a token' }, signal });

test('gives status and text, and sends its headers', async () => {
  const answer = await ask('/');
  expect([answer.ok, answer.status, await answer.text()]).toEqual([true, 200, 'Größe a token']);
  expect(await ask('/refused')).toMatchObject({ ok: false, status: 400 });
});

test('ends with the reason of its signal when an answer hangs, also in its middle', async () => {
  await expect(ask('/hangs', AbortSignal.timeout(50))).rejects.toMatchObject({ name: 'TimeoutError' });
});

test('fails when an answer breaks off, or nobody listens', async () => {
  await expect(ask('/breaks')).rejects.toThrow();
  const nobody = plainGet('http://127.0.0.1:1/', { headers: {}, signal: AbortSignal.timeout(5_000) });
  await expect(nobody).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
