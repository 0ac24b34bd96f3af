import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newCapture } from '../../../shared/domain/capture/capture.ts';
import { encodeCapture } from '../../../shared/dynamo/captures/capture-item.ts';
import { faultOf, ZoomError } from '../../../shared/zoom/errors.ts';
import { aClient, accessToken, body, page, request } from './http-client.ts';

const seed = Number(process.env.ANSWERS_SEED ?? Date.now() % 2 ** 31);

/** Bytes that a server writes for a request, and whether it then says no more, closes, or breaks the connection off. */
type Wire = { readonly parts: readonly (string | Buffer)[]; readonly end: 'close' | 'reset' | 'silence' };

let wire: Wire = { parts: [], end: 'close' };
const sockets = new Set<Socket>();
const server = createServer((socket) => {
  sockets.add(socket);
  socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  socket.once('data', () => {
    for (const part of wire.parts) socket.write(part);
    if (wire.end === 'close') socket.end();
    if (wire.end === 'reset') socket.resetAndDestroy();
  });
});
let strangers = 0;
const elsewhere = createServer((socket) => {
  strangers += 1;
  socket.on('error', () => {}).destroy();
});
const portOf = (of: typeof server): number => {
  const address = of.address();
  return typeof address === 'object' && address ? address.port : 0;
};

beforeAll(async () => {
  for (const one of [server, elsewhere]) {
    one.listen(0, '127.0.0.1');
    await once(one, 'listening');
  }
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
  elsewhere.close();
});

const ask = (timeoutMs: number) =>
  aClient({ url: `http://127.0.0.1:${portOf(server)}` }, { timeoutMs })
    .zoom.page(request)
    .then(
      ({ rows }) => rows,
      (error: unknown) => error,
    );

const head = (status: string, ...headers: readonly string[]): string =>
  [`HTTP/1.1 ${status}`, ...headers, '', ''].join('\r\n');
const lengthOf = (bytes: Buffer | string, more = 0): string => `content-length: ${Buffer.byteLength(bytes) + more}`;
const asChunks = (bytes: Buffer, size: number): Buffer[] =>
  bytes.length === 0
    ? [Buffer.from('0\r\n\r\n')]
    : [
        Buffer.from(`${Math.min(size, bytes.length).toString(16)};x=y\r\n`),
        bytes.subarray(0, size),
        Buffer.from('\r\n'),
        ...asChunks(bytes.subarray(size), size),
      ];

const json = Buffer.from(body);
const encoded = { gzip: gzipSync(json), deflate: deflateSync(json), br: brotliCompressSync(json) };
const encoding = fc.constantFrom('gzip' as const, 'deflate' as const, 'br' as const);

/** Headers that mean nothing for the body. */
const oddHeaders = fc.array(
  fc.constantFrom(
    'Content-Type: text/html',
    'content-type: application/json',
    'content-type:',
    'CONTENT-TYPE: application/json; charset=x; charset="y"',
    `x-long: ${'a'.repeat(2_000)}`,
    'x-zm-trackingid: WEB_1',
    'x-zm-trackingid: \xe9\xff not for a log',
    'set-cookie: a=b',
    'location: https://elsewhere.example',
    'retry-after: soon',
    'transfer-encoding-x: chunked',
    'connection: close',
  ),
  { maxLength: 5 },
);

/** Good pages, written in every way that HTTP knows. */
const goodWire: fc.Arbitrary<Wire> = fc
  .tuple(oddHeaders, encoding, fc.integer({ min: 1, max: 40 }), fc.constantFrom('', '\ufeff', ' \n'))
  .chain(([headers, name, size, blanks]) => {
    const plain = Buffer.from(`${blanks}${body}`);
    const early = 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n';
    return fc.constantFrom<Wire['parts']>(
      [head('200 OK', ...headers, lengthOf(plain)), plain],
      [head('200', ...headers, lengthOf(plain)), plain.subarray(0, size), plain.subarray(size)],
      // Until the connection ends.
      [head('200 OK', ...headers), plain],
      [`HTTP/1.0 200 OK\r\n\r\n`, plain],
      [early, early, head('200 OK', ...headers, lengthOf(plain)), plain],
      [head('200 OK', ...headers, 'transfer-encoding: chunked'), ...asChunks(plain, size)],
      [head('200 OK', ...headers, `content-encoding: ${name}`, lengthOf(encoded[name])), encoded[name]],
      [
        head('200 OK', ...headers, `content-encoding: ${name}`, 'transfer-encoding: chunked'),
        ...asChunks(encoded[name], size),
      ],
    );
  })
  .map((parts) => ({ parts, end: 'close' }));

const spoiltParts: fc.Arbitrary<Wire['parts']> = fc
  .tuple(
    oddHeaders,
    encoding,
    fc.integer({ min: 300, max: 399 }),
    fc.uint8Array({ maxLength: 200 }),
    fc.nat(json.length - 1),
  )
  .chain(([headers, name, redirect, noise, at]) => {
    const bytes = Buffer.from(noise);
    const location = `location: http://127.0.0.1:${portOf(elsewhere)}/v2`;
    return fc.constantFrom<Wire['parts']>(
      [],
      [bytes],
      [`HTTP/1.1 ${bytes.toString('latin1')}\r\n\r\n`],
      [head('200 OK', ...headers, `x-bad: \u0000\u0001`, lengthOf(json)), json],
      [head('200 OK', ...headers, lengthOf(json, 50)), json],
      [head('200 OK', ...headers, lengthOf(json, -1 - at)), json],
      [head('200 OK', ...headers, 'content-length: 7', 'content-length: 9'), json],
      [head('200 OK', ...headers, 'content-length: -1'), json],
      [head('200 OK', ...headers), json.subarray(0, at)],
      [head('200 OK', ...headers, 'transfer-encoding: chunked'), 'zz\r\n', json],
      [head('200 OK', ...headers, `content-encoding: ${name}`, lengthOf(json)), json],
      [head('200 OK', ...headers, `content-encoding: ${name}`), encoded[name].subarray(0, encoded[name].length / 2)],
      [head('204 No Content', ...headers)],
      [head('200 OK', ...headers, 'content-length: 0')],
      [head('200 OK', ...headers, lengthOf(bytes)), bytes],
      [head(`${redirect} Moved`, location, 'content-length: 0')],
      [head('403 Forbidden', ...headers, lengthOf('<html>\u202e')), '<html>\u202e'],
    );
  });

const spoiltWire: fc.Arbitrary<Wire> = fc.record({
  parts: spoiltParts,
  // Silence takes the client's patience each time.
  end: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom('close' as const, 'reset' as const) },
    { weight: 1, arbitrary: fc.constant('silence' as const) },
  ),
});

test(`a good page is read in whatever way HTTP brings it (seed ${seed})`, async () => {
  const property = fc.asyncProperty(goodWire, async (drawn) => {
    wire = drawn;
    expect(await ask(2_000)).toEqual(page.participants);
  });
  await fc.assert(property, { numRuns: 80, seed });
});

const ended = { account: 'a', kind: 'meeting', uuid: 'u==', meetingId: '1', endTime: '2026-11-20T09:00:00Z' } as const;

test(`whatever a server writes is an error that can be stored, tells no secret and leads nowhere else (seed ${seed})`, async () => {
  const property = fc.asyncProperty(spoiltWire, async (drawn) => {
    wire = drawn;
    const error = await ask(150);
    expect(error).toBeInstanceOf(ZoomError);
    const now = new Date();
    const lastError = faultOf(error, now);
    expect(JSON.stringify([lastError, error instanceof Error && error.stack])).not.toContain(accessToken);
    expect(`${lastError.excerpt ?? ''}${lastError.contentType ?? ''}${lastError.trackingId ?? ''}`).toMatch(
      /^[\x20-\x7e…]*$/,
    );
    const capture = newCapture(ended, 'report', { nextPollAt: now.toISOString(), now });
    expect(() => encodeCapture({ ...capture, lastError }, undefined)).not.toThrow();
    expect(strangers).toBe(0);
  });
  await fc.assert(property, { numRuns: 120, seed });
});
