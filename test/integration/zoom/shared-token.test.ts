import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { tokenRig } from './token-rig.ts';

const minute = 60_000;
const atOnce = <Result>(count: number, start: () => Promise<Result>) =>
  Promise.all(Array.from({ length: count }, start));

test('twenty workers of one account ask Zoom once when there is no token yet', async () => {
  await using rig = await tokenRig();
  const tokens = await rig.time.run(atOnce(20, () => rig.worker().get()));
  expect(new Set(tokens).size).toBe(1);
  expect(rig.asked()).toBe(1);
});

test('twenty workers of one account ask Zoom once when all find the token expired', async () => {
  await using rig = await tokenRig();
  const workers = Array.from({ length: 20 }, () => rig.worker());
  await rig.time.run(Promise.all(workers.map((worker) => worker.get())));
  rig.time.advance(120 * minute);
  const tokens = await rig.time.run(Promise.all(workers.map((worker) => worker.get())));
  expect(new Set(tokens).size).toBe(1);
  expect(rig.asked()).toBe(2);
});

test('twenty workers of one account ask Zoom once when it rejects the token to all of them', async () => {
  await using rig = await tokenRig();
  const workers = Array.from({ length: 20 }, () => rig.worker());
  const [rejected = ''] = await rig.time.run(Promise.all(workers.map((worker) => worker.get())));
  const tokens = await rig.time.run(Promise.all(workers.map((worker) => worker.renew(rejected))));
  expect(new Set(tokens).size).toBe(1);
  expect(tokens[0]).not.toBe(rejected);
  expect(rig.asked()).toBe(2);
});

test('twenty workers of one account ask Zoom once in the life of a token, five minutes before its end', async () => {
  await using rig = await tokenRig();
  const start = rig.time.now();
  const work = atOnce(20, async () => {
    const worker = rig.worker();
    while (rig.time.now() < start + 4 * 60 * minute) {
      await worker.get();
      await rig.time.sleep(minute);
    }
  });
  await rig.time.run(work);
  const asked = rig.zoom.calls.map(({ atMs }) => Math.floor((atMs - start) / minute));
  expect(asked).toEqual([0, 55, 110, 165, 220]);
});

test('while one worker renews early, the others go on with the token there is', async () => {
  await using rig = await tokenRig();
  const [one, other] = [rig.worker(), rig.worker()];
  const old = await rig.time.run(one.get());
  await rig.time.run(other.get());
  rig.time.advance(56 * minute);
  const [fresh, still] = await rig.time.run(Promise.all([one.get(), other.get()]));
  expect(fresh).not.toBe(old);
  expect(still).toBe(old);
  expect(await rig.time.run(other.renew(old))).toBe(fresh);
  expect(rig.asked()).toBe(2);
});

test('while one worker renews early and Zoom fails, the token there is does until its end, with a request each half minute', async () => {
  await using rig = await tokenRig();
  const worker = rig.worker();
  const old = await rig.time.run(worker.get());
  rig.zoom.setFaults([{ kind: 'server-error', match: { endpoint: 'oauth' } }]);
  rig.time.advance(56 * minute);
  for (let second = 0; second < 60; second += 1) {
    expect(await rig.time.run(worker.get())).toBe(old);
    rig.time.advance(1_000);
  }
  expect(rig.asked()).toBe(1 + 2);
  rig.time.advance(5 * minute);
  await expect(rig.time.run(worker.get())).rejects.toThrow('HTTP 500');
});

test('a worker that dies while it has the lock is waited for until the lock ends, then another asks', async () => {
  await using rig = await tokenRig();
  const start = rig.time.now();
  await rig.time.run(rig.item.lock(start, start + 20_000));
  const tokens = await rig.time.run(atOnce(20, () => rig.worker().get()));
  expect(new Set(tokens).size).toBe(1);
  expect(rig.asked()).toBe(1);
  expect(rig.time.now() - start).toBeGreaterThanOrEqual(20_000);
  expect(rig.time.now() - start).toBeLessThan(22_000);
});

test('a worker that dies while it has the lock delays nobody who has a token that is still good', async () => {
  await using rig = await tokenRig();
  const old = await rig.time.run(rig.worker().get());
  rig.time.advance(56 * minute);
  const start = rig.time.now();
  await rig.time.run(rig.item.lock(start, start + 20_000));
  expect(await rig.time.run(rig.worker().get())).toBe(old);
  expect(rig.time.now() - start).toBeLessThan(1_000);
});

test('a worker that comes back after its lock ended does not put its token over a newer one', async () => {
  await using rig = await tokenRig();
  const late = rig.worker({ askMs: 30_000 });
  const quick = rig.worker();
  const [, fresh] = await rig.time.run(Promise.all([late.get(), rig.time.sleep(1_000).then(() => quick.get())]));
  expect((await rig.time.run(rig.item.read())).token?.value).toBe(fresh);
});

test('a failed request for a token fails for its caller and gives the lock back at once', async () => {
  await using rig = await tokenRig([{ kind: 'server-error', times: 1, match: { endpoint: 'oauth' } }]);
  await expect(rig.time.run(rig.worker().get())).rejects.toThrow('Zoom gave no access token (HTTP 500).');
  const start = rig.time.now();
  expect(await rig.time.run(rig.worker().get())).not.toBe('');
  expect(rig.time.now() - start).toBeLessThan(1_000);
});

test('a failed request for a token lets the next waiting worker try', async () => {
  await using rig = await tokenRig([{ kind: 'oauth-refused', times: 3, match: { endpoint: 'oauth' } }]);
  const results = await rig.time.run(Promise.allSettled(Array.from({ length: 20 }, () => rig.worker().get())));
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(3);
  expect(rig.asked()).toBe(4);
});

test('a failed request for a token is one for all captures of a worker', async () => {
  await using rig = await tokenRig([{ kind: 'oauth-refused', times: 1, match: { endpoint: 'oauth' } }]);
  const worker = rig.worker();
  const results = await rig.time.run(Promise.allSettled(Array.from({ length: 10 }, () => worker.get())));
  expect(results.every(({ status }) => status === 'rejected')).toBe(true);
  expect(rig.asked()).toBe(1);
});

test('a token that Zoom rejects is not believed by a caller that joins a renewal which began without knowing of that', async () => {
  await using rig = await tokenRig();
  const rejected = await rig.time.run(rig.worker().get());
  const worker = rig.worker();
  const [got, renewed] = await rig.time.run(Promise.all([worker.get(), worker.renew(rejected)]));
  expect(got).toBe(rejected);
  expect(renewed).not.toBe(rejected);
  expect(rig.asked()).toBe(2);
});

test('a token that Zoom rejects is not gone on with when its renewal fails, although it has not expired', async () => {
  await using rig = await tokenRig();
  const worker = rig.worker();
  const rejected = await rig.time.run(worker.get());
  rig.zoom.setFaults([{ kind: 'server-error', match: { endpoint: 'oauth' } }]);
  await expect(rig.time.run(worker.renew(rejected))).rejects.toThrow('HTTP 500');
  rig.time.advance(56 * minute);
  await expect(rig.time.run(worker.renew(rejected))).rejects.toThrow('HTTP 500');
});

test('a token that Zoom rejects is waited for where another worker renews it, and not gone on with', async () => {
  await using rig = await tokenRig();
  const [one, other] = [rig.worker({ askMs: 2_000 }), rig.worker()];
  const rejected = await rig.time.run(one.get());
  await rig.time.run(other.get());
  const [fresh, same] = await rig.time.run(Promise.all([one.renew(rejected), other.renew(rejected)]));
  expect(fresh).not.toBe(rejected);
  expect(same).toBe(fresh);
  expect(rig.asked()).toBe(2);
});

test('the lock is free at the instant of its end, and not before', async () => {
  await using rig = await tokenRig();
  const start = rig.time.now();
  await rig.time.run(rig.item.lock(start, start + 20_000));
  expect(await rig.time.run(rig.item.lock(start + 19_999, start + 40_000))).toBeUndefined();
  expect(await rig.time.run(rig.item.lock(start + 20_000, start + 40_000))).toEqual({ until: start + 40_000 });
});

test.each([
  [4_980, 'is long enough for a request', 1],
  [5_010, 'is given back where DynamoDB has taken the time for a request', 0],
])('the lock after %i ms %s', async (delayMs, _sentence, asked) => {
  await using rig = await tokenRig();
  const late = rig.worker({
    item: ({ lock }) => ({
      async lock(now, until) {
        const taken = await lock(now, until);
        await rig.time.sleep(delayMs);
        return taken;
      },
    }),
  });
  const end = await rig.time.run(late.get().catch((error: Error) => error.message));
  expect(rig.asked()).toBe(asked);
  if (asked === 0) expect(end).toBe('Too little was left of the lock to ask for a token.');
  const now = rig.time.now();
  expect(await rig.time.run(rig.item.lock(now, now + 1))).toBeDefined();
});

test('a lock that cannot be given back does not cost its worker the token that it got', async () => {
  await using rig = await tokenRig();
  const worker = rig.worker({ item: () => ({ unlock: () => Promise.reject(new Error('no DynamoDB')) }) });
  const token = await rig.time.run(worker.get());
  expect(await rig.time.run(worker.get())).toBe(token);
  expect(rig.asked()).toBe(1);
});

test('the lock is given back by a worker that finds the token renewed meanwhile, and the token stays', async () => {
  await using rig = await tokenRig();
  const other = rig.worker();
  const worker = rig.worker({
    item: ({ lock }) => ({
      async lock(now, until) {
        await other.get();
        return lock(now, until);
      },
    }),
  });
  const token = await rig.time.run(worker.get());
  expect(token).toBe(await rig.time.run(other.get()));
  expect((await rig.time.run(rig.item.read())).token?.value).toBe(token);
  expect(rig.asked()).toBe(1);
  const now = rig.time.now();
  expect(await rig.time.run(rig.item.lock(now, now + 1))).toBeDefined();
});

test('an early renewal comes when a tenth is left of a token that lives for less than 50 minutes', async () => {
  await using rig = await tokenRig();
  let asked = 0;
  const request = async () => {
    asked += 1;
    return { value: `token-${asked}`, expiresAt: rig.time.now() + 100_000 };
  };
  const worker = rig.worker({ request });
  const start = rig.time.now();
  await rig.time.run(worker.get());
  const issued = rig.time.now() - start;
  rig.time.advance(90_000 - issued);
  expect(await rig.time.run(worker.get())).toBe('token-1');
  rig.time.advance(issued + 1);
  expect(await rig.time.run(worker.get())).toBe('token-2');
});

test("an early renewal that fails by a mistake of ours is not passed over: it is the caller's", async () => {
  await using rig = await tokenRig();
  await rig.time.run(rig.worker().get());
  rig.time.advance(56 * minute);
  const broken = rig.worker({ request: () => Promise.reject(new TypeError('a bug')) });
  await expect(rig.time.run(broken.get())).rejects.toThrow('a bug');
});

test('the token in the table is sealed', async () => {
  await using rig = await tokenRig();
  const token = await rig.time.run(rig.worker().get());
  const Key = { pk: { S: `account#${rig.zoom.credentials.accountId}` }, sk: { S: 'token' } };
  const { Item } = await rig.time.run(rig.control.client.send(new GetItemCommand({ TableName: 'Control', Key })));
  expect(Object.keys(Item ?? {}).sort()).toEqual(['issuedAt', 'pk', 'sealed', 'sk', 'validUntil']);
  expect(JSON.stringify(Item)).not.toContain(token);
});

test('the token in the table is replaced when the client secret has changed', async () => {
  await using rig = await tokenRig();
  const old = await rig.time.run(rig.worker().get());
  const changed = rig.worker({ clientSecret: 'another-secret' });
  const fresh = await rig.time.run(changed.get());
  expect(fresh).not.toBe(old);
  expect(await rig.time.run(rig.worker({ clientSecret: 'another-secret' }).get())).toBe(fresh);
  expect(rig.asked()).toBe(2);
});
