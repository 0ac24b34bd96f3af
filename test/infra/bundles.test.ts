import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleHandlers } from '../../infra/bundling/bundles.ts';

const outdir = mkdtempSync(join(tmpdir(), 'bundles-'));
const bundle = join(outdir, 'fixture', 'index.mjs');
const seen: IncomingHttpHeaders[] = [];
const server = createServer((request, response) => {
  seen.push(request.headers);
  request.resume().on('end', () => response.setHeader('content-type', 'application/x-amz-json-1.0').end('{}'));
});

beforeAll(async () => {
  bundleHandlers({ fixture: join(import.meta.dirname, 'fixtures', 'two-clients-handler.ts') }, outdir);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.close();
  rmSync(outdir, { recursive: true, force: true });
});

/** Calls the bundle's handler in a process of its own that has these variables and no others. */
async function call(env: Record<string, string>) {
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  const script = `const { handler } = await import(${JSON.stringify(pathToFileURL(bundle).href)}); await handler({}, {});`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    env: { AWS_REGION: 'eu-central-1', AWS_ENDPOINT_URL_DYNAMODB: endpoint, AWS_ENDPOINT_URL_SQS: endpoint, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const [status] = await once(child, 'close');
  return { status, stderr };
}

describe('a bundle', () => {
  test("a bundle signs with the environment's credentials and sends its session token", async () => {
    const { status, stderr } = await call({
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'not-a-secret',
      AWS_SESSION_TOKEN: 'a-session-token',
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(seen.map((headers) => headers['x-amz-target'])).toEqual([
      'DynamoDB_20120810.GetItem',
      'AmazonSQS.GetQueueUrl',
    ]);
    for (const headers of seen) {
      expect(headers.authorization).toMatch(
        /Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/(dynamodb|sqs)\/aws4_request/,
      );
      expect(headers.authorization).toMatch(/SignedHeaders=[^,]*x-amz-security-token/);
      expect(headers['x-amz-security-token']).toBe('a-session-token');
    }
  });

  test('a bundle says which variables are missing when there are no credentials', async () => {
    const { status, stderr } = await call({});
    expect(stderr).toContain('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set');
    expect(status).toBe(1);
  });

  test('a bundle carries no other way to credentials and imports nothing but Node', () => {
    const text = readFileSync(bundle, 'utf8');
    const unwanted = [
      'AWS_WEB_IDENTITY_TOKEN_FILE',
      'AWS_CONTAINER_CREDENTIALS',
      'credential_process',
      'Dynamic require of',
    ];
    expect(unwanted.filter((words) => text.includes(words))).toEqual([]);
    const imports = [...text.matchAll(/\bfrom\s*"([^"]+)"/g)].map(([, specifier]) => specifier);
    expect(imports.filter((specifier) => !specifier?.startsWith('node:'))).toEqual([]);
  });

  test('a bundle starts without what the exports of node:http would load', () => {
    expect(/from\s*"(node:)?http"/.test(readFileSync(bundle, 'utf8'))).toBe(false);
  });

  test('a bundle carries no event streams, for the sake of which all of the SDK would be kept', () => {
    expect(readFileSync(bundle, 'utf8').includes(':event-type')).toBe(false);
  });

  test('a bundle with two clients, middy and the logger stays small enough for a quick start', () => {
    expect(readFileSync(bundle).byteLength).toBeLessThan(240_000);
  });
});

test("the webhook's bundle has the names and the waits of the datasets, and nothing else of their descriptions", () => {
  bundleHandlers({ webhook: join(import.meta.dirname, '..', '..', 'functions', 'webhook', 'handler.ts') }, outdir);
  const text = readFileSync(join(outdir, 'webhook', 'index.mjs'), 'utf8');
  for (const part of ['qos', 'when-two-polls-agree']) expect(text).toContain(part);
  expect(
    ['participants/qos', 'user_qos', 'camera', 'Quality of service'].filter((part) => text.includes(part)),
  ).toEqual([]);
});
