import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSharedToken } from '../../../shared/dynamo/control/shared-token.ts';
import type { StoredToken, TokenItem } from '../../../shared/dynamo/control/token-item.ts';
import { ZoomTransientError } from '../../../shared/zoom/errors.ts';

const second = 1_000;

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-11-20T12:00:00Z') }));
afterEach(() => void vi.useRealTimers());

test('a renewal that hangs is given up after 45 seconds by all who wait, and what it finds later is not believed', async () => {
  const hanging = Promise.withResolvers<StoredToken | undefined>();
  const issuedAt = Date.now();
  const stored = (value: string): StoredToken => ({ value, issuedAt, expiresAt: issuedAt + 3_600 * second });
  let reads = 0;
  const item: TokenItem = {
    read: () => {
      reads += 1;
      return reads === 1 ? hanging.promise : Promise.resolve(stored('the new one'));
    },
    lock: async () => undefined,
    unlock: async () => true,
  };
  const token = createSharedToken({
    item,
    request: () => Promise.reject(new Error('Nobody asks Zoom here.')),
    now: Date.now,
    sleep: (ms) => new Promise((wake) => setTimeout(wake, ms)),
  });
  const ends: unknown[] = [];
  for (let callers = 0; callers < 10; callers += 1) token.get().catch((error) => ends.push(error));
  await vi.advanceTimersByTimeAsync(45 * second - 1);
  expect(ends).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(ends).toEqual(Array(10).fill(expect.any(ZoomTransientError)));

  expect(await token.get()).toBe('the new one');
  hanging.resolve(stored('an old one'));
  await vi.advanceTimersByTimeAsync(0);
  expect(await token.get()).toBe('the new one');
});
