import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Stop } from '../../../shared/domain/outage/account-health.ts';
import { scaledProbeWaits } from '../../../shared/domain/outage/probe-waits.ts';
import { HealthKeeper } from '../../../shared/dynamo/control/rate/health-keeper.ts';
import { KnownRate } from '../../../shared/dynamo/control/rate/known-rate.ts';
import { createRateItem } from '../../../shared/dynamo/control/rate/rate-item.ts';
import { ZoomRateLimitError, ZoomStoppedError } from '../../../shared/zoom/errors.ts';
import { tables } from '../../support/capture/tables.ts';
import { createMemoryDynamo, type MemoryIntercept } from '../../support/memory/memory-table.ts';

const noon = Date.parse('2026-11-20T12:00:00Z');
const second = 1_000;
const minute = 60 * second;

beforeEach(() => void vi.useFakeTimers({ now: noon }));
afterEach(() => void vi.useRealTimers());

/** One account, in a table in memory, whose day has begun; workers keep its health with clients of their own. */
async function anAccount() {
  const memory = createMemoryDynamo({ tables });
  const control = { table: 'Control', accountId: 'account' };
  const requests: string[] = [];
  const stops: Stop[] = [];
  const shared = createRateItem({ ...control, client: memory.client });
  await shared.beginDay('2026-11-20', 0, undefined);
  const worker = async (intercept: MemoryIntercept = (_operation, _input, run) => run()) => {
    const client = memory.connect((operation, input, run) => {
      requests.push(operation);
      return intercept(operation, input, run);
    });
    const item = createRateItem({ ...control, client });
    const known = new KnownRate(item, Date.now);
    await known.read();
    return new HealthKeeper({
      item,
      known,
      waits: scaledProbeWaits(1),
      now: Date.now,
      random: () => 0,
      tellStop: (stop) => stops.push(stop),
    });
  };
  const requestsOf = async (work: () => Promise<unknown>): Promise<string[]> => {
    requests.length = 0;
    await work();
    return [...requests];
  };
  return { worker, requestsOf, stops, item: shared, state: () => shared.read() };
}

const meetings = ['a', 'b', 'c'];
const inARow = async (keeper: HealthKeeper) => {
  const told: (number | undefined)[] = [];
  for (const meeting of meetings) told.push(await keeper.failed(meeting));
  return told;
};

test('good answers cost no request, a failure one write, and the first good answer after it one', async () => {
  const { worker, requestsOf } = await anAccount();
  const keeper = await worker();
  const well = async () => {
    await keeper.check();
    keeper.asked();
    await keeper.answered(Date.now());
  };
  expect(await requestsOf(well)).toEqual([]);
  expect(await requestsOf(() => keeper.failed('a'))).toEqual(['UpdateItem']);
  expect(await requestsOf(well)).toEqual(['UpdateItem']);
  expect(await requestsOf(well)).toEqual([]);
});

test('three meetings in a row stop the calls, and fewer do not, nor one meeting three times', async () => {
  const { worker, stops } = await anAccount();
  const keeper = await worker();
  expect([await keeper.failed('a'), await keeper.failed('a'), await keeper.failed('b')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  await keeper.check();
  expect(stops).toEqual([]);
  expect(await keeper.failed('c')).toBe(noon + minute);
  expect(stops).toMatchObject([{ cause: 'outage', since: noon, nextProbeAt: noon + minute, probes: 0 }]);
  await expect(keeper.check()).rejects.toThrow(ZoomStoppedError);
});

test('a stop is known to a worker that has read of it, and held by all until the probe is due', async () => {
  const { worker, requestsOf } = await anAccount();
  const [one, other] = [await worker(), await worker()];
  await inARow(one);
  // Whoever has not read of it yet finds out with the next lease.
  expect(await other.heldUntil()).toBeUndefined();
  await expect(other.checkAnew()).rejects.toThrow('Zoom has not answered since 2026-11-20T12:00:00.000Z');
  vi.setSystemTime(noon + minute - 1);
  expect(await other.heldUntil()).toBe(noon + minute);
  vi.setSystemTime(noon + minute);
  expect(await other.heldUntil()).toBeUndefined();
  // Who can wait lets those in a hurry be the probe.
  expect(await other.heldUntil({ reserve: 0.2 })).toBeGreaterThan(noon + minute);
  // What was read within a second is read no second time.
  expect(await requestsOf(() => other.heldUntil())).toEqual([]);
  await other.check();
});

test('without a stop nothing is read, however long ago the item was', async () => {
  const { worker, requestsOf } = await anAccount();
  const keeper = await worker();
  vi.setSystemTime(noon + minute);
  expect(await requestsOf(() => keeper.check())).toEqual([]);
});

test('a stop lets no probe through before it is due, and without a stop there is none', async () => {
  const { worker, requestsOf } = await anAccount();
  const keeper = await worker();
  expect(await keeper.probe({})).toBe(false);
  await inARow(keeper);
  vi.setSystemTime(noon + minute - 1);
  expect(await requestsOf(async () => expect(await keeper.probe({})).toBe(false))).toEqual([]);
  vi.setSystemTime(noon + minute);
  expect(await keeper.probe({})).toBe(true);
});

test('calls that are leased are void once, when a stop begins or ends later than it did, and go on at once when it ends', async () => {
  const { worker, state } = await anAccount();
  const keeper = await worker();
  await inARow(keeper);
  const untilLifted = Date.parse('9999-12-31T23:59:59Z');
  expect(await state()).toMatchObject({ era: 1, stopUntil: untilLifted, nextCallAt: untilLifted, calls: 0 });
  vi.setSystemTime(noon + minute);
  await keeper.probe({});
  await keeper.failed('a');
  expect(await state()).toMatchObject({ era: 1, calls: 1 });
  vi.setSystemTime(noon + minute + second);
  await keeper.answered(noon + minute);
  expect(await state()).toMatchObject({
    era: 1,
    stopUntil: noon + minute + second,
    nextCallAt: noon + minute + second,
  });
  await keeper.limited({ scope: 'day', retryAt: noon + 20 * minute });
  expect(await state()).toMatchObject({ era: 2, stopUntil: noon + 20 * minute });
  await keeper.limited({ scope: 'day', retryAt: noon + 20 * minute });
  expect(await state()).toMatchObject({ era: 2 });
  await keeper.limited({ scope: 'day', retryAt: noon + 40 * minute });
  expect(await state()).toMatchObject({ era: 3, stopUntil: noon + 40 * minute, nextCallAt: noon + 40 * minute });
});

test('an answer that says nothing of a stop is looked into once, and written by nobody', async () => {
  const { worker, requestsOf } = await anAccount();
  const keeper = await worker();
  await inARow(keeper);
  expect(await requestsOf(() => keeper.answered(noon))).toEqual(['GetItem']);
});

test('a failure is told of an account that nobody has called for yet', async () => {
  const memory = createMemoryDynamo({ tables });
  const item = createRateItem({ table: 'Control', accountId: 'new', client: memory.client });
  const known = new KnownRate(item, Date.now);
  const keeper = new HealthKeeper({ item, known, waits: scaledProbeWaits(1), now: Date.now, random: () => 0 });
  for (const meeting of meetings) await keeper.failed(meeting);
  expect(await item.read()).toMatchObject({ day: '2026-11-20', calls: 0, health: { stop: { cause: 'outage' } } });
});

test('a change that others are always faster than is given up after five tries', async () => {
  const { item } = await anAccount();
  let tries = 0;
  const refusing = {
    ...item,
    changeHealth: async () => {
      tries += 1;
      return undefined;
    },
  };
  const known = new KnownRate(refusing, Date.now);
  const deps = { known, waits: scaledProbeWaits(1), now: Date.now, random: () => 0 };
  await new HealthKeeper({ ...deps, item: refusing }).failed('a');
  expect(tries).toBe(5);
});

test('of several workers one makes the probe, and its good answer ends the stop for all', async () => {
  const { worker, requestsOf } = await anAccount();
  const workers = [await worker(), await worker(), await worker()];
  const [first] = workers;
  if (!first) throw new Error('There is no worker.');
  await inARow(first);
  for (const one of workers.slice(1)) await one.checkAnew().catch(() => {});
  vi.setSystemTime(noon + minute);
  const probes = await Promise.all(workers.map((one) => one.probe({})));
  expect(probes.filter(Boolean)).toHaveLength(1);
  vi.setSystemTime(noon + minute + second);
  await workers[probes.indexOf(true)]?.answered(noon + minute);
  vi.setSystemTime(noon + minute + 2 * second + 1);
  expect(await Promise.all(workers.map((one) => one.heldUntil()))).toEqual([undefined, undefined, undefined]);
  expect(await requestsOf(() => first.check())).toEqual([]);
});

test('an answer to a call from before the stop does not end it', async () => {
  const { worker } = await anAccount();
  const keeper = await worker();
  await inARow(keeper);
  await keeper.answered(noon);
  await expect(keeper.check()).rejects.toThrow(ZoomStoppedError);
});

test("a day's limit is a stop with an end of its own, which Zoom's word moves", async () => {
  const { worker } = await anAccount();
  const keeper = await worker();
  await keeper.limited({ scope: 'day', retryAt: noon + 20 * minute });
  await expect(keeper.check()).rejects.toThrow('No calls to Zoom until 2026-11-20T12:20:00.000Z: by its word');
  // Half of what is left is asked about.
  expect(await keeper.heldUntil()).toBe(noon + 10 * minute);
  vi.setSystemTime(noon + 20 * minute);
  expect(await keeper.heldUntil()).toBeUndefined();
});

test('a worker is unsure until it has a good answer, a minute after the last one, and after four calls without', async () => {
  const { worker } = await anAccount();
  const keeper = await worker();
  expect(keeper.isUnsure()).toBe(true);
  await keeper.answered(noon);
  expect(keeper.isUnsure()).toBe(false);
  for (let calls = 0; calls < 3; calls += 1) keeper.asked();
  expect(keeper.isUnsure()).toBe(false);
  keeper.asked();
  expect(keeper.isUnsure()).toBe(true);
  await keeper.answered(noon);
  vi.setSystemTime(noon + minute);
  expect(keeper.isUnsure()).toBe(false);
  vi.setSystemTime(noon + minute + 1);
  expect(keeper.isUnsure()).toBe(true);
});

test('four calls without a good answer are suspect, of whatever meetings', async () => {
  const { worker } = await anAccount();
  const keeper = await worker();
  for (const meeting of ['a', 'b', 'a']) await keeper.failed(meeting);
  expect(keeper.isSuspect()).toBe(false);
  await keeper.failed('b');
  expect(keeper.isSuspect()).toBe(true);
});

test('failures that workers tell at the same time are all counted', async () => {
  const { worker } = await anAccount();
  const workers = [await worker(), await worker(), await worker()];
  const told = await Promise.all(workers.map((one, at) => one.failed(meetings[at] ?? '')));
  expect(told.filter((until) => until !== undefined)).toHaveLength(1);
});

test('an item that does not answer is waited for ten seconds, and is no fault of Zoom', async () => {
  const { worker } = await anAccount();
  let isSilent = false;
  const keeper = await worker((_operation, _input, run) => (isSilent ? new Promise<object>(() => {}) : run()));
  isSilent = true;
  const outcome = keeper.failed('a').then(
    () => 'told',
    (error: unknown) => error,
  );
  await vi.advanceTimersByTimeAsync(10 * second - 1);
  expect(await Promise.race([outcome, 'waiting'])).toBe('waiting');
  await vi.advanceTimersByTimeAsync(1);
  const error = await outcome;
  expect(error).toBeInstanceOf(ZoomRateLimitError);
  expect(error).toMatchObject({
    message: "The account's item does not answer.",
    scope: 'second',
    retryAt: noon + 30 * second,
  });
});
