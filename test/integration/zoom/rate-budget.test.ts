import { expect, test } from 'vitest';
import { type Plan, plans } from '../../../shared/domain/account/plan.ts';
import { planLimits } from '../../../shared/domain/account/plan-limits.ts';
import { mostInASecond, type RateRig, rateRig } from './rate-rig.ts';

const second = 1_000;
const lengths: Record<Plan, number> = { free: 20 * second, pro: 12 * second, business: 6 * second };

/** Workers with captures each, all with more to ask than Zoom allows. */
async function rush(rig: RateRig, until: number, { workers = 20, captures = 10, clockAheadMs = (): number => 0 } = {}) {
  const work = Array.from({ length: workers }, () => {
    const budget = rig.worker(clockAheadMs());
    return Array.from({ length: captures }, () => rig.backlog(budget, until, { callMs: 150 }));
  });
  await rig.time.run(Promise.all(work.flat()));
}

test.each(plans.flatMap((plan) => [1, 20].map((workers) => [plan, workers] as const)))(
  'under a backlog, plan %s with %i workers is used to nine tenths and never passed in any second',
  async (plan, workers) => {
    await using rig = await rateRig(plan);
    const start = rig.time.now();
    await rush(rig, start + lengths[plan], { workers });
    const calls = rig.calls.filter((at) => at < start + lengths[plan]);
    const used = calls.length / ((lengths[plan] / second) * planLimits[plan].perSecond);
    const cost = (rig.control.requests() / calls.length).toFixed(1);
    console.info(`${plan}, ${workers} workers: ${Math.round(used * 100)} % used, ${cost} DynamoDB requests a call`);
    expect(mostInASecond(calls)).toBeLessThanOrEqual(planLimits[plan].perSecond);
    expect(used).toBeGreaterThan(0.88);
  },
);

test('under a backlog, cold workers, whom DynamoDB answers late, keep their calls as far apart as others', async () => {
  await using rig = await rateRig('pro', { latencyMs: (random) => 250 * random ** 2 });
  const coldStart = async (wave: number) => {
    await rig.time.sleep(wave * 5 * second + rig.random() * 500);
    await rig.worker().take();
    rig.calls.push(rig.time.now());
  };
  const starts = Array.from({ length: 200 }, (_, index) => coldStart(Math.floor(index / 20)));
  await rig.time.run(Promise.all(starts));
  expect(rig.calls).toHaveLength(200);
  expect(mostInASecond(rig.calls)).toBeLessThanOrEqual(planLimits.pro.perSecond);
});

test('under a backlog, workers whose clocks differ by up to 50 ms pass the limit by no more than what falls into that time', async () => {
  await using rig = await rateRig('business');
  await rush(rig, rig.time.now() + 5 * second, { clockAheadMs: () => Math.round(rig.random() * 50) });
  expect(mostInASecond(rig.calls)).toBeLessThanOrEqual(42);
  expect(rig.calls.length).toBeGreaterThan(175);
});

test('under a backlog, nobody waits in place much longer than twenty seconds, however many wait in one worker', async () => {
  await using rig = await rateRig('free');
  const budget = rig.worker();
  const waits = Array.from({ length: 40 }, async () => {
    const since = rig.time.now();
    const outcome = await budget.take().then(
      () => 'called',
      (error) => error.scope,
    );
    return { outcome, waitedMs: rig.time.now() - since };
  });
  const ends = await rig.time.run(Promise.all(waits));
  expect(Math.max(...ends.map(({ waitedMs }) => waitedMs))).toBeLessThan(23 * second);
  expect(new Set(ends.map(({ outcome }) => outcome))).toEqual(new Set(['called', 'second']));
});

test('a lease is not counted for more calls than are waiting', async () => {
  await using rig = await rateRig('business');
  const budget = rig.worker();
  const call = async () => {
    await budget.take();
    rig.calls.push(rig.time.now());
  };
  await rig.time.run(Promise.all([call(), call(), call()]));
  for (let more = 0; more < 5; more += 1) await rig.time.run(call());
  expect(rig.calls).toHaveLength(8);
  expect((await rig.time.run(rig.item.read()))?.calls).toBeLessThanOrEqual(10);
});

test('a lease that is not used in its time is lost, and crowds nobody', async () => {
  await using rig = await rateRig('business');
  const [held, other] = [rig.worker(), rig.worker()];
  const until = rig.time.now() + 3 * second;
  const works = [held, other].flatMap((budget) =>
    Array.from({ length: 20 }, () => rig.backlog(budget, until, { callMs: 10 })),
  );
  // Everything stands still for a while, as when a function's processor is taken away.
  const stalls = [1.1, 1.5, 1.9].map((at) => rig.time.sleep(at * second).then(() => rig.time.advance(300)));
  await rig.time.run(Promise.all([...works, ...stalls]));
  expect(mostInASecond(rig.calls)).toBeLessThanOrEqual(40);
});

test("after Zoom's per-second limit, nobody starts a call in the pause but those already leased, then all go on", async () => {
  await using rig = await rateRig('business');
  const start = rig.time.now();
  const budget = rig.worker();
  const heeded = rig.time.sleep(3 * second).then(() => budget.heed({ scope: 'second', retryAt: start + 6 * second }));
  await Promise.all([heeded, rush(rig, start + 9 * second)]);
  const within = (from: number, to: number) =>
    rig.calls.filter((at) => at >= start + from * second && at < start + to * second).length;
  expect(within(3.6, 6)).toBe(0);
  expect(within(3, 6)).toBeLessThan(25);
  expect(within(6, 9)).toBeGreaterThan(95);
  expect(mostInASecond(rig.calls)).toBeLessThanOrEqual(40);
});
