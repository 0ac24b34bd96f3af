import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { jsonAnswer } from '../../../local/emulator/engines/engine-call.ts';
import { createEngineFront } from '../../../local/emulator/engines/engine-front.ts';
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

test('an engine takes a request of 16 MB and none that is larger, and 128 MB of all at once', async () => {
  const { promise: answered, resolve: letAnswer } = Promise.withResolvers<void>();
  let waiting = 0;
  const front = await createEngineFront({
    name: 'dynamodb',
    engine: { answer: async () => jsonAnswer(200, {}), close: async () => {} },
    functionOf: () => undefined,
    instance: 'test',
    async intercept(_call, next) {
      waiting += 1;
      await answered;
      return next();
    },
  });
  const headers = { 'x-amz-target': 'DynamoDB_20120810.PutItem' };
  const post = async (bytes: number) =>
    (await fetch(front.url, { method: 'POST', headers, body: Buffer.alloc(bytes, 'x') })).status;
  const most = 16 * 1024 * 1024;
  try {
    expect(await post(most + 1)).toBe(413);
    const held = Array.from({ length: 8 }, () => post(most));
    while (waiting < 8) await sleep(5);
    expect(await post(1)).toBe(503);
    letAnswer();
    expect(await Promise.all(held)).toEqual(Array.from({ length: 8 }, () => 200));
    expect(await post(1)).toBe(200);
  } finally {
    letAnswer();
    await front.close();
  }
});
