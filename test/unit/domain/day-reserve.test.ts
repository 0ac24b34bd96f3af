import { expect, test } from 'vitest';
import { urgencyOf, usualBackfillBudget } from '../../../shared/domain/account/day-reserve.ts';
import { plans } from '../../../shared/domain/account/plan.ts';
import { reasons } from '../../../shared/domain/capture/capture-message.ts';

test('what has just ended, or is waited for, may use up a day; a sweep leaves a tenth and a backfill two fifths', () => {
  expect(Object.fromEntries(reasons.map((reason) => [reason, urgencyOf(reason)]))).toStrictEqual({
    event: { reserve: 0 },
    sweep: { reserve: 0.1, purpose: 'sweep' },
    backfill: { reserve: 0.4, purpose: 'backfill' },
    demand: { reserve: 0 },
  });
});

test("a backfill without a budget takes two fifths of the plan's day, in whole calls", () => {
  expect(plans.map((plan) => [plan, usualBackfillBudget(plan)])).toEqual([
    ['free', 400],
    ['pro', 12_000],
    ['business', 24_000],
  ]);
});
