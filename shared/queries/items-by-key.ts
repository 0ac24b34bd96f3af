import type { Item } from '../dynamo/item.ts';
import { isForgotten } from '../dynamo/meetings/forgotten-item.ts';
import { batchGet } from '../dynamo/meetings/meeting-batch-get.ts';
import { decodeMeeting, type MeetingRecord } from '../dynamo/meetings/meeting-item.ts';
import { sortKeys, tableKeys } from '../dynamo/schema.ts';
import type { Store } from '../dynamo/store.ts';

/** BatchGetItem takes 100 keys. */
const keysPerRead = 100;

/** The items under these keys, a key given twice once, in no order; consistent, a read unit per 4 KB of each. */
export async function getItems(keys: readonly Item[], store: Store): Promise<Item[]> {
  const distinct = [...new Map(keys.map((key) => [JSON.stringify([key.pk?.S, key.sk?.S]), key])).values()];
  const found: Item[] = [];
  for (let at = 0; at < distinct.length; at += keysPerRead) {
    found.push(...(await batchGet(distinct.slice(at, at + keysPerRead), store)));
  }
  return found;
}

/**
 * What these meetings were, by UUID. One that is absent has expired, and all that belongs to it: an index that does not
 * know when its items expire is read together with this.
 */
export async function getMeetings(uuids: Iterable<string>, store: Store): Promise<Map<string, MeetingRecord>> {
  const keys = [...uuids].map((uuid) => itemKey(uuid, sortKeys.meeting));
  const items = await getItems(keys, store);
  const meetings = items.filter((item) => !isForgotten(item)).map((item) => decodeMeeting(item));
  return new Map(meetings.map((meeting) => [meeting.uuid, meeting]));
}

export const itemKey = (uuid: string, sk: string): Item => ({
  [tableKeys.partitionKey]: { S: uuid },
  [tableKeys.sortKey]: { S: sk },
});
