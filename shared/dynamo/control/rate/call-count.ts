import { utcDay } from '../../../domain/account/plan-limits.ts';
import type { RateBudget } from '../../../zoom/call-budget.ts';
import { type ControlTable, createControlItem } from '../control-item.ts';

export type CallCount = {
  /** Counts one call. Never throws: a count that is lost is no reason not to call. */
  readonly add: () => Promise<void>;
  /** Those of this UTC day. */
  readonly ofDay: (day: string) => Promise<number>;
};

/** The calls a day that sweeps of one account make, and the captures that they find: a write unit a call. */
export function createSweepCallCount({ now, ...control }: ControlTable & { readonly now: () => number }): CallCount {
  const item = createControlItem(control, 'sweep-calls');
  const count = async (): Promise<void> => {
    const values = { ':day': { S: utcDay(now()) }, ':one': { N: '1' } };
    const day = { ExpressionAttributeNames: { '#day': 'day' }, ExpressionAttributeValues: values };
    const added = await item.update({
      ...day,
      UpdateExpression: 'ADD calls :one',
      ConditionExpression: '#day = :day',
    });
    if (added) return;
    await item.update({
      ...day,
      UpdateExpression: 'SET #day = :day, calls = :one',
      ConditionExpression: 'attribute_not_exists(#day) OR #day < :day',
    });
  };
  return {
    add: () => count().catch(() => {}),
    async ofDay(day) {
      const stored = await item.read();
      return stored?.day?.S === day ? Number(stored.calls?.N ?? 0) : 0;
    },
  };
}

/** A budget that counts the calls of sweeps which it lets through. */
export const withSweepCount = (budget: RateBudget, count: Pick<CallCount, 'add'>): RateBudget => ({
  async take(urgency) {
    await budget.take(urgency);
    if (urgency?.purpose === 'sweep') await count.add();
  },
  heed: (limit) => budget.heed(limit),
});
