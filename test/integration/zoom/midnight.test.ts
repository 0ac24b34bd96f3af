import { expect, test } from 'vitest';
import { urgencyOf } from '../../../shared/domain/account/day-reserve.ts';
import { withAllowance } from '../../../shared/dynamo/control/rate/call-allowance.ts';
import { ZoomRateLimitError } from '../../../shared/zoom/errors.ts';
import { type RateRig, rateRig } from './rate-rig.ts';

const second = 1_000;
const minute = 60 * second;
const start = '2026-11-20T23:59:50Z';
const midnight = Date.parse('2026-11-21T00:00:00Z');
const seeds = [1, 2];

type Round = {
  readonly reason: 'event' | 'backfill';
  /** Calls begin from so long before midnight to so long after it. */
  readonly aroundMs: readonly [number, number];
  /** Clocks are ahead or behind by up to this. */
  readonly apartMs: number;
};

/** Fifty calls, each by a worker and a clock of its own. @returns how long after midnight the put-off ones are to come back */
async function putOff(rig: RateRig, { reason, aroundMs: [from, to], apartMs }: Round): Promise<number[]> {
  const found: number[] = [];
  const calls = Array.from({ length: 50 }, async () => {
    const aheadMs = Math.round((rig.random() * 2 - 1) * apartMs);
    const budget = withAllowance(rig.worker(aheadMs), rig.allowance(aheadMs));
    await rig.time.sleep(midnight - rig.time.now() + from + rig.random() * (to - from));
    await budget.take(urgencyOf(reason)).catch((error) => {
      if (!(error instanceof ZoomRateLimitError)) throw error;
      found.push(error.retryAt - midnight);
    });
  });
  await rig.time.run(Promise.all(calls));
  return found;
}

const rounds: [string, Round][] = (['event', 'backfill'] as const).flatMap((reason) => [
  [`of ${reason}s within 100 ms after midnight`, { reason, aroundMs: [0, 100], apartMs: 0 }],
  [`of ${reason}s by clocks that are apart by 100 ms`, { reason, aroundMs: [0, 100], apartMs: 100 }],
  [
    `of ${reason}s by clocks that are apart by seconds`,
    { reason, aroundMs: [-3 * second, 5 * second], apartMs: 3 * second },
  ],
]);

test.each(rounds)('fifty calls %s are all made where both days have room', async (_calls, round) => {
  for (const seed of seeds) {
    await using rig = await rateRig('business', { start, seed });
    await rig.countCalls(100);
    await rig.time.run(rig.allowance().set(1_000));
    expect(await putOff(rig, round)).toEqual([]);
  }
});

test.each(rounds)(
  'fifty calls %s wait for minutes, not for a day, where the old day is used up',
  async (_calls, round) => {
    for (const seed of seeds) {
      await using rig = await rateRig('business', { start, seed });
      await rig.time.run(rig.allowance().set(1_000));
      await rig.countCalls(60_000);
      await rig.useAllowance();
      const found = await putOff(rig, round);
      expect(Math.max(0, ...found)).toBeLessThan(6 * minute);
      const day = (await rig.time.run(rig.item.read()))?.day;
      expect(day).toBe('2026-11-21');
    }
  },
);
