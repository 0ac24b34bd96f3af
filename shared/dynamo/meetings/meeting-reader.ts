import { type Capture, isSnapshot } from '../../domain/capture/capture.ts';
import { type Dataset, datasets as usualDatasets } from '../../domain/dataset.ts';
import { decodeCapture } from '../captures/capture-item.ts';
import type { Item } from '../item.ts';
import { queryItems } from '../query.ts';
import { captureIndexes, entities, sortKeys } from '../schema.ts';
import type { Store } from '../store.ts';
import { accountOfMark, isForgotten } from './forgotten-item.ts';
import { listAccounts } from './meeting-accounts.ts';
import { batchGet } from './meeting-batch-get.ts';
import { decodeMeeting, type MeetingRecord } from './meeting-item.ts';
import { newestFirst } from './meeting-order.ts';

/**
 * A meeting and how far its captures are. A capture that no consumer has started yet is absent, also where a snapshot of the
 * running meeting stands in its place.
 */
export type StoredMeeting = {
  readonly meeting: MeetingRecord;
  readonly captures: Readonly<Partial<Record<Dataset, Capture>>>;
};

type NewestMeetings = {
  /** Ids of the Zoom accounts to look at. */
  readonly accounts: readonly string[];
  /** At most so many, the newest; 1 or more. */
  readonly limit: number;
  /** When they ended, both included, as `2026-11-20T09:00:00.000Z`. @default ever */
  readonly ended?: { readonly from: string; readonly to: string } | undefined;
};

export type MeetingReader = {
  /** Ids of the Zoom accounts with meetings here. */
  readonly accounts: () => Promise<string[]>;
  /**
   * A consistent read; undefined when the store has no such meeting. The UUID is as Zoom writes it. With the captures of these
   * datasets, or of those of the store.
   */
  readonly find: (uuid: string, of?: readonly Dataset[]) => Promise<StoredMeeting | undefined>;
  /** Those of these meetings that the store has, by UUID, in consistent reads; no UUID twice. */
  readonly findAll: (uuids: readonly string[]) => Promise<ReadonlyMap<string, StoredMeeting>>;
  /** Those of these meetings that were forgotten of this account, in consistent reads; no UUID twice. */
  readonly forgotten: (uuids: readonly string[], account: string) => Promise<ReadonlySet<string>>;
  /** Snapshots that were taken while it ran and are not replaced yet, by dataset; a consistent read. */
  readonly snapshots: (uuid: string) => Promise<StoredMeeting['captures']>;
  /** The meetings that ended last, newest first, over all these accounts. Holds one page per account. */
  readonly newest: (wanted: NewestMeetings) => AsyncGenerator<StoredMeeting>;
};

/** BatchGetItem takes so many. */
const keysPerRead = 100;
const largestPage = 500;
const ever = { from: '0', to: '~' };

/** Reads meetings with their captures from the `Captures` table, by keys and by index: never a Scan. */
export function createMeetingReader({ client, table, now = Date.now, datasets = usualDatasets }: Store): MeetingReader {
  /** Meetings whose captures one read brings; and with their own items. */
  const meetingsPerRead = Math.floor(keysPerRead / datasets.length);
  const wholeMeetingsPerRead = Math.floor(keysPerRead / (datasets.length + 1));
  const captureKeys = (uuid: string, of = datasets) => of.map((dataset) => key(uuid, sortKeys.capture(dataset)));
  const get = (keys: readonly Item[]) => batchGet(keys, { client, table, now });
  const meetingsOf = async function* (
    account: string,
    { limit, ended }: NewestMeetings,
  ): AsyncGenerator<MeetingRecord> {
    const { name, partitionKey, sortKey } = captureIndexes.byAccountDay;
    const { from, to } = ended ?? ever;
    const input = {
      TableName: table,
      IndexName: name,
      KeyConditionExpression: '#account = :account AND #endedAt BETWEEN :from AND :to',
      ExpressionAttributeNames: { '#account': partitionKey, '#endedAt': sortKey },
      ExpressionAttributeValues: { ':account': { S: account }, ':from': { S: from }, ':to': { S: to } },
      ScanIndexForward: false,
      Limit: Math.min(limit, largestPage),
    };
    const items = queryItems(client, input, now);
    for await (const item of items) yield decodeMeeting(item);
  };

  const findAll = async (uuids: readonly string[], of = datasets): Promise<Map<string, StoredMeeting>> => {
    const found = new Map<string, StoredMeeting>();
    for (let at = 0; at < uuids.length; at += wholeMeetingsPerRead) {
      const some = uuids.slice(at, at + wholeMeetingsPerRead);
      const items = await get(some.flatMap((uuid) => [key(uuid, sortKeys.meeting), ...captureKeys(uuid, of)]));
      for (const item of items.filter(({ entity }) => entity?.S === entities.meeting)) {
        const meeting = decodeMeeting(item);
        found.set(meeting.uuid, { meeting, captures: capturesOf(meeting.uuid, items) });
      }
    }
    return found;
  };

  return {
    accounts: () => listAccounts(client, table),
    findAll: (uuids) => findAll(uuids),
    async forgotten(uuids, account) {
      const found = new Set<string>();
      for (let at = 0; at < uuids.length; at += keysPerRead) {
        const items = await get(uuids.slice(at, at + keysPerRead).map((uuid) => key(uuid, sortKeys.meeting)));
        for (const item of items) if (isForgotten(item) && accountOfMark(item) === account) found.add(item.pk?.S ?? '');
      }
      return found;
    },
    snapshots: async (uuid) => capturesOf(uuid, await get(captureKeys(uuid)), isSnapshot),
    find: async (uuid, of) => (await findAll([uuid], of)).get(uuid),
    async *newest(wanted) {
      const { accounts, limit } = wanted;
      let batch: MeetingRecord[] = [];
      let found = 0;
      const withCaptures = async (meetings: readonly MeetingRecord[]): Promise<StoredMeeting[]> => {
        const keys = meetings.flatMap(({ uuid }) => captureKeys(uuid));
        const items = await get(keys);
        return meetings.map((meeting) => ({ meeting, captures: capturesOf(meeting.uuid, items) }));
      };
      for await (const meeting of newestFirst(accounts.map((account) => meetingsOf(account, wanted)))) {
        batch.push(meeting);
        found += 1;
        if (batch.length === meetingsPerRead || found === limit) {
          yield* await withCaptures(batch);
          batch = [];
        }
        if (found === limit) return;
      }
      yield* await withCaptures(batch);
    },
  };
}

const key = (uuid: string, sk: string): Item => ({ pk: { S: uuid }, sk: { S: sk } });

function capturesOf(
  uuid: string,
  items: readonly Item[],
  wanted: (capture: Capture) => boolean = (capture) => !isSnapshot(capture),
): Partial<Record<Dataset, Capture>> {
  const captures = items
    .filter(({ pk, entity }) => pk?.S === uuid && entity?.S === entities.capture)
    .map((item) => decodeCapture(item))
    .filter(wanted);
  return Object.fromEntries(captures.map((capture) => [capture.dataset, capture]));
}
