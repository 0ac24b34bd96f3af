import { expect, test } from 'vitest';
import { plans } from '../../../shared/domain/plan.ts';
import { callSpacingMs, planLimits, utcDay } from '../../../shared/domain/plan-limits.ts';
import type { RateState } from '../../../shared/dynamo/control/rate-item.ts';
import { leasedAfter, rateRefusal } from '../../../shared/dynamo/control/rate-refusal.ts';

const now = Date.parse('2026-11-20T12:00:00Z');
const midnight = Date.parse('2026-11-21T00:00:00Z');
const state = (changes: Partial<RateState>): RateState => ({
  ...{ nextCallAt: now, day: '2026-11-20', calls: 0, stopUntil: 0, era: 0 },
  ...changes,
});
const refusal = (changes: Partial<RateState>) => {
  const error = rateRefusal(state(changes), { now, limit: 100, horizon: now + 20_000, random: () => 0.5 });
  return error && [error.scope, error.retryAt];
};

test.each<[string, Partial<RateState>, ReturnType<typeof refusal>]>([
  ['can be tried again where nothing stands against it', {}, undefined],
  ['can be tried again where the queue ends in time', { nextCallAt: now + 20_000 }, undefined],
  ['has to wait where the queue is too long', { nextCallAt: now + 20_001 }, ['second', now + 30_001]],
  ['can be tried again for the last call of the day', { calls: 99 }, undefined],
  ['has to wait for the next day where the day is used up', { calls: 100 }, ['day', midnight + 30_000]],
  ['can be tried again where a pause ends in time', { stopUntil: now + 2_000, nextCallAt: now + 2_000 }, undefined],
  ['has to wait for the end of a long pause', { stopUntil: now + 40_000 }, ['second', now + 70_000]],
  ['has to wait for the end of a stop', { stopUntil: now + 3_600_000 }, ['day', now + 3_630_000]],
  ['can be tried again after a stop', { stopUntil: now - 1 }, undefined],
  [
    'has to wait for the later of a stop and the day',
    { calls: 100, stopUntil: midnight + 5_000 },
    ['day', midnight + 35_000],
  ],
])('a lease that was refused %s', (_sentence, changes, expected) => {
  expect(refusal(changes)).toEqual(expected);
});

test.each<[string, Partial<RateState>, number]>([
  ['none where the queue has ended', { nextCallAt: now - 5 }, 0],
  ['those until its end', { nextCallAt: now + 270 }, 10],
  ['none within a stop', { nextCallAt: now + 270, stopUntil: now + 270 }, 0],
  ['those behind a stop', { nextCallAt: now + 540, stopUntil: now + 270 }, 10],
])('calls that are leased and not made are %s', (_sentence, changes, expected) => {
  expect(leasedAfter(state(changes), now, 27)).toBe(expected);
});

test.each(plans)('calls of plan %s stand wide enough apart for any second, and use nine tenths of it', (plan) => {
  const spacingMs = callSpacingMs(plan);
  expect(spacingMs * planLimits[plan].perSecond).toBeGreaterThan(1_050);
  expect(1_000 / spacingMs / planLimits[plan].perSecond).toBeGreaterThan(0.9);
  expect(Number.isInteger(spacingMs)).toBe(true);
});

test('a call counts under the day in UTC', () => {
  expect(utcDay(midnight - 1)).toBe('2026-11-20');
  expect(utcDay(midnight)).toBe('2026-11-21');
});
