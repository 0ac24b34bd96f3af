import { describe, expect, test } from 'vitest';
import type { Capture } from '../../../shared/domain/capture/capture.ts';
import { type FailureKind, retryLater } from '../../../shared/domain/capture/retry-policy.ts';
import { scaledWaits } from '../../../shared/domain/capture/waits.ts';
import { captureAt, iso, now, progressOf } from './capture-fixture.ts';

const minute = 60_000;
const hour = 60 * minute;
const fault = { at: iso(0), name: 'ZoomTransientError', message: 'Zoom answered HTTP 500.' };
const retry = (kind: FailureKind, changes: Partial<Capture> = {}, progress = progressOf()) =>
  retryLater(
    { ...captureAt({ run: 1, ...changes }), progress },
    { kind, fault, ...(kind === 'rate-limit' && { retryAt: now + 1_000 }) },
    { now, waits: scaledWaits(1), usualPageSize: 10 },
  );

describe('the retry policy of a transient failure', () => {
  test.each([
    [0, minute],
    [1, 5 * minute],
    [2, 15 * minute],
    [9, 15 * minute],
  ])('after %i in a row waits %i ms', (failures, wait) => {
    expect(retry('transient', { failures })).toMatchObject({ nextPollAt: iso(wait), failures: failures + 1 });
  });

  test.each([
    [0, minute],
    [1, 5 * minute],
    [2, 15 * minute],
    [3, hour],
    [20, hour],
  ])('that is not understood, after %i in a row, waits %i ms', (failures, wait) => {
    expect(retry('not-understood', { failures })).toMatchObject({ nextPollAt: iso(wait), failures: failures + 1 });
  });

  test.each(['transient', 'timeout', 'not-understood'] as const)(
    'that is %s ends after a day without a good answer, and not a millisecond before',
    (kind) => {
      const since = (ms: number, pollFailures = 10) => retry(kind, { failingSince: iso(-ms), pollFailures });
      expect(since(24 * hour - 1)).toMatchObject({ failingSince: iso(1 - 24 * hour) });
      expect(since(24 * hour)).toBeUndefined();
      // A function that was stopped meanwhile has not tried enough.
      expect(since(24 * hour, 9)).toMatchObject({ pollFailures: 10 });
      expect(retry(kind)?.failingSince).toBe(iso(0));
    },
  );

  test('tries the poll again after its hundredth failure, and not after the next one', () => {
    expect(retry('transient', { pollFailures: 99 })).toMatchObject({ pollFailures: 100, lastError: fault });
    expect(retry('transient', { pollFailures: 100 })).toBeUndefined();
  });

  test('leaves page token and plan as they were, and gives the lease back', () => {
    const lease = { owner: 'm', until: iso(1) };
    const again = retry('transient', { plannedAt: iso(-5), lease });
    expect(again).toMatchObject({ plannedAt: iso(-5), progress: progressOf() });
    expect(again).not.toHaveProperty('lease');
  });

  test.each([
    [0, 'waiting'],
    [1, 'captured'],
  ])('after %i polls with rows leaves the capture %s', (polls, state) => {
    const brought = polls > 0 ? { contentHash: 'h' } : {};
    expect(retry('transient', brought)?.state).toBe(state);
  });

  test('asks for pages of half the size where two in a row took too long, down to one row', () => {
    expect(retry('timeout', { failures: 0 })?.progress).toEqual(progressOf());
    expect(retry('transient', { failures: 1 })?.progress).toEqual(progressOf());
    const smaller = retry('timeout', { failures: 1 })?.progress;
    expect(smaller).toMatchObject({ pageSize: 5 });
    expect(smaller).not.toHaveProperty('pageToken');
    expect(retry('timeout', { failures: 1 }, progressOf({ pageSize: 5 }))?.progress?.pageSize).toBe(2);
    expect(retry('timeout', { failures: 1 }, progressOf({ pageSize: 1 }))?.progress).toEqual(
      progressOf({ pageSize: 1 }),
    );
  });
});

test('waiting for the rate limit is no failure, and forgets none', () => {
  expect(retry('rate-limit', { pollFailures: 7, failures: 2 })).toMatchObject({
    pollFailures: 7,
    failures: 2,
    nextPollAt: iso(1_000),
  });
});

test.each([
  [0, 1_000],
  [1, 2_000],
  [9, 512_000],
  [10, 15 * minute],
  [40, 15 * minute],
])("Zoom's own limit, met %i times in a row, is waited for at least %i ms", (failures, wait) => {
  const limited = { kind: 'rate-limit', fault: { ...fault, status: 429 }, retryAt: now + 1 } as const;
  const capture = { ...captureAt({ failures }), progress: progressOf() };
  const policy = { now, waits: scaledWaits(1), usualPageSize: 10 };
  expect(retryLater(capture, limited, policy)).toMatchObject({ nextPollAt: iso(wait), failures: failures + 1 });
  const later = { ...limited, retryAt: now + hour };
  expect(retryLater(capture, later, policy)).toMatchObject({ nextPollAt: iso(hour) });
});

test("our own budget's limit backs off no further, however often it is met, and without an instant is asked about at once", () => {
  const met = retry('rate-limit', { failures: 12 });
  expect(met).toMatchObject({ nextPollAt: iso(1_000), failures: 12, state: 'waiting', lastError: fault });
  const policy = { now, waits: scaledWaits(1), usualPageSize: 10 };
  const capture = { ...captureAt({ failures: 1 }), progress: progressOf() };
  expect(retryLater(capture, { kind: 'rate-limit', fault }, policy)?.nextPollAt).toBe(iso(0));
  const limited = { kind: 'rate-limit', fault: { ...fault, status: 429 } } as const;
  expect(retryLater(capture, limited, policy)?.nextPollAt).toBe(iso(2_000));
});

test('while calls are stopped the poll waits for the instant that is told, and nothing else of it changes', () => {
  const capture = {
    ...captureAt({ failures: 2, pollFailures: 7, failingSince: iso(-hour), parked: 1, contentHash: 'h' }),
    progress: progressOf(),
  };
  const stopped = (retryAt?: number) =>
    retryLater(
      capture,
      { kind: 'stopped', fault, ...(retryAt !== undefined && { retryAt }) },
      { now, waits: scaledWaits(1), usualPageSize: 10 },
    );
  expect(stopped(now + hour)).toEqual({ ...capture, state: 'captured', lastError: fault, nextPollAt: iso(hour) });
  expect(stopped()?.nextPollAt).toBe(iso(0));
});

test.each([
  [0, 15 * minute],
  [1, hour],
  [2, 4 * hour],
  [3, 24 * hour],
  [30, 24 * hour],
])("an account's fault met %i times before parks the capture for %i ms", (parked, wait) => {
  expect(retry('account', { parked })).toMatchObject({ state: 'parked', parked: parked + 1, nextPollAt: iso(wait) });
});

test.each(['paging', 'not-ready', 'inaccessible', 'final'] as const)(
  'a failure that is %s is not tried again by the retry policy',
  (kind) => {
    expect(retry(kind)).toBeUndefined();
  },
);
