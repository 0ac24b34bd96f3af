import { expect, test } from 'vitest';
import type { Intercept } from '../../../local/emulator/engines/engine-call.ts';
import { errorAnswer } from '../../../local/emulator/engines/engine-call.ts';
import { scaledProbeWaits } from '../../../shared/domain/outage/probe-waits.ts';
import { createCallAllowance, withAllowance } from '../../../shared/dynamo/control/rate/call-allowance.ts';
import { SharedRateBudget } from '../../../shared/dynamo/control/rate/rate-budget.ts';
import { createRateItem } from '../../../shared/dynamo/control/rate/rate-item.ts';
import { ZoomRateLimitError } from '../../../shared/zoom/errors.ts';
import { createEngineFaults } from '../../support/engine-faults/engine-faults.ts';
import { controlTable } from './control-table.ts';
import { seededRandom } from './rate-rig.ts';

const midnight = Date.parse('2026-11-21T00:00:00Z');

async function rig({ at = midnight - 3_600_000, faults }: { at?: number; faults?: Intercept } = {}) {
  const control = await controlTable({ ...(faults && { faults }) });
  const clock = { at };
  const sleep = async (ms: number) => {
    clock.at += ms;
  };
  const deps = { now: () => clock.at, random: () => 0.5, sleep };
  const allowance = createCallAllowance({ ...deps, ...control, accountId: 'a' });
  const item = createRateItem({ ...control, accountId: 'a' });
  const budget = new SharedRateBudget({ ...deps, item, plan: 'free', waits: scaledProbeWaits(1) });
  await allowance.set(10);
  await budget.take();
  return {
    clock,
    allowance,
    budget: withAllowance(budget, allowance),
    [Symbol.asyncDispose]: control[Symbol.asyncDispose],
  };
}

test('the calls of a backfill are counted as they are made, and those of others are not', async () => {
  await using it = await rig();
  await it.budget.take({ purpose: 'backfill', reserve: 0.4 });
  await it.budget.take({ purpose: 'backfill', reserve: 0.4 });
  await it.budget.take();
  expect(await it.allowance.read()).toMatchObject({ calls: 2, total: 2 });
});

test('the calls of a backfill that the account has no room for are not made, and not counted', async () => {
  await using it = await rig();
  await it.budget.take({ purpose: 'backfill' });
  await it.budget.heed({ scope: 'day', retryAt: midnight });
  await expect(it.budget.take({ purpose: 'backfill' })).rejects.toThrow(ZoomRateLimitError);
  expect(await it.allowance.read()).toMatchObject({ calls: 1, total: 1 });
});

test('the calls of a backfill refused after midnight are left with the day that counted them', async () => {
  await using it = await rig();
  const refusing = withAllowance(
    {
      async take() {
        it.clock.at = midnight;
        await it.allowance.take();
        throw new ZoomRateLimitError('No.', {}, { scope: 'day', retryAt: midnight });
      },
      heed: async () => {},
    },
    it.allowance,
  );
  await expect(refusing.take({ purpose: 'backfill' })).rejects.toThrow(ZoomRateLimitError);
  expect(await it.allowance.read()).toMatchObject({ day: '2026-11-21', calls: 1, total: 2 });
});

/** Answers with an error what `which` finds in the update, done or not. */
const failingUpdates =
  (which: string, { done }: { done: boolean }): Intercept =>
  async ({ body }, next) => {
    if (!String(body.UpdateExpression).includes(which)) return next();
    if (done) await next();
    return errorAnswer(500, 'com.amazonaws.dynamodb.v20120810#InternalServerError', 'The answer was lost.');
  };

test.each([true, false])(
  'an answer of DynamoDB that is lost never gives a call back twice, and the caller learns of the refusal (done: %s)',
  async (done) => {
    await using it = await rig({ faults: failingUpdates(':less', { done }) });
    await it.budget.take({ purpose: 'backfill' });
    await it.budget.take({ purpose: 'backfill' });
    await it.budget.heed({ scope: 'day', retryAt: midnight });
    await expect(it.budget.take({ purpose: 'backfill' })).rejects.toThrow(ZoomRateLimitError);
    expect(await it.allowance.read()).toMatchObject(done ? { calls: 2, total: 2 } : { calls: 3, total: 3 });
  },
);

test('an answer of DynamoDB that is lost never lets more calls start than a day has', async () => {
  const random = seededRandom(3);
  const lost = createEngineFaults({ lost: 0.3, only: () => true }, { random, now: Date.now, sleep: async () => {} });
  await using it = await rig({ faults: lost });
  const startedOn = async (at: number) => {
    it.clock.at = at;
    const ends = await Promise.allSettled(Array.from({ length: 30 }, () => it.allowance.take()));
    return ends.filter(({ status }) => status === 'fulfilled').length;
  };
  for (const started of [await startedOn(midnight - 1), await startedOn(midnight)]) {
    expect(started).toBeGreaterThan(4);
    expect(started).toBeLessThanOrEqual(10);
  }
});

const refusal = (taking: Promise<unknown>) =>
  taking.then(
    () => undefined,
    (error) => [error.scope, error.retryAt - midnight],
  );

test('the allowance of a day is used to its last call, and the next is put off until shortly after midnight', async () => {
  await using it = await rig();
  for (let call = 0; call < 10; call += 1) await it.allowance.take();
  expect(await refusal(it.allowance.take())).toEqual(['day', 150_000]);
  it.clock.at = midnight;
  expect(await refusal(it.allowance.take())).toBeUndefined();
  expect(await it.allowance.read()).toEqual({ perDay: 10, day: '2026-11-21', calls: 1, total: 11 });
});

test('an allowance of the next day, which another clock has begun and all has used, puts a call off to the day after', async () => {
  await using it = await rig({ at: midnight });
  it.clock.at = midnight;
  await it.allowance.set(10);
  for (let call = 0; call < 10; call += 1) await it.allowance.take();
  it.clock.at = midnight - 1_000;
  expect(await refusal(it.allowance.take())).toEqual(['day', 86_400_000 + 150_000]);
});

test('an allowance that is set anew counts what its day has seen, and its total from the start', async () => {
  await using it = await rig();
  const taken = await it.allowance.take();
  await it.allowance.take();
  await it.allowance.set(20);
  expect(await it.allowance.read()).toEqual({ perDay: 20, day: '2026-11-20', calls: 2, total: 0 });
  // Counted under the former total: the new one has nothing to give back.
  await taken.giveBack();
  expect(await it.allowance.read()).toMatchObject({ calls: 2, total: 0 });
});

test('an allowance that is set on another day begins it, unless a faster clock has', async () => {
  await using it = await rig();
  await it.allowance.take();
  it.clock.at = midnight;
  await it.allowance.set(20);
  expect(await it.allowance.read()).toEqual({ perDay: 20, day: '2026-11-21', calls: 0, total: 0 });
  await it.allowance.take();
  it.clock.at = midnight - 1;
  await it.allowance.set(30);
  expect(await it.allowance.read()).toEqual({ perDay: 30, day: '2026-11-21', calls: 1, total: 0 });
});

test('where no allowance is set, all calls are allowed, and none is counted', async () => {
  await using control = await controlTable();
  const allowance = createCallAllowance({ ...control, accountId: 'b', now: () => midnight, random: () => 0 });
  await (await allowance.take()).giveBack();
  expect(await allowance.read()).toBeUndefined();
});

test('a call that is refused again and again, although its day has room, comes back within a minute', async () => {
  const refusing: Intercept = ({ body }, next) =>
    String(body.UpdateExpression).startsWith('ADD')
      ? Promise.resolve(errorAnswer(400, 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException', 'No.'))
      : next();
  await using control = await controlTable({ faults: refusing });
  const allowance = createCallAllowance({ ...control, accountId: 'b', now: () => midnight, random: () => 0.5 });
  await allowance.set(10);
  expect(await refusal(allowance.take())).toEqual(['second', 30_000]);
});

test('a call of an event is not counted in the allowance, also where that is used up', async () => {
  await using it = await rig();
  for (let call = 0; call < 10; call += 1) await it.allowance.take();
  await it.budget.take();
  await expect(it.budget.take({ purpose: 'backfill' })).rejects.toThrow(ZoomRateLimitError);
});

test('a new day is begun and its first call made also where the first answer to that is lost', async () => {
  let lost = 0;
  await using it = await rig({
    async faults({ body }, next) {
      const answer = await next();
      if (body.UpdateExpression !== 'SET #day = :day, calls = :none' || lost > 0) return answer;
      lost += 1;
      return errorAnswer(500, 'com.amazonaws.dynamodb.v20120810#InternalServerError', 'The answer was lost.');
    },
  });
  it.clock.at = midnight;
  await it.allowance.take();
  expect(lost).toBe(1);
  expect(await it.allowance.read()).toMatchObject({ day: '2026-11-21', calls: 1 });
});
