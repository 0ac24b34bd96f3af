import { expect, test } from 'vitest';
import { plans } from '../../../shared/domain/account/plan.ts';
import { callSpacingMs, planLimits, utcDay } from '../../../shared/domain/account/plan-limits.ts';
import { type RateState, unknownRate } from '../../../shared/dynamo/control/rate/rate-item.ts';
import { leasedAfter, rateRefusal } from '../../../shared/dynamo/control/rate/rate-refusal.ts';

const now = Date.parse('2026-11-20T12:00:00Z');
const midnight = Date.parse('2026-11-21T00:00:00Z');
const state = (changes: Partial<RateState>): RateState => ({
  ...unknownRate,
  nextCallAt: now,
  day: '2026-11-20',
  ...changes,
});
const refusal = (changes: Partial<RateState>, at = now) => {
  const error = rateRefusal(state(changes), { now: at, limit: 100, horizon: at + 20_000, random: () => 0.5 });
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
  ['waits for the second while no more than a minute is left', { stopUntil: now + 60_000 }, ['second', now + 90_000]],
  ['waits for the day while more than a minute is left', { stopUntil: now + 60_001 }, ['day', now + 90_001]],
  [
    'has to wait for the day after the one that the item counts, whatever day the clock says',
    { day: '2026-11-21', calls: 100 },
    ['day', midnight + 86_400_000 + 30_000],
  ],
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

test.each<[string, Partial<RateState>, number, ReturnType<typeof refusal>]>([
  ['at the very end of a day that was used up', { calls: 100 }, midnight, undefined],
  ['but for a pause there', { calls: 100, stopUntil: midnight + 40_000 }, midnight, ['second', midnight + 70_000]],
  ['where a pause ends with its patience', { stopUntil: now + 20_000 }, now, undefined],
])('a lease that was refused can be tried again %s', (_sentence, changes, at, expected) => {
  expect(refusal(changes, at)).toEqual(expected);
});

test('a lease that was refused says until when, and why', () => {
  const told = (changes: Partial<RateState>) =>
    rateRefusal(state(changes), { now, limit: 100, horizon: now, random: () => 0 })?.message;
  expect(told({ calls: 100 })).toMatch(/^No calls to Zoom until 2026-11-21T00:00:00.000Z: the limit of the day/);
  expect(told({ nextCallAt: now + 1 })).toMatch('calls per second are taken for a while');
});

test('a lease that was refused for the day waits for the next one also where that begins in seconds', () => {
  expect(refusal({ calls: 100, nextCallAt: 0 }, midnight - 10_000)).toEqual(['day', midnight + 30_000]);
});

test.each<[string, Partial<RateState>, number]>([
  ['those that start in time as a whole', { nextCallAt: now + 270 + 26 }, 10],
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
