import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { OutOfTimeError, withinTime } from '../../../shared/lambda/deadline.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('work that is done in time gives its own result or fault, and leaves no timer', async () => {
  expect(await withinTime(Promise.resolve('done'), 1_000)).toBe('done');
  await expect(withinTime(Promise.reject(new Error('no luck')), 1_000)).rejects.toThrow('no luck');
  expect(vi.getTimerCount()).toBe(0);
});

test('work that is not done in time is a fault then, and no sooner', async () => {
  const outcome = withinTime(new Promise(() => {}), 1_000).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(999);
  expect(vi.getTimerCount()).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(await outcome).toBeInstanceOf(OutOfTimeError);
});
