import type { Plan } from '../../../shared/domain/plan.ts';
import { createRateBudget } from '../../../shared/dynamo/control/rate-budget.ts';
import { createRateItem, type RateItem } from '../../../shared/dynamo/control/rate-item.ts';
import type { RateBudget, Urgency } from '../../../shared/zoom/client.ts';
import { ZoomRateLimitError } from '../../../shared/zoom/errors.ts';
import { type ControlTable, controlTable } from './control-table.ts';
import { type VirtualTime, virtualTime } from './virtual-time.ts';

export type RateRig = AsyncDisposable & {
  readonly time: VirtualTime;
  readonly item: RateItem;
  readonly control: ControlTable;
  /** The budget as one worker sees it, its clock ahead by so much, and each of its sleeps so much too long. */
  readonly worker: (clockAheadMs?: number, oversleepMs?: () => number) => RateBudget;
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

/** Workers of one account that share a budget, in virtual time; DynamoDB takes 3 to 15 ms of it, or as much as is told. */
export async function rateRig(
  plan: Plan,
  { start = '2026-11-20T12:00:00Z', latencyMs = (random: number) => 3 + random * 12 } = {},
): Promise<RateRig> {
  const time = virtualTime(start);
  const random = seededRandom();
  const control = await controlTable({ time, latencyMs: () => latencyMs(random()) });
  const item = createRateItem(control.client, control.table, 'account-1');
  const calls: number[] = [];
  return {
    time,
    item,
    control,
    calls,
    random,
    worker: (clockAheadMs = 0, oversleepMs = () => 0) => {
      const sleep = (ms: number) => time.sleep(ms + oversleepMs());
      return createRateBudget({ item, plan, now: () => time.now() + clockAheadMs, sleep, random });
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

/** The most instants in any stretch of a second, wherever it begins. */
export function mostInASecond(instants: readonly number[]): number {
  const sorted = instants.toSorted((a, b) => a - b);
  let first = 0;
  return sorted.reduce((most, at, index) => {
    while (at - (sorted[first] ?? at) >= 1_000) first += 1;
    return Math.max(most, index - first + 1);
  }, 0);
}
