import type { Item } from './item.ts';
import { timeToLiveAttribute } from './schema.ts';

/**
 * Whether an item has not expired at `now` (epoch ms). DynamoDB deletes what has expired within days, not at once, and
 * asks readers to leave it out until then. An item without the attribute never expires.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html
 */
export function isLive(item: Item, now: number): boolean {
  const expiresAt = item[timeToLiveAttribute]?.N;
  return expiresAt === undefined || Number(expiresAt) * 1000 > now;
}

/** The clock of those who must see every item that is there, expired or not: who writes, sweeps, erases. */
export const beforeAnyExpiry = (): number => 0;
