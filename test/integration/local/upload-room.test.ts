import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startHttpApiServer } from '../../../local/emulator/http/http-api-server.ts';
import { createUploadRoom } from '../../../local/emulator/http/upload-room.ts';

test('room for bodies is taken up to the last byte, none beyond it, and all of it comes back once', () => {
  const room = createUploadRoom(100);
  const [one, other] = [room.begin(), room.begin()];
  expect([one.take(60), other.take(40), other.take(1), one.take(1)]).toEqual([true, true, false, false]);
  one.end();
  one.end();
  expect([other.take(61), other.take(60)]).toEqual([false, true]);
});

test('bodies of all connections together are bounded: what is beyond 64 MB is told to come again', async () => {
  const server = await startHttpApiServer(0);
  const { promise: answered, resolve: letAnswer } = Promise.withResolvers<void>();
  const route = {
    routeKey: 'POST /webhook',
    functionArn: 'webhook',
    integrationTimeoutMs: 30_000,
    permitted: () => true,
  };
  let waiting = 0;
  server.serve({ apiId: 'api', stages: [{ name: '$default', variables: undefined }], routes: [route] }, async () => {
    waiting += 1;
    await answered;
    return { kind: 'returned', payload: '{"statusCode":204}' };
  });
  const post = async (bytes: number) => {
    const body = Buffer.alloc(bytes, 'x');
    return (await fetch(`${server.url}/webhook`, { method: 'POST', body })).status;
  };
  try {
    const megabyte = 1024 * 1024;
    const first = Array.from({ length: 7 }, () => post(9 * megabyte));
    while (waiting < 7) await sleep(5);
    // 63 MB are held.
    expect(await post(2 * megabyte)).toBe(503);
    const small = post(megabyte / 2);
    while (waiting < 8) await sleep(5);
    letAnswer();
    expect(await Promise.all([...first, small])).toEqual(Array.from({ length: 8 }, () => 204));
    expect(await post(9 * megabyte)).toBe(204);
  } finally {
    letAnswer();
    await server.close();
  }
});
