import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSharedToken } from '../../../shared/dynamo/control/shared-token.ts';
import type { StoredToken } from '../../../shared/dynamo/control/token-item.ts';
import { ZoomTransientError } from '../../../shared/zoom/errors.ts';

const noon = Date.parse('2026-11-20T12:00:00Z');
const second = 1_000;
const minute = 60 * second;

beforeEach(() => void vi.useFakeTimers({ now: noon }));
afterEach(() => void vi.useRealTimers());

const tokenOf = (value: string, issuedAt = noon): StoredToken => ({
  value,
  issuedAt,
  expiresAt: issuedAt + 60 * minute,
});

/** A worker, and an item that holds this token and whose lock is free, or another worker's. */
function aWorker(
  token: StoredToken | undefined,
  { isLocked = false, ...changes }: { read?: () => Promise<StoredToken | undefined>; isLocked?: boolean } = {},
) {
  const lockedUntil = isLocked ? Number.POSITIVE_INFINITY : 0;
  const read = vi.fn(async () => ({ token: await (changes.read ?? (async () => token))(), lockedUntil }));
  const lock = vi.fn(async (_now: number, until: number) => (isLocked ? undefined : { until }));
  const request = vi.fn((): Promise<StoredToken> => Promise.reject(new ZoomTransientError('Zoom is away.')));
  const source = createSharedToken({
    item: { read, lock, unlock: async () => true },
    request,
    now: Date.now,
    sleep: (ms) => new Promise((wake) => setTimeout(wake, ms)),
  });
  return { source, read, lock, request };
}

test('a renewal that hangs is given up after 45 seconds by all who wait, and what it finds later is not believed', async () => {
  const hanging = Promise.withResolvers<StoredToken | undefined>();
  let reads = 0;
  const { source } = aWorker(undefined, {
    read: () => {
      reads += 1;
      return reads === 1 ? hanging.promise : Promise.resolve(tokenOf('the new one'));
    },
  });
  const ends: unknown[] = [];
  for (let callers = 0; callers < 10; callers += 1) source.get().catch((error) => ends.push(error));
  await vi.advanceTimersByTimeAsync(45 * second - 1);
  expect(ends).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(ends).toEqual(Array(10).fill(new ZoomTransientError('No access token was got in time.')));

  expect(await source.get()).toBe('the new one');
  hanging.resolve(tokenOf('an old one'));
  await vi.advanceTimersByTimeAsync(0);
  expect(await source.get()).toBe('the new one');
});

test("another worker's renewal is waited for during 25 seconds", async () => {
  const { source } = aWorker(undefined, { isLocked: true });
  const ends: unknown[] = [];
  source.get().catch((error) => ends.push(error));
  await vi.advanceTimersByTimeAsync(25 * second - 1);
  expect(ends).toEqual([]);
  await vi.advanceTimersByTimeAsync(second);
  expect(ends).toEqual([new ZoomTransientError('Another worker has not got an access token in time.')]);
});

test('while another worker has the lock it is read, ever less often, and not tried', async () => {
  const { source, read, lock } = aWorker(undefined, { isLocked: true });
  source.get().catch(() => {});
  await vi.advanceTimersByTimeAsync(second);
  expect(read).toHaveBeenCalledTimes(3);
  await vi.advanceTimersByTimeAsync(24 * second);
  expect(read.mock.calls.length).toBeLessThanOrEqual(17);
  expect(lock).not.toHaveBeenCalled();
});

test('a lock that has ended, or was given back, is tried with the next read', async () => {
  for (const lockedUntil of [0, noon]) {
    const state = { token: undefined, lockedUntil };
    const lock = vi.fn(async () => undefined);
    const item = { read: async () => state, lock, unlock: async () => true };
    const request = () => Promise.reject(new ZoomTransientError('Zoom is away.'));
    createSharedToken({ item, request, now: () => noon, sleep: () => new Promise(() => {}) }).get();
    await vi.advanceTimersByTimeAsync(0);
    expect(lock).toHaveBeenCalledTimes(1);
  }
});

/** A worker that never gets the lock, which another worker has until then. */
function waitingFor(lockedUntil: number) {
  const read = vi.fn(async () => ({ token: undefined, lockedUntil }));
  const lock = vi.fn(async () => undefined);
  const request = () => Promise.reject(new ZoomTransientError('Zoom is away.'));
  const sleep = (ms: number) => new Promise<void>((wake) => setTimeout(wake, ms));
  return {
    source: createSharedToken({ item: { read, lock, unlock: async () => true }, request, now: Date.now, sleep }),
    read,
    lock,
  };
}

test('a lock that ends sooner than the pause is tried at its end', async () => {
  const { source, lock } = waitingFor(noon + 100);
  source.get().catch(() => {});
  await vi.advanceTimersByTimeAsync(99);
  expect(lock).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(lock).toHaveBeenCalledTimes(1);
});

test('a lock that ends when nobody waits any more is not tried', async () => {
  const { source, lock } = waitingFor(noon + 25 * second);
  const got = source.get().catch(({ message }) => message);
  await vi.advanceTimersByTimeAsync(25 * second);
  expect(await got).toMatch('Another worker');
  expect(lock).not.toHaveBeenCalled();
});

test.each([
  [15 * second, 1],
  [15 * second - 1, 0],
])('with %i ms left of the lock, Zoom is asked %i times', async (leftMs, requests) => {
  const { source, request, lock } = aWorker(undefined);
  lock.mockImplementation(async (now: number) => ({ until: now + leftMs }));
  await source.get().catch(() => {});
  expect(request).toHaveBeenCalledTimes(requests);
});

test('a token in place of a rejected one is looked for once', async () => {
  const { source, read } = aWorker(tokenOf('the new one'));
  expect(await source.renew('an old one')).toBe('the new one');
  expect(read).toHaveBeenCalledTimes(1);
});

test('a token that another worker has got is taken from the table without the lock', async () => {
  const { source, lock } = aWorker(tokenOf('a token'));
  expect(await source.get()).toBe('a token');
  expect(lock).not.toHaveBeenCalled();
});

test.each([
  ['before its end', 60 * minute - 1, 'a token'],
  ['at its end', 60 * minute, 'none'],
])('a token that another worker is renewing is good until %s', async (_when, age, expected) => {
  const { source } = aWorker(tokenOf('a token'), { isLocked: true });
  vi.setSystemTime(noon + age);
  const got = source.get().catch(() => 'none');
  await vi.advanceTimersByTimeAsync(30 * second);
  expect(await got).toBe(expected);
});

test.each([
  ['more than five minutes are left', 55 * minute - 1, 0],
  ['five minutes are left', 55 * minute, 1],
])('a token is asked for early, or not, where %s', async (_left, age, requests) => {
  const { source, request } = aWorker(tokenOf('a token'));
  vi.setSystemTime(noon + age);
  expect(await source.get()).toBe('a token');
  expect(request).toHaveBeenCalledTimes(requests);
});

test.each([
  ['before half a minute has passed', 30 * second - 1, 1],
  ['after half a minute', 30 * second, 2],
])('an early renewal that failed is tried again, or not, %s', async (_when, laterMs, requests) => {
  const { source, request } = aWorker(tokenOf('a token'));
  vi.setSystemTime(noon + 56 * minute);
  await source.get();
  vi.setSystemTime(noon + 56 * minute + laterMs);
  expect(await source.get()).toBe('a token');
  expect(request).toHaveBeenCalledTimes(requests);
});

test('a token that was rejected before the one that is known is replaced by that without asking anybody', async () => {
  const { source, read } = aWorker(tokenOf('the new one'));
  await source.get();
  expect(await source.renew('an old one')).toBe('the new one');
  expect(read).toHaveBeenCalledTimes(1);
});
