import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { listenOnLoopback } from '../../../local/server-process.ts';
import { verifySignature } from '../../../shared/zoom/webhook/signature.ts';

const main = new URL('../../../local/simulator/main.ts', import.meta.url).pathname;

const start = (...args: string[]) => spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });

describe('npm run simulator', () => {
  test('npm run simulator says when it is ready, answers, and ends on SIGTERM', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'simulator-'));
    const scenario = join(folder, 'scenario.json');
    await writeFile(
      scenario,
      JSON.stringify({ generate: [{ participants: 2, minutes: 5 }], newTokenRevokesOld: false }),
    );
    const child = start(
      '--port',
      '0',
      '--scenario',
      scenario,
      '--fault',
      'server-error,status=503,match.endpoint=oauth',
    );
    const exit = once(child, 'exit');
    try {
      const [line] = await once(createInterface(child.stdout), 'line');
      const ready = JSON.parse(line);
      expect(ready).toMatchObject({
        ready: true,
        apiUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/v2$/),
        accountId: expect.any(String),
        clientId: expect.any(String),
        clientSecret: expect.any(String),
        webhookSecretToken: expect.any(String),
      });
      expect(await fetch(ready.oauthUrl, { method: 'POST' })).toMatchObject({ status: 503 });
    } finally {
      child.kill('SIGTERM');
      await rm(folder, { recursive: true });
    }
    expect(await exit).toEqual([0, null]);
  });

  test('npm run simulator tells a receiver of every meeting that it ended, signed', async () => {
    const events: { event: string; verified: boolean }[] = [];
    const receiver = createServer(async (request, response) => {
      const rawBody = await buffer(request);
      const [signature, timestamp] = ['x-zm-signature', 'x-zm-request-timestamp'].map(
        (name) => `${request.headers[name]}`,
      );
      const signed = { signature: signature ?? '', timestamp: timestamp ?? '', rawBody };
      const verified = verifySignature(['simulated-webhook-token'], signed).length === 1;
      events.push({ event: JSON.parse(rawBody.toString()).event, verified });
      response.writeHead(204).end();
    });
    const { port, close } = await listenOnLoopback(receiver, 0);
    const child = start('--port', '0', '--webhook', `http://127.0.0.1:${port}/webhook`);
    child.stdout.resume();
    const exit = once(child, 'exit');
    const told: string[] = [];
    for await (const line of createInterface(child.stderr)) if (told.push(line) === 6) break;
    child.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
    await close();
    expect(told.every((line) => line.endsWith('ended: HTTP 204'))).toBe(true);
    expect(events.every(({ verified }) => verified)).toBe(true);
    expect(events.map(({ event }) => event)).toContain('webinar.ended');
  });

  test('npm run simulator ends with 1 when its port is taken', async () => {
    const other = createServer();
    const { port, close } = await listenOnLoopback(other, 0);
    const child = start('--port', String(port));
    child.stdout.resume();
    child.stderr.resume();
    expect(await once(child, 'exit')).toEqual([1, null]);
    await close();
  });

  test.each([
    [['--help'], 0],
    [['--fault', 'explosion'], 2],
    [['--port', 'x'], 2],
    [['--plan', 'gold'], 2],
    [['--scenario', '/no/such/file.json'], 2],
  ])('npm run simulator with %j ends with %i', async (args, status) => {
    const child = start(...args);
    child.stdout.resume();
    child.stderr.resume();
    expect(await once(child, 'exit')).toEqual([status, null]);
  });
});
