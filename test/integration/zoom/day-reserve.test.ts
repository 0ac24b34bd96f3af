import { expect, test } from 'vitest';
import { dayReserve, urgencyOf } from '../../../shared/domain/account/day-reserve.ts';
import { planLimits } from '../../../shared/domain/account/plan-limits.ts';
import type { RateBudget, Urgency } from '../../../shared/zoom/call-budget.ts';
import { ZoomRateLimitError } from '../../../shared/zoom/errors.ts';
import { createEngineFaults } from '../../support/engine-faults/engine-faults.ts';
import { type RateRig, rateRig, seededRandom } from './rate-rig.ts';

const second = 1_000;
const { perDay } = planLimits.business;

/** What becomes of calls that begin at once in one worker, by how urgent they are. */
async function round(rig: RateRig, budget: RateBudget, urgencies: readonly Urgency[]) {
  const ends = urgencies.map((urgency) =>
    budget.take(urgency).then(
      () => true,
      (error) => {
        if (error instanceof ZoomRateLimitError && error.scope === 'day') return false;
        throw error;
      },
    ),
  );
  return rig.time.run(Promise.all(ends));
}

test.each(['sweep', 'backfill'] as const)(
  'the share of the day that is reserved is not passed by calls of a %s beside calls of events in the same worker',
  async (reason) => {
    await using rig = await rateRig('business');
    const limit = perDay * (1 - dayReserve[reason]);
    await rig.countCalls(limit);
    const budget = rig.worker();
    const passed = { urgent: 0, reserved: 0 };
    for (let turn = 0; turn < 50; turn += 1) {
      const [event, ...others] = await round(rig, budget, [{}, ...Array(4).fill(urgencyOf(reason))]);
      passed.urgent += event ? 1 : 0;
      passed.reserved += others.filter(Boolean).length;
    }
    expect(passed).toEqual({ urgent: 50, reserved: 0 });
  },
);

/** Faults of DynamoDB that answer an error for a share of what was done. */
const lostAnswers = (share: number) => {
  const random = seededRandom(3);
  return createEngineFaults({ lost: share, only: () => true }, { random, now: Date.now, sleep: async () => {} });
};

test.each([1, 2])(
  'in any history of workers whose clocks differ, who oversleep, lose answers and hear Zoom say stop, no call passes its share of the day, and none is uncounted (seed %i)',
  async (seed) => {
    await using rig = await rateRig('business', { seed, faults: lostAnswers(0.05) });
    const before = perDay * (1 - dayReserve.backfill) - 100;
    await rig.countCalls(before);
    const end = rig.time.now() + 10 * second;
    const made = { event: 0, sweep: 0, backfill: 0 };
    const passed: string[] = [];
    const captures = (budget: RateBudget, reason: keyof typeof made) => async () => {
      while (rig.time.now() < end) {
        try {
          await budget.take(urgencyOf(reason));
          made[reason] += 1;
          const counted = before + made.event + made.sweep + made.backfill;
          if (counted > perDay * (1 - dayReserve[reason])) passed.push(`${reason} at ${counted}`);
          if (rig.random() < 0.01)
            await budget.heed({ scope: 'second', retryAt: rig.time.now() + rig.random() * 2 * second });
          await rig.time.sleep(rig.random() * 500);
        } catch (error) {
          if (!(error instanceof ZoomRateLimitError)) throw error;
          await rig.time.sleep(rig.random() * second);
        }
      }
    };
    const work = Array.from({ length: 4 }, () => {
      const budget = rig.worker(rig.random() * 50, () => (rig.random() < 0.05 ? rig.random() * 400 : 0));
      return (['event', 'sweep', 'backfill'] as const).flatMap((reason) =>
        [1, 2].map(() => captures(budget, reason)()),
      );
    });
    await rig.time.run(Promise.all(work.flat()));
    const counted = (await rig.time.run(rig.item.read()))?.calls ?? 0;
    expect(passed).toEqual([]);
    expect(counted - before).toBeGreaterThanOrEqual(made.event + made.sweep + made.backfill);
    expect(made.backfill).toBeGreaterThan(10);
    expect(made.event).toBeGreaterThan(50);
  },
);
