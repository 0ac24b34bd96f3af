import { describe, expect, test } from 'vitest';
import { createCallAllowance, withAllowance } from '../../../shared/dynamo/control/call-allowance.ts';
import { createRateBudget } from '../../../shared/dynamo/control/rate-budget.ts';
import { createRateItem } from '../../../shared/dynamo/control/rate-item.ts';
import { ZoomRateLimitError } from '../../../shared/zoom/errors.ts';
import { controlTable } from './control-table.ts';

const midnight = Date.parse('2026-11-21T00:00:00Z');

async function rig(at = midnight - 3_600_000) {
  const control = await controlTable();
  const clock = { at };
  const sleep = async (ms: number) => {
    clock.at += ms;
  };
  const deps = { now: () => clock.at, random: () => 0.5, sleep };
  const allowance = createCallAllowance({ ...deps, ...control, accountId: 'a' });
  const item = createRateItem(control.client, control.table, 'a');
  const budget = createRateBudget({ ...deps, item, plan: 'free' });
  await allowance.set(10);
  await budget.take();
  return {
    clock,
    allowance,
    budget: withAllowance(budget, allowance),
    [Symbol.asyncDispose]: control[Symbol.asyncDispose],
  };
}

describe('the calls of a backfill', () => {
  test('are counted as they are made, and those of others are not', async () => {
    await using it = await rig();
    await it.budget.take({ purpose: 'backfill', reserve: 0.4 });
    await it.budget.take({ purpose: 'backfill', reserve: 0.4 });
    await it.budget.take();
    expect(await it.allowance.read()).toMatchObject({ calls: 2, total: 2 });
  });

  test('that the account has no room for are not made, and not counted', async () => {
    await using it = await rig();
    await it.budget.take({ purpose: 'backfill' });
    await it.budget.heed({ scope: 'day', retryAt: midnight });
    await expect(it.budget.take({ purpose: 'backfill' })).rejects.toThrow(ZoomRateLimitError);
    expect(await it.allowance.read()).toMatchObject({ calls: 1, total: 1 });
  });

  test('refused after midnight are left with the day that counted them', async () => {
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
});
