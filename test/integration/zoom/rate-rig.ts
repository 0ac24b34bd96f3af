import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Intercept } from '../../../local/emulator/engines/engine-call.ts';
import type { Plan } from '../../../shared/domain/account/plan.ts';
import { type CallAllowance, createCallAllowance } from '../../../shared/dynamo/control/rate/call-allowance.ts';
import { SharedRateBudget } from '../../../shared/dynamo/control/rate/rate-budget.ts';
import { createRateItem, type RateItem } from '../../../shared/dynamo/control/rate/rate-item.ts';
import type { RateBudget, Urgency } from '../../../shared/zoom/call-budget.ts';
import { ZoomRateLimitError } from '../../../shared/zoom/errors.ts';
import { type ControlTable, controlTable } from './control-table.ts';
import { type VirtualTime, virtualTime } from './virtual-time.ts';

export type RateRig = AsyncDisposable & {
  readonly time: VirtualTime;
  readonly item: RateItem;
  readonly control: ControlTable;
  /** Begins the day, with so many calls made. */
  readonly countCalls: (calls: number, day?: string) => Promise<void>;
  /** The budget as one worker sees it, its clock ahead by so much, and each of its sleeps so much too long. */
  readonly worker: (clockAheadMs?: number, oversleepMs?: () => number) => RateBudget;
  /** The account's allowance for backfills as one worker sees it, its clock ahead by so much. */
  readonly allowance: (clockAheadMs?: number) => CallAllowance;
  /** Uses the day's calls of the allowance up. */
  readonly useAllowance: () => Promise<void>;
  /** When calls started, epoch ms. */
  readonly calls: number[];
  /** Calls as fast as it may until `until`; after a refusal it comes back when it was told to. */
  readonly backlog: (
    budget: RateBudget,
    until: number,
    options?: Urgency & { readonly callMs?: number },
  ) => Promise<void>;
  readonly random: () => number;
};

/** The same numbers in every run, 0 to 1. */
export function seededRandom(seed = 1): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** So that a stop's own end is seen. */
const noProbes = { outage: [86_400_000], dayLimit: [86_400_000], spread: 20_000 };

export type RigOptions = {
  readonly start?: string;
  /** Of DynamoDB's answers; made of a number from 0 to 1. */
  readonly latencyMs?: (random: number) => number;
  readonly seed?: number;
  readonly faults?: Intercept;
};

/** Workers of one account that share a budget, in virtual time; DynamoDB takes 3 to 15 ms of it, or as much as is told. */
export async function rateRig(
  plan: Plan,
  {
    start = '2026-11-20T12:00:00Z',
    latencyMs = (random: number) => 3 + random * 12,
    seed = 1,
    faults,
  }: RigOptions = {},
): Promise<RateRig> {
  const time = virtualTime(start);
  const random = seededRandom(seed);
  const control = await controlTable({ time, latencyMs: () => latencyMs(random()), ...(faults && { faults }) });
  const item = createRateItem({ ...control, accountId: 'account-1' });
  const allowance = (clockAheadMs = 0) =>
    createCallAllowance({ ...control, accountId: 'account-1', now: () => time.now() + clockAheadMs, random });
  const calls: number[] = [];
  return {
    time,
    item,
    control,
    async countCalls(counted, day = '2026-11-20') {
      await time.run(item.beginDay(day, 0, undefined));
      await time.run(setCalls(control, 'rate', counted));
    },
    async useAllowance() {
      const { perDay = 0 } = (await time.run(allowance().read())) ?? {};
      await time.run(setCalls(control, 'backfill-calls', perDay));
    },
    allowance,
    calls,
    random,
    worker: (clockAheadMs = 0, oversleepMs = () => 0) => {
      const sleep = (ms: number) => time.sleep(ms + oversleepMs());
      return new SharedRateBudget({ item, plan, waits: noProbes, now: () => time.now() + clockAheadMs, sleep, random });
    },
    async backlog(budget, until, { callMs = 300, ...urgency } = {}) {
      while (time.now() < until) {
        try {
          await budget.take(urgency);
          calls.push(time.now());
          await time.sleep(callMs * (0.5 + random()));
        } catch (error) {
          if (!(error instanceof ZoomRateLimitError)) throw error;
          await time.sleep(Math.min(error.retryAt, until) - time.now());
        }
      }
    },
    [Symbol.asyncDispose]: () => control[Symbol.asyncDispose](),
  };
}

async function setCalls({ client, table: TableName }: ControlTable, name: string, calls: number): Promise<void> {
  const Key = { pk: { S: 'account#account-1' }, sk: { S: name } };
  const ExpressionAttributeValues = { ':calls': { N: String(calls) } };
  await client.send(
    new UpdateItemCommand({ TableName, Key, UpdateExpression: 'SET calls = :calls', ExpressionAttributeValues }),
  );
}

/** The most instants in any stretch of a second, wherever it begins. */
export function mostInASecond(instants: readonly number[]): number {
  const sorted = instants.toSorted((a, b) => a - b);
  let first = 0;
  return sorted.reduce((most, at, index) => {
    while (at - (sorted[first] ?? at) >= 1_000) first += 1;
    return Math.max(most, index - first + 1);
  }, 0);
}
