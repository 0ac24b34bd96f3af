import type { Capture } from '../../shared/domain/capture.ts';
import type { Dataset } from '../../shared/domain/dataset.ts';
import { decodeCapture } from '../../shared/dynamo/captures/capture-item.ts';
import { batchGet } from '../../shared/dynamo/meetings/meeting-batch-get.ts';
import { decodeMeeting, type MeetingRecord } from '../../shared/dynamo/meetings/meeting-item.ts';
import { queryItems } from '../../shared/dynamo/query.ts';
import { captureIndexes, sortKeys } from '../../shared/dynamo/schema.ts';
import type { Store } from '../../shared/queries/index.ts';

export type MeetingOfDay = {
  readonly meeting: MeetingRecord;
  /** Absent when no consumer has taken it up. */
  readonly capture: Capture | undefined;
};

/** BatchGetItem takes 100 keys. */
const atOnce = 100;

/**
 * The meetings of these Zoom accounts that ended on a UTC day (`2026-11-20`), account by account in the order they
 * ended, each with its capture of one dataset. Holds a page of them.
 */
export async function* meetingsOfDay(
  day: string,
  dataset: Dataset,
  accounts: readonly string[],
  store: Store,
): AsyncGenerator<MeetingOfDay> {
  for (const account of accounts) {
    let batch: MeetingRecord[] = [];
    for await (const meeting of meetingsOf(account, day, store)) {
      batch.push(meeting);
      if (batch.length < atOnce) continue;
      yield* await withCaptures(batch, dataset, store);
      batch = [];
    }
    if (batch.length > 0) yield* await withCaptures(batch, dataset, store);
  }
}

async function* meetingsOf(account: string, day: string, { client, table, now }: Store): AsyncGenerator<MeetingRecord> {
  const { name, partitionKey, sortKey } = captureIndexes.byAccountDay;
  const input = {
    TableName: table,
    IndexName: name,
    KeyConditionExpression: '#account = :account AND begins_with(#endedAt, :day)',
    ExpressionAttributeNames: { '#account': partitionKey, '#endedAt': sortKey },
    ExpressionAttributeValues: { ':account': { S: account }, ':day': { S: day } },
  };
  const items = queryItems(client, input, now);
  for await (const item of items) yield decodeMeeting(item);
}

async function withCaptures(
  meetings: readonly MeetingRecord[],
  dataset: Dataset,
  { client, table, now }: Store,
): Promise<MeetingOfDay[]> {
  const keys = meetings.map(({ uuid }) => ({ pk: { S: uuid }, sk: { S: sortKeys.capture(dataset) } }));
  const captures = new Map(
    (await batchGet(client, table, keys, undefined, now)).map((item) => [item.pk?.S, decodeCapture(item)]),
  );
  return meetings.map((meeting) => ({ meeting, capture: captures.get(meeting.uuid) }));
}
