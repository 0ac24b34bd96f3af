import { expect, test } from 'vitest';
import type { Intercept } from '../../../local/emulator/engines/engine-call.ts';
import { errorAnswer } from '../../../local/emulator/engines/engine-call.ts';
import { createCallAllowance, withAllowance } from '../../../shared/dynamo/control/call-allowance.ts';
import { SharedRateBudget } from '../../../shared/dynamo/control/rate-budget.ts';
import { createRateItem } from '../../../shared/dynamo/control/rate-item.ts';
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
  const budget = new SharedRateBudget({ ...deps, item, plan: 'free' });
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
    const isOne = String(body.UpdateExpression).includes(which) || JSON.stringify(body).includes(`"${which}"`);
    if (!isOne) return next();
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
  const random = seededRandom(7);
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
