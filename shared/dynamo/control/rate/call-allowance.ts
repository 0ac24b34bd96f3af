import { utcDay } from '../../../domain/account/plan-limits.ts';
import { nextUtcMidnight } from '../../../zoom/answers/retry-after.ts';
import type { RateBudget, Urgency } from '../../../zoom/call-budget.ts';
import { ZoomRateLimitError } from '../../../zoom/errors.ts';
import type { Item } from '../../item.ts';
import { type ControlTable, createControlItem } from '../control-item.ts';

/** What a backfill has used of its calls. */
type AllowanceState = {
  readonly perDay: number;
  /** The UTC day that `calls` counts. */
  readonly day: string;
  readonly calls: number;
  /** Since the allowance was set. */
  readonly total: number;
};

/** A call that was counted. */
type Taken = {
  /** Counts it no more, since it was not made; not across 00:00 UTC. */
  readonly giveBack: () => Promise<void>;
};

export type CallAllowance = {
  /** Counts one call. @throws ZoomRateLimitError when the day's are used up. Where none is set, all are allowed. */
  readonly take: () => Promise<Taken>;
  /** A new allowance, of which nothing is used but what this day has seen. */
  readonly set: (perDay: number) => Promise<void>;
  readonly read: () => Promise<AllowanceState | undefined>;
};

export type CallAllowanceDeps = ControlTable & {
  readonly now: () => number;
  /** 0 to 1. */
  readonly random: () => number;
};

const minute = 60_000;
/** A call that is refused so often, although its day has room, is one of very many. */
const mostTries = 10;

/**
 * The calls a day that the backfill of one account may make, counted one by one over all functions before they are made: a
 * write unit a call. An answer of DynamoDB that is lost, or a worker that dies, leaves too many calls counted, never too few.
 */
export function createCallAllowance({ now, random, ...control }: CallAllowanceDeps): CallAllowance {
  const { read: readItem, update, updateOnce } = createControlItem(control, 'backfill-calls');
  const day = { '#day': 'day' };
  const dayAndTotal = { ...day, '#total': 'total' };

  const read = async (): Promise<AllowanceState | undefined> => {
    const item = await readItem();
    return item && stateOf(item);
  };
  /** @returns false when the item counts another day, or when the calls of that day are used up. */
  const countOne = async (under: string): Promise<boolean> => {
    const counted = await update({
      UpdateExpression: 'ADD calls :one, #total :one',
      ConditionExpression: '#day = :day AND calls < perDay',
      ExpressionAttributeNames: dayAndTotal,
      ExpressionAttributeValues: { ':day': { S: under }, ':one': { N: '1' } },
    });
    return counted !== undefined;
  };
  /** Begins a new day; no change when that has been done. */
  const beginDay = (today: string) =>
    update({
      UpdateExpression: 'SET #day = :day, calls = :none',
      ConditionExpression: '#day < :day',
      ExpressionAttributeNames: day,
      ExpressionAttributeValues: { ':day': { S: today }, ':none': { N: '0' } },
    });
  /** Sent once: counted down twice, it would allow a call too many. */
  const giveBack = async (under: string): Promise<void> => {
    await updateOnce({
      UpdateExpression: 'ADD calls :less, #total :less',
      // A new allowance begins its total anew.
      ConditionExpression: '#day = :day AND #total > :none',
      ExpressionAttributeNames: dayAndTotal,
      ExpressionAttributeValues: { ':day': { S: under }, ':less': { N: '-1' }, ':none': { N: '0' } },
    });
  };

  return {
    read,
    async take() {
      let under = utcDay(now());
      for (let tries = 0; tries < mostTries; tries += 1) {
        const counted = under;
        if (await countOne(counted)) return { giveBack: () => giveBack(counted) };
        const state = await read();
        if (!state) return { giveBack: async () => {} };
        if (state.day < under) await beginDay(under);
        else if (state.calls >= state.perDay) throw usedUp(Date.parse(state.day), random());
        // Another worker has begun this day, maybe by a clock that is ahead of ours.
        else under = state.day;
      }
      const retryAt = now() + random() * minute;
      throw new ZoomRateLimitError('Too many calls of the backfill at once.', {}, { scope: 'second', retryAt });
    },
    async set(perDay) {
      for (;;) {
        const today = utcDay(now());
        const values = { ':perDay': { N: String(perDay) }, ':day': { S: today }, ':none': { N: '0' } };
        const kept = await update({
          UpdateExpression: 'SET perDay = :perDay, #total = :none',
          ConditionExpression: '#day >= :day',
          ExpressionAttributeNames: dayAndTotal,
          ExpressionAttributeValues: values,
        });
        if (kept) return;
        const begun = await update({
          UpdateExpression: 'SET perDay = :perDay, #day = :day, calls = :none, #total = :none',
          ConditionExpression: 'attribute_not_exists(#day) OR #day < :day',
          ExpressionAttributeNames: dayAndTotal,
          ExpressionAttributeValues: values,
        });
        if (begun) return;
      }
    },
  };
}

function stateOf(item: Item): AllowanceState {
  const of = (name: string) => Number(item[name]?.N ?? 0);
  return { perDay: of('perDay'), day: item.day?.S ?? '', calls: of('calls'), total: of('total') };
}

/** The instants are scattered, so that not all come back at once. */
function usedUp(day: number, random: number): ZoomRateLimitError {
  const retryAt = nextUtcMidnight(day) + random * 5 * minute;
  return new ZoomRateLimitError("The backfill's calls of the day are used up.", {}, { scope: 'day', retryAt });
}

/**
 * A budget that takes calls of a backfill out of its allowance too. One that may not start is given back; where that fails, it
 * stays counted.
 */
export const withAllowance = (budget: RateBudget, allowance: Pick<CallAllowance, 'take'>): RateBudget => ({
  take: (urgency) => (urgency?.purpose === 'backfill' ? takeBoth(budget, allowance, urgency) : budget.take(urgency)),
  heed: (limit) => budget.heed(limit),
});

async function takeBoth(budget: RateBudget, allowance: Pick<CallAllowance, 'take'>, urgency: Urgency): Promise<void> {
  const taken = await allowance.take();
  try {
    await budget.take(urgency);
  } catch (error) {
    await taken.giveBack().catch(() => {});
    throw error;
  }
}
