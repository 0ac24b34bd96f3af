import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Stop } from '../../../shared/domain/outage/account-health.ts';
import { scaledProbeWaits } from '../../../shared/domain/outage/probe-waits.ts';
import { SharedRateBudget } from '../../../shared/dynamo/control/rate/rate-budget.ts';
import { createRateItem, type RateItem } from '../../../shared/dynamo/control/rate/rate-item.ts';
import { ZoomStoppedError } from '../../../shared/zoom/errors.ts';
import { tables } from '../../support/capture/tables.ts';
import { createMemoryDynamo } from '../../support/memory/memory-table.ts';

const noon = Date.parse('2026-11-20T12:00:00Z');
const second = 1_000;
const minute = 60 * second;
const spacingMs = 27;
const unsure = { isUnsure: true };

beforeEach(() => void vi.useFakeTimers({ now: noon }));
afterEach(() => void vi.useRealTimers());

/** An account whose day has begun, in a table in memory, and workers that share its item. */
async function anAccount() {
  const { client } = createMemoryDynamo({ tables });
  const item = createRateItem({ client, table: 'Control', accountId: 'a' });
  await item.beginDay('2026-11-20', 0, undefined);
  const stops: Stop[] = [];
  const worker = (changes: Partial<RateItem> = {}) =>
    new SharedRateBudget({
      item: { ...item, ...changes },
      plan: 'business',
      waits: scaledProbeWaits(1),
      tellStop: (stop) => stops.push(stop),
      now: Date.now,
      sleep: (ms) => new Promise((wake) => setTimeout(wake, ms)),
      random: () => 0.5,
    });
  const state = async () => {
    const stored = await item.read();
    if (!stored) throw new Error('There is no item.');
    return stored;
  };
  return { item, worker, state, stops };
}

/** When each call started, in milliseconds from noon; its error where it did not. */
function watched(calls: readonly Promise<void>[]) {
  const ends: unknown[] = calls.map(() => undefined);
  for (const [index, call] of calls.entries()) {
    call.then(
      () => {
        ends[index] = Date.now() - noon;
      },
      (error: unknown) => {
        ends[index] = error;
      },
    );
  }
  return ends;
}

test('of workers that know of no good answer two call at once, one slot each, and the next when theirs may have shown', async () => {
  const { worker, state } = await anAccount();
  const ends = watched([worker(), worker(), worker(), worker()].map((one) => one.take(unsure)));
  await vi.advanceTimersByTimeAsync(second);
  expect(ends.filter((end) => end !== undefined).sort()).toEqual([0, spacingMs]);
  expect(await state()).toMatchObject({ trials: 2, trialAt: noon, calls: 2 });
  await vi.advanceTimersByTimeAsync(2.9 * second);
  expect(ends.filter((end) => end !== undefined)).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(1.2 * second);
  // Then one at a time: the third made the others wait as long again.
  expect(ends.filter((end) => end !== undefined)).toHaveLength(3);
  await vi.advanceTimersByTimeAsync(5 * second);
  expect(ends.filter((end) => typeof end === 'number')).toHaveLength(4);
  expect(await state()).toMatchObject({ trials: 4, calls: 4 });
});

test('a good answer of one whom others may wait for is told, and lets all call at once', async () => {
  const { worker, state } = await anAccount();
  const workers = [worker(), worker(), worker(), worker()];
  const ends = watched(workers.map((one) => one.take(unsure)));
  await vi.advanceTimersByTimeAsync(100);
  expect(ends.filter((end) => end !== undefined)).toHaveLength(2);
  // The one that was first knew of no other: it tells with its next lease.
  for (const one of workers.slice(0, 2)) await one.health.answered(noon);
  expect(await state()).toMatchObject({ trials: 0, answeredAt: noon + 100 });
  await vi.advanceTimersByTimeAsync(1.2 * second);
  expect(ends.filter((end) => typeof end === 'number')).toHaveLength(4);
});

test('a worker with several unsure calls leases one at a time until it has had an answer, then all together', async () => {
  const { worker, state } = await anAccount();
  const leases: number[] = [];
  const { item } = await anAccount();
  const counted = worker({
    lease: (wanted) => {
      leases.push(wanted.calls);
      return item.lease(wanted);
    },
    read: item.read,
    tellAnswer: item.tellAnswer,
  });
  const trial = watched([counted.take(unsure)]);
  await vi.advanceTimersByTimeAsync(50);
  expect([trial, leases]).toEqual([[0], [1]]);
  await counted.health.answered(noon);
  const sure = watched([counted.take(unsure), counted.take(unsure), counted.take(unsure)]);
  await vi.advanceTimersByTimeAsync(200);
  expect(sure.every((end) => typeof end === 'number')).toBe(true);
  expect(leases).toEqual([1, 3]);
  expect(await item.read()).toMatchObject({ trials: 0, answeredAt: noon + 50, calls: 4 });
  expect(await state()).toMatchObject({ calls: 0 });
});

test('a lease tells of a good answer that the item does not have, once', async () => {
  const { worker, state } = await anAccount();
  const one = worker();
  await one.take();
  vi.setSystemTime(noon + 40);
  await one.health.answered(noon);
  expect(await state()).toMatchObject({ answeredAt: 0 });
  await one.take();
  expect(await state()).toMatchObject({ answeredAt: noon + 40, trials: 0 });
});

test('a stop lets one call through as its probe, which counts for the day and takes no place in the queue', async () => {
  const { worker, state, stops } = await anAccount();
  const [one, other] = [worker(), worker()];
  await one.take();
  for (const meeting of ['a', 'b', 'c']) await one.health.failed(meeting);
  expect(stops).toHaveLength(1);
  const { nextCallAt } = await state();
  await expect(other.take()).rejects.toThrow(ZoomStoppedError);
  await expect(other.take()).rejects.toMatchObject({ scope: 'day', retryAt: expect.any(Number) });
  vi.setSystemTime(noon + minute);
  const ends = watched([other.take(), one.take()]);
  await vi.advanceTimersByTimeAsync(second);
  expect(ends).toEqual([minute, expect.any(ZoomStoppedError)]);
  expect(await state()).toMatchObject({ calls: 2, nextCallAt });
});

test('a day that is used up lets no probe through', async () => {
  const { worker, item, state } = await anAccount();
  const one = worker();
  await one.take();
  for (const meeting of ['a', 'b', 'c']) await one.health.failed(meeting);
  vi.setSystemTime(noon + minute);
  const full = { ...(await state()), calls: 60_000 };
  const other = worker({ read: async () => full, lease: async () => undefined });
  await expect(other.take()).rejects.toThrow(ZoomStoppedError);
  expect(await item.read()).toMatchObject({ calls: 1 });
});

test("Zoom's limit of a second voids what is leased, and one of the day is a stop of the account", async () => {
  const { worker, state } = await anAccount();
  const one = worker();
  await one.take();
  await one.heed({ scope: 'second', retryAt: noon + 2 * second });
  expect(await state()).toMatchObject({ era: 1, stopUntil: noon + 2 * second, health: { failing: [] } });
  const ends = watched([one.take()]);
  await vi.advanceTimersByTimeAsync(3 * second);
  expect(ends).toEqual([2 * second]);
  // One that is over already changes nothing.
  await one.heed({ scope: 'second', retryAt: noon + second });
  expect(await state()).toMatchObject({ era: 1 });
  await one.heed({ scope: 'day', retryAt: noon + 20 * minute });
  expect((await state()).health.stop).toMatchObject({ until: noon + 20 * minute });
  await expect(one.take()).rejects.toThrow(ZoomStoppedError);
});

test("a limit that the account's item does not hear of ends in an error that says so, within ten seconds", async () => {
  const { worker } = await anAccount();
  const silent = worker({ read: () => new Promise(() => {}) });
  const heeded = watched([silent.heed({ scope: 'second', retryAt: noon + second })]);
  await vi.advanceTimersByTimeAsync(11 * second);
  expect(heeded[0]).toMatchObject({ message: "The account's rate budget does not answer." });
});
