import { setTimeout as sleep } from 'node:timers/promises';
import { BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import { BusyError } from '../../runtime/errors.ts';
import { isLive } from '../expiry.ts';
import type { Item } from '../item.ts';
import type { Store } from '../store.ts';

const mostTries = 8;

/**
 * The items under these keys that have not expired by `now` (epoch ms), in no order; those that are not there are left
 * out. A consistent read, unless the store says otherwise, of at most 100 keys, no two alike. What DynamoDB leaves out for its size limit is asked for
 * again, soon at first and then later.
 * @throws BusyError when DynamoDB still leaves some out after all tries.
 */
export async function batchGet(keys: readonly Item[], store: Store): Promise<Item[]> {
  const { client, table, now = Date.now, reads = 'consistent' } = store;
  const found: Item[] = [];
  let pending = [...keys];
  for (let tried = 0; pending.length > 0; tried += 1) {
    if (tried === mostTries)
      throw new BusyError(`DynamoDB left ${pending.length} items unread after ${mostTries} tries.`);
    if (tried > 0) await sleep(Math.min(2_000, 50 * 2 ** tried));
    const RequestItems = { [table]: { Keys: pending, ConsistentRead: reads === 'consistent' } };
    const { Responses, UnprocessedKeys } = await client.send(new BatchGetItemCommand({ RequestItems }));
    found.push(...Object.values(Responses ?? {}).flat());
    pending = Object.values(UnprocessedKeys ?? {}).flatMap(({ Keys }) => Keys ?? []);
  }
  const at = now();
  return found.filter((item) => isLive(item, at));
}
