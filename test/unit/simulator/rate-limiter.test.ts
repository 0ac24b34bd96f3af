import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../local/simulator/rows/random.ts';
import { createRateLimiter, quotaOf, type RateLabel } from '../../../local/simulator/zoom/rate-limit.ts';
import type { Plan } from '../../../shared/domain/account/plan.ts';

const noon = Date.parse('2026-11-20T12:00:00Z');

function limiterAt(plan: Plan, override: { callsPerDay?: number } = {}) {
  const clock = { nowMs: noon };
  const { take } = createRateLimiter({ plan, override });
  return { clock, limiter: { take: (account: string, label: RateLabel) => take(account, label, clock.nowMs) } };
}

describe('the rate limiter', () => {
  test.each([
    ['free', 1],
    ['pro', 10],
    ['business', 40],
  ] as const)(
    'the rate limiter gives the %s plan %i heavy calls in a second, and the next one a second after the first',
    (plan, calls) => {
      const { clock, limiter } = limiterAt(plan);
      const take = () => limiter.take('account', 'Heavy').outcome;
      expect(Array.from({ length: calls }, take)).toEqual(Array.from({ length: calls }, () => 'allowed'));
      clock.nowMs += 999;
      expect(take()).toBe('per-second');
      clock.nowMs += 1;
      expect(take()).toBe('allowed');
    },
  );

  test('the rate limiter allows no more than the plan in any second, wherever it begins', () => {
    const { clock, limiter } = limiterAt('pro');
    const random = seededRandom(7);
    const allowedAtMs: number[] = [];
    for (let call = 0; call < 2000; call += 1) {
      clock.nowMs += Math.floor(random() * 90);
      if (limiter.take('account', 'Heavy').outcome === 'allowed') allowedAtMs.push(clock.nowMs);
    }
    for (const [index, atMs] of allowedAtMs.entries()) {
      const tenLater = allowedAtMs[index + 10];
      if (tenLater !== undefined) expect(tenLater - atMs).toBeGreaterThanOrEqual(1000);
    }
    expect(allowedAtMs.length).toBeGreaterThan(500);
  });

  test('the rate limiter does not count refused calls, and counts each account and label by itself', () => {
    const { clock, limiter } = limiterAt('free');
    limiter.take('one', 'Heavy');
    for (let call = 0; call < 20; call += 1) expect(limiter.take('one', 'Heavy').outcome).toBe('per-second');
    expect(limiter.take('two', 'Heavy').outcome).toBe('allowed');
    expect(limiter.take('one', 'Medium').outcome).toBe('allowed');
    clock.nowMs += 1000;
    expect(limiter.take('one', 'Heavy').outcome).toBe('allowed');
  });

  test('the rate limiter ends the day at its cap and begins anew at 00:00 UTC', () => {
    const { clock, limiter } = limiterAt('business', { callsPerDay: 3 });
    const take = () => limiter.take('account', 'Heavy');
    expect([take(), take(), take()].map(({ outcome }) => outcome)).toEqual(['allowed', 'allowed', 'allowed']);
    expect(take()).toMatchObject({ outcome: 'daily', limit: 3, dayEndsAtMs: Date.parse('2026-11-21T00:00:00Z') });
    clock.nowMs = Date.parse('2026-11-20T23:59:59.999Z');
    expect(take().outcome).toBe('daily');
    clock.nowMs += 1;
    expect(take().outcome).toBe('allowed');
  });

  test('the rate limiter lets heavy and resource-intensive calls share a day, except on the free plan', () => {
    const { limiter } = limiterAt('pro', { callsPerDay: 1 });
    limiter.take('account', 'Heavy');
    expect(limiter.take('account', 'Resource-intensive').outcome).toBe('daily');
    const free = limiterAt('free', { callsPerDay: 1 });
    free.limiter.take('account', 'Heavy');
    expect(free.limiter.take('account', 'Resource-intensive').outcome).toBe('allowed');
  });

  test.each([
    ['pro', 30_000],
    ['business', 60_000],
  ] as const)('the rate limiter knows the daily cap of the %s plan', (plan, callsPerDay) => {
    expect(quotaOf(plan, 'Heavy').callsPerDay).toBe(callsPerDay);
  });
});
