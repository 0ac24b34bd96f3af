import { expect, test } from 'vitest';
import type { RateBudget } from '../../../shared/zoom/call-budget.ts';
import { ZoomRateLimitError } from '../../../shared/zoom/errors.ts';
import { type RateRig, rateRig } from './rate-rig.ts';

const second = 1_000;
const midnight = Date.parse('2026-11-21T00:00:00Z');

/** The rate limit that a call meets, or undefined when it may start. */
const refused = (taken: Promise<void>): Promise<ZoomRateLimitError | undefined> =>
  taken.then(
    () => undefined,
    (error) => {
      if (error instanceof ZoomRateLimitError) return error;
      throw error;
    },
  );
const refusal = (rig: RateRig, budget: RateBudget, reserve = 0) => rig.time.run(refused(budget.take({ reserve })));

test('the limit of the day lets the last call start and refuses the next until 00:00 UTC', async () => {
  await using rig = await rateRig('free');
  await rig.countCalls(999);
  expect(await refusal(rig, rig.worker())).toBeUndefined();
  const error = await refusal(rig, rig.worker());
  expect(error?.scope).toBe('day');
  expect(error?.retryAt).toBeGreaterThanOrEqual(midnight);
  expect(error?.retryAt).toBeLessThanOrEqual(midnight + 60 * second);
  expect(error?.answer).toEqual({});
});

test('the limit of the day is used to its last call by workers that lease several at a time', async () => {
  await using rig = await rateRig('business');
  await rig.countCalls(59_977);
  const until = rig.time.now() + 5 * second;
  const work = Array.from({ length: 4 }, () => {
    const budget = rig.worker();
    return Array.from({ length: 10 }, () => rig.backlog(budget, until, { callMs: 10 }));
  });
  await rig.time.run(Promise.all(work.flat()));
  expect(rig.calls).toHaveLength(23);
  expect((await rig.time.run(rig.item.read()))?.calls).toBe(60_000);
});

test('the limit of the day leaves the last share of a day to those in a hurry', async () => {
  await using rig = await rateRig('free');
  await rig.countCalls(899);
  const budget = rig.worker();
  expect(await refusal(rig, budget, 0.1)).toBeUndefined();
  expect((await refusal(rig, budget, 0.1))?.scope).toBe('day');
  expect(await refusal(rig, budget)).toBeUndefined();
});

test('the limit of the day begins anew at 00:00 UTC', async () => {
  await using rig = await rateRig('free', { start: '2026-11-20T23:59:58Z' });
  await rig.countCalls(1_000);
  const workers = Array.from({ length: 5 }, () => rig.worker());
  for (const worker of workers) expect((await refusal(rig, worker))?.scope).toBe('day');
  rig.time.advance(2 * second);
  for (const worker of workers) expect(await refusal(rig, worker)).toBeUndefined();
  expect(await rig.time.run(rig.item.read())).toMatchObject({ day: '2026-11-21', calls: 5 });
});

test('the limit of the day counts each call under one day when workers call through midnight', async () => {
  await using rig = await rateRig('business', { start: '2026-11-20T23:59:57Z' });
  await rig.countCalls(100);
  const work = Array.from({ length: 10 }, () => rig.backlog(rig.worker(), midnight + 3 * second, { callMs: 20 }));
  await rig.time.run(Promise.all(work));
  const after = rig.calls.filter((at) => at >= midnight).length;
  const counted = (await rig.time.run(rig.item.read()))?.calls ?? 0;
  expect(Math.abs(counted - after)).toBeLessThan(30);
  expect(after).toBeGreaterThan(100);
});

test('the limit of the day goes by the day that a worker with a faster clock has begun', async () => {
  await using rig = await rateRig('business', { start: '2026-11-20T23:59:59Z' });
  expect(await refusal(rig, rig.worker(2 * second))).toBeUndefined();
  expect(await refusal(rig, rig.worker())).toBeUndefined();
  expect(await rig.time.run(rig.item.read())).toMatchObject({ day: '2026-11-21', calls: 2 });
});

test("after Zoom's daily limit, all workers stop at once, and nobody calls before Zoom's instant", async () => {
  await using rig = await rateRig('business');
  const start = rig.time.now();
  const retryAt = start + 60 * second;
  const budgets = Array.from({ length: 20 }, () => rig.worker());
  const heeded = rig.time.sleep(2 * second).then(() => budgets[0]?.heed({ scope: 'day', retryAt }));
  const until = retryAt + 12 * second;
  await rig.time.run(
    Promise.all([heeded, ...budgets.flatMap((budget) => [rig.backlog(budget, until), rig.backlog(budget, until)])]),
  );
  const wasted = rig.calls.filter((at) => at > start + 2 * second && at < retryAt);
  console.info(`${wasted.length} calls after the stop`);
  expect(wasted.length).toBeLessThan(25);
  expect(wasted.every((at) => at < start + 2.5 * second)).toBe(true);
  expect(rig.calls.filter((at) => at < start + 2 * second).length).toBeGreaterThan(66);
  expect(rig.calls.some((at) => at >= retryAt)).toBe(true);
});

test("after Zoom's daily limit, a stop is told with its end", async () => {
  await using rig = await rateRig('business');
  const budget = rig.worker();
  await refusal(rig, budget);
  await rig.time.run(budget.heed({ scope: 'day', retryAt: midnight + 20 * second }));
  const error = await refusal(rig, rig.worker());
  expect(error?.message).toContain('2026-11-21T00:00:20.000Z');
  expect(error?.retryAt).toBeGreaterThanOrEqual(midnight + 20 * second);
});

test("after Zoom's daily limit, a stop lasts into the new day as long as Zoom said, then ends", async () => {
  await using rig = await rateRig('business', { start: '2026-11-20T23:59:58Z' });
  const budget = rig.worker();
  await refusal(rig, budget);
  await rig.time.run(budget.heed({ scope: 'day', retryAt: midnight + 20 * second }));
  expect((await refusal(rig, rig.worker()))?.retryAt).toBeGreaterThan(midnight + 20 * second);
  rig.time.advance(10 * second);
  expect(await refusal(rig, rig.worker())).toBeUndefined();
  expect(rig.time.now()).toBeGreaterThanOrEqual(midnight + 20 * second);
  expect(rig.time.now()).toBeLessThan(midnight + 21 * second);
  expect(await rig.time.run(rig.item.read())).toMatchObject({ day: '2026-11-21', calls: 1 });
});

test("after Zoom's daily limit, the calls that were leased and not made are given back when their worker calls again", async () => {
  await using rig = await rateRig('business');
  const budget = rig.worker();
  const startAll = () => Promise.all(Array.from({ length: 200 }, () => refused(budget.take())));
  const stop = rig.time.sleep(second).then(() => budget.heed({ scope: 'day', retryAt: rig.time.now() + 30 * second }));
  const ends = [...(await rig.time.run(Promise.all([startAll(), stop])))[0]];
  expect(ends.filter((end) => end === undefined).length).toBeLessThan(50);
  rig.time.advance(30 * second);
  ends.push(...(await rig.time.run(startAll())));
  const made = ends.filter((end) => end === undefined).length;
  expect(made).toBeGreaterThan(200);
  expect((await rig.time.run(rig.item.read()))?.calls).toBe(made);
});

test.each([
  ['second', 800, -2_000],
  ['second', -2_000, 2_000],
  ['day', -4_000, 4_000],
] as const)(
  'no call that was made is given back by a stop for the %s, of a worker %i ms ahead, to another %i ms ahead',
  async (scope, stopperMs, otherMs) => {
    await using rig = await rateRig('business');
    const start = rig.time.now();
    const [stopper, other] = [rig.worker(stopperMs), rig.worker(otherMs)];
    const until = start + 12 * second;
    const work = Array.from({ length: 60 }, () => [rig.backlog(stopper, until), rig.backlog(other, until)]).flat();
    const stops = [2, 5, 8].map(async (at) => {
      await rig.time.sleep(at * second);
      await stopper.heed({ scope, retryAt: rig.time.now() + stopperMs + second });
    });
    await rig.time.run(Promise.all([...work, ...stops]));
    const counted = (await rig.time.run(rig.item.read()))?.calls ?? 0;
    expect(counted).toBeGreaterThanOrEqual(rig.calls.length);
    expect(counted).toBeLessThan(rig.calls.length + 60);
    expect(rig.calls.length).toBeGreaterThan(150);
  },
);

test("after Zoom's daily limit, the calls that a worker without processor time came too late for are given back too, but not to the next day", async () => {
  const late = async (start: string) => {
    const rig = await rateRig('business', { start });
    await rig.time.run(rig.backlog(rig.worker(0, lateNowAndThen()), rig.time.now() + 20 * second));
    return { rig, counted: (await rig.time.run(rig.item.read()))?.calls ?? 0 };
  };
  const noon = await late('2026-11-20T12:00:00Z');
  await using _ = noon.rig;
  expect(noon.rig.calls.length).toBeGreaterThan(40);
  // But for those that no lease has told of yet.
  expect(noon.counted).toBeGreaterThanOrEqual(noon.rig.calls.length);
  expect(noon.counted).toBeLessThan(noon.rig.calls.length + 3);

  const evening = await late('2026-11-20T23:59:50Z');
  await using __ = evening.rig;
  const made = evening.rig.calls.filter((at) => at >= midnight).length;
  expect(evening.counted).toBeGreaterThanOrEqual(made);
  expect(evening.counted).toBeLessThan(made + 3);
});

test("after Zoom's daily limit, an earlier instant does not shorten a stop", async () => {
  await using rig = await rateRig('business');
  const budget = rig.worker();
  await refusal(rig, budget);
  await rig.time.run(budget.heed({ scope: 'day', retryAt: midnight }));
  await rig.time.run(budget.heed({ scope: 'day', retryAt: rig.time.now() + second }));
  rig.time.advance(2 * second);
  expect((await refusal(rig, rig.worker()))?.scope).toBe('day');
});

/** Every third sleep is a good deal too long. */
function lateNowAndThen(): () => number {
  let sleeps = 0;
  return () => {
    sleeps += 1;
    return sleeps % 3 === 0 ? 120 : 0;
  };
}
