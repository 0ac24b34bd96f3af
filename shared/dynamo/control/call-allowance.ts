import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { utcDay } from '../../domain/plan-limits.ts';
import type { RateBudget } from '../../zoom/client.ts';
import { ZoomRateLimitError } from '../../zoom/errors.ts';
import { nextUtcMidnight } from '../../zoom/retry-after.ts';
import { createConditionalUpdate } from '../conditional-update.ts';

/** What a backfill has used of its calls. */
export type AllowanceState = {
  readonly perDay: number;
  /** The UTC day that `calls` counts. */
  readonly day: string;
  readonly calls: number;
  /** Since the allowance was set. */
  readonly total: number;
};

/** A call that was counted. */
export type Taken = {
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

export type CallAllowanceDeps = {
  readonly client: DynamoDBClient;
  /** The `Control` table. */
  readonly table: string;
  readonly accountId: string;
  readonly now: () => number;
  /** 0 to 1. */
  readonly random: () => number;
};

const minute = 60_000;

/**
 * The calls a day that the backfill of one account may make, counted one by one over all functions before they are made: a
 * write unit a call, and never too few whoever dies.
 */
export function createCallAllowance({ client, table, accountId, now, random }: CallAllowanceDeps): CallAllowance {
  const Key = { pk: { S: `account#${accountId}` }, sk: { S: 'backfill-calls' } };
  const update = createConditionalUpdate(client, table, Key);
  const read = async (): Promise<AllowanceState | undefined> => {
    const { Item } = await client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
    const of = (name: string) => Number(Item?.[name]?.N ?? 0);
    return Item && { perDay: of('perDay'), day: Item.day?.S ?? '', calls: of('calls'), total: of('total') };
  };
  const ExpressionAttributeNames = { '#day': 'day' };
  const giveBack = async (day: string): Promise<void> => {
    await update({
      UpdateExpression: 'ADD calls :less, #total :less',
      // A new allowance begins its total anew.
      ConditionExpression: '#day = :day AND calls > :none AND #total > :none',
      ExpressionAttributeNames: { ...ExpressionAttributeNames, '#total': 'total' },
      ExpressionAttributeValues: { ':day': { S: day }, ':less': { N: '-1' }, ':none': { N: '0' } },
    });
  };

  return {
    read,
    async take() {
      for (;;) {
        const day = utcDay(now());
        const counted = await update({
          UpdateExpression: 'ADD calls :one, #total :one',
          ConditionExpression: '#day = :day AND calls < perDay',
          ExpressionAttributeNames: { ...ExpressionAttributeNames, '#total': 'total' },
          ExpressionAttributeValues: { ':day': { S: day }, ':one': { N: '1' } },
        });
        if (counted) return { giveBack: () => giveBack(day) };
        const state = await read();
        if (!state) return { giveBack: async () => {} };
        if (state.day >= day) throw usedUp(Date.parse(state.day), random());
        await update({
          UpdateExpression: 'SET #day = :day, calls = :none',
          ConditionExpression: '#day = :before',
          ExpressionAttributeNames,
          ExpressionAttributeValues: { ':day': { S: day }, ':before': { S: state.day }, ':none': { N: '0' } },
        });
      }
    },
    async set(perDay) {
      const before = await read();
      const day = utcDay(now());
      const calls = before?.day === day ? before.calls : 0;
      await update({
        UpdateExpression: 'SET perDay = :perDay, #day = :day, calls = :calls, #total = :none',
        ExpressionAttributeNames: { ...ExpressionAttributeNames, '#total': 'total' },
        ExpressionAttributeValues: {
          ':perDay': { N: String(perDay) },
          ':day': { S: day },
          ':calls': { N: String(calls) },
          ':none': { N: '0' },
        },
      });
    },
  };
}

/** The instants are scattered, so that not all come back at once. */
function usedUp(day: number, random: number): ZoomRateLimitError {
  const retryAt = nextUtcMidnight(day) + random * 5 * minute;
  return new ZoomRateLimitError("The backfill's calls of the day are used up.", {}, { scope: 'day', retryAt });
}

/** A budget that takes calls of a backfill out of its allowance too; one that may not start is given back. */
export const withAllowance = (budget: RateBudget, allowance: Pick<CallAllowance, 'take'>): RateBudget => ({
  ...budget,
  async take(urgency) {
    const taken = urgency?.purpose === 'backfill' ? await allowance.take() : undefined;
    try {
      await budget.take(urgency);
    } catch (error) {
      await taken?.giveBack();
      throw error;
    }
  },
});
