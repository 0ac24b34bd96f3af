import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { waitAtMost } from '../../../shared/runtime/wait-at-most.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const late = () => new Error('too late');

test('work that is done in time gives its own result or error, and leaves no timer', async () => {
  expect(await waitAtMost(1_000, Promise.resolve('done'), late)).toBe('done');
  await expect(waitAtMost(1_000, Promise.reject(new Error('no luck')), late)).rejects.toThrow('no luck');
  expect(vi.getTimerCount()).toBe(0);
});

test('work that is not done in time gives the error for that, then and no sooner', async () => {
  let end: unknown;
  waitAtMost(1_000, new Promise(() => {}), late).catch((error) => {
    end = error;
  });
  await vi.advanceTimersByTimeAsync(999);
  expect(end).toBeUndefined();
  await vi.advanceTimersByTimeAsync(1);
  expect(end).toEqual(late());
});

test('work that fails after its time is up disturbs nobody', async () => {
  const work = Promise.withResolvers<never>();
  const outcome = waitAtMost(1_000, work.promise, late).catch((error: Error) => error.message);
  await vi.advanceTimersByTimeAsync(1_000);
  work.reject(new Error('much later'));
  expect(await outcome).toBe('too late');
});
