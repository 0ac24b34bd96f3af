import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { scaledProbeWaits } from '../../../shared/domain/outage/probe-waits.ts';
import { SharedRateBudget } from '../../../shared/dynamo/control/rate/rate-budget.ts';
import {
  type Lease,
  type RateItem,
  type RateState,
  unknownRate,
} from '../../../shared/dynamo/control/rate/rate-item.ts';
import type { Urgency } from '../../../shared/zoom/call-budget.ts';
import { ZoomRateLimitError } from '../../../shared/zoom/errors.ts';

const noon = Date.parse('2026-11-20T12:00:00Z');
const second = 1_000;
const spacingMs = 27;
/** More than any worker here asks for: one that goes in circles without waiting would stop the clock. */
const mostLeases = 200;

beforeEach(() => void vi.useFakeTimers({ now: noon }));
afterEach(() => void vi.useRealTimers());

/** An account's item as DynamoDB would keep it, its queue always at least so long, and a worker whose sleeps take so much longer than they should. */
function aWorker({
  calls = 0,
  oversleepMs = 0,
  queueMs = 0,
  answerMs = 0,
  item: changes = {} as Partial<RateItem>,
} = {}) {
  const leases: Lease[] = [];
  const granted: Lease[] = [];
  const stored: { state: RateState } = {
    state: { ...unknownRate, day: '2026-11-20', calls },
  };
  const inQueue = (): RateState => {
    const { state } = stored;
    return { ...state, nextCallAt: Math.max(state.nextCallAt, Date.now() + queueMs) };
  };
  const item: RateItem = {
    read: async () => inQueue(),
    async lease(wanted) {
      leases.push(wanted);
      if (leases.length > mostLeases) throw new Error('Lease after lease, and no end of it.');
      const state = inQueue();
      const calls = state.calls + wanted.calls - wanted.unmade;
      const isBehind = state.nextCallAt > wanted.now;
      const place = isBehind ? 'behind' : 'now';
      if (
        state.day !== wanted.day ||
        calls > wanted.limit ||
        wanted.where !== place ||
        (isBehind && state.nextCallAt > wanted.horizon)
      )
        return;
      const nextCallAt = Math.max(state.nextCallAt, wanted.now) + wanted.calls * spacingMs;
      stored.state = { ...state, nextCallAt, calls };
      granted.push(wanted);
      if (answerMs > 0) await new Promise((wake) => setTimeout(wake, answerMs));
      return stored.state;
    },
    beginDay: async () => {},
    async stop(until, before) {
      stored.state = { ...before, stopUntil: until, nextCallAt: until, era: before.era + 1 };
      return true;
    },
    tellAnswer: async () => undefined,
    async changeHealth({ health, stopUntil, resumeAt }, before) {
      const from = stopUntil ?? resumeAt;
      const { healthNo, era } = before;
      stored.state = {
        ...before,
        health,
        healthNo: healthNo + 1,
        era: stopUntil === undefined ? era : era + 1,
        ...(from !== undefined && { stopUntil: from, nextCallAt: from }),
      };
      return stored.state;
    },
    ...changes,
  };
  const budget = new SharedRateBudget({
    item,
    waits: scaledProbeWaits(1),
    plan: 'business',
    now: Date.now,
    sleep: (ms) => new Promise((wake) => setTimeout(wake, ms + oversleepMs)),
    random: () => 0.5,
  });
  return { budget, leases, granted, stored };
}

/** How a call ends, once it does, and when. */
function watched(taking: Promise<void>) {
  const call: { end?: unknown; at?: number } = {};
  const note = (end: unknown) => {
    call.end = end;
    call.at = Date.now();
  };
  taking.then(() => note('started'), note);
  return call;
}
const allStarted = async (calls: readonly Promise<void>[]) => {
  const ends = Promise.all(calls);
  await vi.advanceTimersByTimeAsync(10 * second);
  await ends;
};
const takes = (budget: SharedRateBudget, ...urgencies: Urgency[]) => urgencies.map((urgency) => budget.take(urgency));

test.each([
  [1, [1]],
  [3, [3]],
  [5, [5]],
  [8, [5, 3]],
])('a lease is for as many calls as wait, five at most: %i calls take leases of %j', async (count, sizes) => {
  const { budget, leases } = aWorker();
  await allStarted(takes(budget, ...Array.from({ length: count }, () => ({}))));
  expect(leases.map(({ calls }) => calls)).toEqual(sizes);
});

test('a lease is not for calls that wait and have no room in the day any more', async () => {
  const { budget, leases } = aWorker({ calls: 35_999 });
  await allStarted(takes(budget, {}));
  leases.splice(0);
  const [event, ...backfill] = takes(budget, {}, { reserve: 0.4 }, { reserve: 0.4 }).map(watched);
  await vi.advanceTimersByTimeAsync(second);
  expect(event?.end).toBe('started');
  expect(leases[0]).toMatchObject({ calls: 1, limit: 60_000 });
  expect(backfill.map(({ end }) => end)).toEqual([expect.any(ZoomRateLimitError), expect.any(ZoomRateLimitError)]);
});

test('a lease is for the last calls of a day, not for more', async () => {
  const { budget, leases } = aWorker({ calls: 59_997 });
  await allStarted(takes(budget, {}));
  watched(budget.take());
  watched(budget.take());
  watched(budget.take());
  await vi.advanceTimersByTimeAsync(0);
  expect(leases.map(({ calls }) => calls).slice(0, 2)).toEqual([1, 2]);
});

test('a lease begins ahead by what the last lease took to be known, 200 ms at most, so that its first call is not late', async () => {
  const aheads: number[] = [];
  const answersMs = [100, 700, 0];
  const { budget } = aWorker({
    item: {
      async lease(wanted) {
        aheads.push(wanted.now - Date.now());
        await new Promise((wake) => setTimeout(wake, answersMs.shift()));
        return { ...unknownRate, nextCallAt: wanted.now + spacingMs, day: wanted.day, calls: 1 };
      },
    },
  });
  await allStarted(takes(budget, {}));
  expect(aheads).toEqual([0, 100, 200]);
});

test('a lease is asked for behind the queue that was seen, and from now on where there was none', async () => {
  const { budget, leases, stored } = aWorker();
  await allStarted(takes(budget, {}, {}, {}));
  expect(leases.map(({ where }) => where)).toEqual(['now']);
  stored.state = { ...stored.state, nextCallAt: Date.now() + second };
  watched(budget.take());
  await vi.advanceTimersByTimeAsync(100);
  watched(budget.take());
  await vi.advanceTimersByTimeAsync(0);
  expect(leases.map(({ where }) => where)).toEqual(['now', 'now', 'behind', 'behind']);
});

const midnight = Date.parse('2026-11-21T00:00:00Z');

/** A worker whose item still counts the day before, or what it is told; beginning a day is noted and done. */
function atMidnight(changes: Partial<RateState>) {
  const begun: Parameters<RateItem['beginDay']>[] = [];
  const worker = aWorker({
    item: {
      async beginDay(day, calls, before) {
        begun.push([day, calls, before]);
        worker.stored.state = { ...worker.stored.state, day, calls };
      },
    },
  });
  worker.stored.state = { ...worker.stored.state, ...changes };
  return { ...worker, begun };
}

test('a new day begins with the calls that were leased before it and start in it', async () => {
  vi.setSystemTime(midnight);
  const { budget, begun, stored } = atMidnight({ calls: 500, nextCallAt: midnight + 10 * spacingMs });
  const before = stored.state;
  await allStarted(takes(budget, {}));
  expect(begun).toEqual([['2026-11-21', 10, before]]);
  expect(stored.state).toMatchObject({ day: '2026-11-21', calls: 11 });
});

test('a new day that another clock has begun counts for a worker whose own is behind, at once', async () => {
  vi.setSystemTime(midnight - 60 * second);
  const { budget, begun, leases } = atMidnight({ day: '2026-11-21', calls: 7 });
  const calls = takes(budget, {}, {}).map(watched);
  await vi.advanceTimersByTimeAsync(second);
  expect(calls.map(({ end }) => end)).toEqual(['started', 'started']);
  expect(begun).toEqual([]);
  expect(leases.map(({ day }) => day)).toEqual(['2026-11-20', '2026-11-21']);
});

test('a new day that is used up, and begun by another clock, puts a call off to the day after it', async () => {
  vi.setSystemTime(midnight - second);
  const { budget } = atMidnight({ day: '2026-11-21', calls: 60_000 });
  await expect(budget.take()).rejects.toMatchObject({
    scope: 'day',
    retryAt: midnight + 86_400 * second + 30 * second,
  });
});

test('a call that comes too late for its slot waits for another, and comes through when it is late by a little each time', async () => {
  const { budget, granted } = aWorker({ oversleepMs: 120, queueMs: 100 });
  await allStarted(takes(budget, {}));
  // It is 70 ms late each time: more than the 25 and 50 that are good enough at first.
  expect(granted).toHaveLength(3);
});

test.each([
  ['25 ms late at first starts', 75, 1],
  ['26 ms late at first waits for another slot', 76, 2],
])('a call that is %s', async (_sentence, oversleepMs, slots) => {
  const { budget, granted } = aWorker({ oversleepMs, queueMs: 100 });
  await allStarted(takes(budget, {}));
  expect(granted).toHaveLength(slots);
});

test('a call that comes more than 100 ms too late for its slot never starts, however often it has tried', async () => {
  const { budget } = aWorker({ oversleepMs: 180, queueMs: 100 });
  const late = watched(budget.take());
  await vi.advanceTimersByTimeAsync(19 * second);
  expect(late.end).toBeUndefined();
});

test('a call that comes too late for its slot is put off after 20 seconds where it is always too late, since DynamoDB is slow', async () => {
  const { budget } = aWorker({ answerMs: 400 });
  const late = watched(budget.take());
  await vi.advanceTimersByTimeAsync(20 * second);
  expect(late.end).toBeUndefined();
  await vi.advanceTimersByTimeAsync(second);
  const at = late.at ?? 0;
  expect(late.end).toBeInstanceOf(ZoomRateLimitError);
  expect(late.end).toMatchObject({ scope: 'second', answer: {}, retryAt: at + 30 * second });
});

test('a call that comes too late for its slot is given back with the next lease, never more of them than that leases', async () => {
  const { budget, leases } = aWorker();
  const calls = takes(budget, {}, {}, {}, {}).map(watched);
  await vi.advanceTimersByTimeAsync(0);
  vi.setSystemTime(Date.now() + 5 * second);
  await vi.advanceTimersByTimeAsync(10 * second);
  expect(calls.every(({ end }) => end === 'started')).toBe(true);
  for (const { calls: leased, unmade } of leases) expect(unmade).toBeLessThanOrEqual(leased);
  const [made, given] = [4, leases.reduce((sum, { unmade }) => sum + unmade, 0)];
  const leased = leases.reduce((sum, { calls: count }) => sum + count, 0);
  expect(leased - given).toBeGreaterThanOrEqual(made);
  expect(given).toBeGreaterThan(0);
});

test('after Zoom said stop, an answer that was asked for before does not bring the calls back that are void', async () => {
  const early = Promise.withResolvers<RateState>();
  let reads = 0;
  const { budget, stored } = aWorker({
    item: {
      read: () => {
        reads += 1;
        return reads === 2 ? early.promise : Promise.resolve(stored.state);
      },
    },
  });
  const before: RateState = { ...stored.state, nextCallAt: noon + 2 * second };
  stored.state = before;
  const call = watched(budget.take());
  // Its slot is two seconds away: the call reads the item shortly before, and the answer is on its way for long.
  await vi.advanceTimersByTimeAsync(1_960);
  expect(reads).toBe(2);
  await budget.heed({ scope: 'second', retryAt: noon + 10 * second });
  early.resolve(before);
  await vi.advanceTimersByTimeAsync(second);
  expect(call.end).toBeUndefined();
  await vi.advanceTimersByTimeAsync(10 * second);
  expect(call.end).toBe('started');
  expect(call.at).toBeGreaterThanOrEqual(noon + 10 * second);
});

test('after Zoom said stop, the worker that was told does not have to read it', async () => {
  const read = vi.fn(async () => stored.state);
  const { budget, stored, leases } = aWorker({ item: { read } });
  const call = watched(budget.take());
  await vi.advanceTimersByTimeAsync(0);
  expect(call.end).toBe('started');
  await budget.heed({ scope: 'second', retryAt: noon + 10 * second });
  expect(read).toHaveBeenCalledTimes(1);
  watched(budget.take());
  await vi.advanceTimersByTimeAsync(0);
  expect(leases.at(-1)?.where).toBe('behind');
  expect(read).toHaveBeenCalledTimes(1);
});

test('after a pause in which many slots were lost, a single call gives back one of them, not more', async () => {
  const { budget, leases } = aWorker({ queueMs: 100 });
  const lost = takes(budget, {}, {}, {}).map(watched);
  await vi.advanceTimersByTimeAsync(0);
  vi.setSystemTime(Date.now() + 21 * second);
  await vi.advanceTimersByTimeAsync(second);
  expect(lost.every(({ end }) => end instanceof ZoomRateLimitError)).toBe(true);
  leases.splice(0);
  await allStarted(takes(budget, {}));
  await allStarted(takes(budget, {}, {}, {}));
  const granted = leases.filter(({ where }) => where === 'behind').map(({ calls, unmade }) => [calls, unmade]);
  expect(granted).toEqual([
    [1, 1],
    [3, 2],
  ]);
});

/** A worker whose item takes a stop at the given try only; what it was asked to stop is noted. */
function stoppingAt(tryThatWorks: number) {
  const stops: Parameters<RateItem['stop']>[] = [];
  const worker = aWorker({
    item: {
      async stop(until, before) {
        stops.push([until, before]);
        if (stops.length < tryThatWorks) return false;
        worker.stored.state = { ...before, stopUntil: until, nextCallAt: until, era: before.era + 1 };
        return true;
      },
    },
  });
  return { ...worker, stops };
}

test.each([
  [1, 1],
  [5, 5],
  [6, 5],
])('a stop that others get ahead of until try %i is tried %i times', async (tryThatWorks, tries) => {
  const { budget, stops } = stoppingAt(tryThatWorks);
  await budget.heed({ scope: 'second', retryAt: noon + 10 * second });
  expect(stops).toHaveLength(tries);
});

test.each([
  ['until the same instant', 0, 0],
  ['until a little earlier', -1, 1],
])('a stop is not made anew where there is one %s: %i ms, %i made', async (_sentence, differenceMs, made) => {
  const { budget, stops, stored } = stoppingAt(1);
  const retryAt = noon + 10 * second;
  stored.state = { ...stored.state, stopUntil: retryAt + differenceMs };
  await budget.heed({ scope: 'second', retryAt });
  expect(stops).toHaveLength(made);
});

test('the calls that a stop has made void are given back by the worker that leased them, with its next leases, and none that it made', async () => {
  const { budget, granted } = aWorker({ queueMs: second });
  const calls = takes(budget, {}, {}, {}).map(watched);
  await vi.advanceTimersByTimeAsync(500);
  await budget.heed({ scope: 'second', retryAt: noon + 5 * second });
  await vi.advanceTimersByTimeAsync(10 * second);
  expect(calls.every(({ end }) => end === 'started')).toBe(true);
  await allStarted(takes(budget, {}, {}));
  const sums = granted.map(({ calls, unmade }) => [calls, unmade]);
  expect(sums).toEqual([
    [3, 0],
    [1, 1],
    [1, 1],
    [1, 1],
    [2, 0],
  ]);
});

test('a stop that another worker has made voids the slots of one that hears of it from Zoom too, without a read more', async () => {
  const read = vi.fn(async () => stored.state);
  const { budget, stored, leases } = aWorker({ queueMs: 400, item: { read } });
  stored.state = { ...stored.state, nextCallAt: noon + 400 };
  const call = watched(budget.take());
  await vi.advanceTimersByTimeAsync(300);
  const retryAt = noon + 5 * second;
  stored.state = { ...stored.state, stopUntil: retryAt, nextCallAt: retryAt, era: 1 };
  const reads = read.mock.calls.length;
  await budget.heed({ scope: 'second', retryAt });
  await vi.advanceTimersByTimeAsync(150);
  expect(read).toHaveBeenCalledTimes(reads + 1);
  expect(call.end).toBeUndefined();
  expect(leases.at(-1)?.where).toBe('behind');
  await vi.advanceTimersByTimeAsync(5 * second);
  expect(call.at).toBeGreaterThanOrEqual(retryAt);
});

test('a call that is refused for the second comes back when there is room, one whose item is silent in 20 to 40 seconds', async () => {
  const { budget } = aWorker({ item: { lease: () => new Promise(() => {}) } });
  const call = watched(budget.take());
  await vi.advanceTimersByTimeAsync(10 * second);
  expect(call.end).toMatchObject({ scope: 'second', retryAt: Date.now() + 30 * second });
});

test('a lease of a new day is for all who wait, though the day before was used up', async () => {
  const midnight = Date.parse('2026-11-21T00:00:00Z');
  vi.setSystemTime(midnight - 10 * second);
  const { budget, granted, stored } = aWorker({
    calls: 59_999,
    item: {
      async beginDay(day, calls) {
        stored.state = { ...stored.state, day, calls };
      },
    },
  });
  await allStarted(takes(budget, {}));
  granted.splice(0);
  vi.setSystemTime(midnight);
  await allStarted(takes(budget, {}, {}, {}));
  expect(granted.map(({ day, calls }) => [day, calls])).toEqual([['2026-11-21', 3]]);
});

test('calls that were lost at the end of a day are leased anew all at once', async () => {
  const { budget, granted } = aWorker({ calls: 59_997, queueMs: 100 });
  const lost = takes(budget, {}, {}, {}).map(watched);
  await vi.advanceTimersByTimeAsync(0);
  vi.setSystemTime(Date.now() + 21 * second);
  await vi.advanceTimersByTimeAsync(second);
  expect(lost.every(({ end }) => end instanceof ZoomRateLimitError)).toBe(true);
  granted.splice(0);
  await allStarted(takes(budget, {}, {}, {}));
  expect(granted.map(({ calls, unmade }) => [calls, unmade])).toEqual([[3, 3]]);
});

test('a call that no lease of one could make room for is refused at once, not tried again and again', async () => {
  const { budget, leases } = aWorker({ calls: 35_998, queueMs: 100 });
  for (const call of takes(budget, {}, {}, {})) watched(call);
  await vi.advanceTimersByTimeAsync(0);
  vi.setSystemTime(Date.now() + 21 * second);
  await vi.advanceTimersByTimeAsync(second);
  leases.splice(0);
  await expect(budget.take({ reserve: 0.4 })).rejects.toMatchObject({ scope: 'day' });
  expect(leases).toHaveLength(1);
});

test.each([
  ['the last call of its share', 35_998, 'started'],
  ['a call more than its share', 35_999, expect.any(ZoomRateLimitError)],
])(
  'a backfill that waits beside calls of events makes %s from their lease: %i made before',
  async (_call, calls, end) => {
    const { budget } = aWorker({ calls });
    const [event, backfill, last] = takes(budget, {}, { reserve: 0.4 }, {}).map(watched);
    await vi.advanceTimersByTimeAsync(second);
    expect([event?.end, last?.end]).toEqual(['started', 'started']);
    expect(backfill?.end).toEqual(end);
  },
);
