import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Stop } from '../../../shared/domain/outage/account-health.ts';
import { scaledProbeWaits } from '../../../shared/domain/outage/probe-waits.ts';
import { SharedRateBudget } from '../../../shared/dynamo/control/rate/rate-budget.ts';
import { createRateItem, type Lease, type RateItem } from '../../../shared/dynamo/control/rate/rate-item.ts';
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
  /** Of all workers, in order. */
  const asked: Lease[] = [];
  const lease = (wanted: Lease) => {
    asked.push(wanted);
    return item.lease(wanted);
  };
  const wait = (ms: number) => new Promise<void>((wake) => setTimeout(wake, ms));
  const worker = (changes: Partial<RateItem> = {}, sleep: (ms: number) => Promise<void> = wait) =>
    new SharedRateBudget({
      item: { ...item, lease, ...changes },
      plan: 'business',
      waits: scaledProbeWaits(1),
      tellStop: (stop) => stops.push(stop),
      now: Date.now,
      sleep,
      random: () => 0.5,
    });
  const state = async () => {
    const stored = await item.read();
    if (!stored) throw new Error('There is no item.');
    return stored;
  };
  return { item, worker, state, stops, asked };
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

/** The same after 200 ms, by when none has to wait. */
async function ended(...calls: readonly Promise<void>[]) {
  const ends = watched(calls);
  await vi.advanceTimersByTimeAsync(200);
  return ends;
}

test('of workers that know of no good answer two call at once, one slot each, and the next when theirs may have shown', async () => {
  const { worker, state } = await anAccount();
  const ends = watched([worker(), worker(), worker(), worker()].map((one) => one.take(unsure)));
  await vi.advanceTimersByTimeAsync(second);
  expect(ends.filter((end) => end !== undefined).sort()).toEqual([0, spacingMs]);
  expect(await state()).toMatchObject({ trials: 2, trialAt: noon, calls: 2 });
  // Whoever knows of an answer does not wait for them.
  const sure = watched([worker().take()]);
  await vi.advanceTimersByTimeAsync(100);
  expect(sure).toEqual([expect.any(Number)]);
  await vi.advanceTimersByTimeAsync(2.8 * second);
  expect(ends.filter((end) => end !== undefined)).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(1.2 * second);
  // Then one at a time: the third made the others wait as long again.
  expect(ends.filter((end) => end !== undefined)).toHaveLength(3);
  await vi.advanceTimersByTimeAsync(5 * second);
  expect(ends.filter((end) => typeof end === 'number')).toHaveLength(4);
  expect(await state()).toMatchObject({ trials: 4, calls: 5 });
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

test('the next to try waits until their answers may have shown, and no longer', async () => {
  const { worker } = await anAccount();
  watched([worker().take(unsure), worker().take(unsure)]);
  await vi.advanceTimersByTimeAsync(second / 2);
  const [late] = [watched([worker().take(unsure)])];
  await vi.advanceTimersByTimeAsync(10 * second);
  expect(late[0]).toBeGreaterThanOrEqual(4 * second);
  expect(late[0]).toBeLessThan(4.2 * second);
});

test('no one waits for trials that have had their time while the item was read', async () => {
  const { item, worker } = await anAccount();
  watched([worker().take(unsure), worker().take(unsure)]);
  await vi.advanceTimersByTimeAsync(4 * second - 10);
  const slept: number[] = [];
  const wait = (ms: number) => new Promise<void>((wake) => setTimeout(wake, ms));
  const slowly = async () => {
    await wait(20);
    return item.read();
  };
  const late = worker({ read: slowly }, (ms) => {
    slept.push(ms);
    return wait(ms);
  });
  const ends = watched([late.take(unsure)]);
  await vi.advanceTimersByTimeAsync(second);
  expect(ends).toEqual([expect.any(Number)]);
  expect(slept.every((ms) => ms > 0)).toBe(true);
});

test('a call that gets no slot in its time says so, and when to come again', async () => {
  const { worker } = await anAccount();
  const lease = () => new Promise<undefined>((answer) => setTimeout(() => answer(undefined), second));
  const ends = watched([worker({ lease }).take()]);
  await vi.advanceTimersByTimeAsync(minute);
  expect(ends[0]).toMatchObject({ message: 'No slot for a call to Zoom was used in its time.', scope: 'second' });
});

test('a worker with several unsure calls leases one slot at a time until it has had an answer, then all together', async () => {
  const { item, worker, asked } = await anAccount();
  const one = worker();
  const trials = watched([one.take(unsure), one.take(unsure), one.take(unsure)]);
  await vi.advanceTimersByTimeAsync(50);
  expect(trials.filter((end) => end !== undefined)).toHaveLength(2);
  expect(asked.map(({ calls, isTrial }) => [calls, isTrial]).slice(0, 2)).toEqual([
    [1, true],
    [1, true],
  ]);
  await one.health.answered(noon);
  await vi.advanceTimersByTimeAsync(2 * second);
  expect(trials.every((end) => typeof end === 'number')).toBe(true);
  asked.length = 0;
  const sure = watched([one.take(unsure), one.take(unsure), one.take(unsure)]);
  await vi.advanceTimersByTimeAsync(200);
  expect(sure.every((end) => typeof end === 'number')).toBe(true);
  expect(asked.map(({ calls, isTrial }) => [calls, isTrial])).toEqual([[3, undefined]]);
  expect(await item.read()).toMatchObject({ trials: 0, answeredAt: noon + 50, calls: 6 });
});

test('a good answer counts as one of late for three seconds', async () => {
  for (const [ms, isTrial] of [
    [3 * second, undefined],
    [3 * second + 1, true],
  ] as const) {
    vi.setSystemTime(noon);
    const { worker, asked } = await anAccount();
    const one = worker();
    await one.health.answered(noon);
    vi.setSystemTime(noon + ms);
    await one.take(unsure);
    expect(asked.map((lease) => lease.isTrial)).toEqual([isTrial]);
  }
});

test('a call whose slot came too late tries no second time: it leases one more, as one that has tried', async () => {
  const { worker, asked } = await anAccount();
  let oversleeps = 1;
  const late = worker({}, (ms) => {
    oversleeps -= 1;
    return new Promise((wake) => setTimeout(wake, ms + (oversleeps >= 0 ? 200 : 0)));
  });
  // Behind another, so that there is something to sleep for.
  watched([worker().take(), worker().take()]);
  await vi.advanceTimersByTimeAsync(0);
  asked.length = 0;
  const ends = watched([late.take(unsure)]);
  await vi.advanceTimersByTimeAsync(second);
  expect(ends).toEqual([expect.any(Number)]);
  const granted = asked.filter(({ where }) => where === 'behind' || where === 'now');
  expect(granted.filter(({ isTrial }) => isTrial).length).toBeLessThan(granted.length);
  expect(granted.every(({ calls }) => calls === 1)).toBe(true);
});

test('a lease tells of a good answer that the item does not have, once', async () => {
  const { worker, state, asked } = await anAccount();
  const one = worker();
  await ended(one.take());
  await one.health.answered(noon);
  expect(await state()).toMatchObject({ answeredAt: 0 });
  await ended(one.take());
  expect(await state()).toMatchObject({ answeredAt: noon + 200, trials: 0 });
  await ended(one.take());
  expect(asked.map(({ answeredAt }) => answeredAt)).toEqual([undefined, noon + 200, undefined]);
  expect(asked.every((lease) => 'answeredAt' in lease === (lease.answeredAt !== undefined))).toBe(true);
});

test('a good answer that another has told is told no second time', async () => {
  const { worker, item } = await anAccount();
  let told = 0;
  const counting = {
    tellAnswer: (at: number) => {
      told += 1;
      return item.tellAnswer(at);
    },
  };
  const [one, other] = [worker(), worker(counting)];
  await ended(one.take(unsure), other.take(unsure));
  await item.tellAnswer(noon);
  await other.health.answered(noon);
  await other.health.answered(noon);
  expect(told).toBe(1);
  expect(await ended(other.take())).toEqual([expect.any(Number)]);
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
  await other.health.answered(noon + minute);
  const after = watched([other.take(), other.take()]);
  await vi.advanceTimersByTimeAsync(100);
  expect(after.every((end) => typeof end === 'number')).toBe(true);
});

test('a call that can wait is the probe only where no other has come in the time that is left to them', async () => {
  const { worker, stops } = await anAccount();
  const one = worker();
  for (const meeting of ['a', 'b', 'c']) await one.health.failed(meeting);
  const due = stops[0]?.nextProbeAt ?? Number.NaN;
  const { spread } = scaledProbeWaits(1);
  const sweep = { reserve: 0.3 };
  for (const early of [due, due + spread - 1]) {
    vi.setSystemTime(early);
    await expect(one.take(sweep)).rejects.toThrow(ZoomStoppedError);
  }
  vi.setSystemTime(due + spread);
  await one.take(sweep);
});

test('a slot that a stop has made void is not waited for to its end', async () => {
  const { worker, item } = await anAccount();
  const [one, other] = [worker(), worker()];
  const full = {
    where: 'now',
    calls: 40,
    unmade: 0,
    spacingMs,
    now: noon,
    day: '2026-11-20',
    limit: 1e4,
    horizon: 0,
  } as const;
  await item.lease(full);
  const ends = watched([one.take()]);
  await vi.advanceTimersByTimeAsync(100);
  await other.heed({ scope: 'second', retryAt: noon + 200 });
  await vi.advanceTimersByTimeAsync(2 * second);
  // Its slot was 40 spacings ahead; that it is void is known 50 ms before.
  expect(ends).toEqual([40 * spacingMs - 50]);
});

test('a limit of an account that nobody has called for yet is heeded by nobody', async () => {
  const { worker } = await anAccount();
  await worker({ read: async () => undefined }).heed({ scope: 'second', retryAt: noon + second });
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
