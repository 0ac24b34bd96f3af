import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SourceRow } from '../../shared/analysis/attendance/records.ts';
import { type Dataset, isDataset } from '../../shared/domain/dataset.ts';
import { beforeAnyExpiry } from '../../shared/dynamo/expiry.ts';
import type { Item } from '../../shared/dynamo/item.ts';
import { listAccounts } from '../../shared/dynamo/meetings/meeting-accounts.ts';
import { queryItems } from '../../shared/dynamo/query.ts';
import { decodeRow } from '../../shared/dynamo/rows/exact-row.ts';
import { captureIndexes, samplePrefix, sortKeys } from '../../shared/dynamo/schema.ts';

export type Store = { readonly client: DynamoDBClient; readonly table: string };

export type StoredRow = SourceRow & { readonly sk: string };

/** A capture's item, as far as removing rows has to do with it. */
export type StoredCapture = {
  readonly dataset: Dataset;
  readonly run: number;
  readonly rows: number;
  readonly erased: number;
  readonly looks: number;
  readonly state: string;
  readonly leasedUntil?: string;
};

export type EndedMeeting = { readonly uuid: string; readonly endTime: string };

export type MeetingItems = {
  readonly hostId: string | undefined;
  readonly captures: readonly StoredCapture[];
  readonly rows: readonly StoredRow[];
};

/** Meetings that are known by a snapshot alone. Eventually consistent. */
async function* snapshots(instant: string, { client, table }: Store): AsyncGenerator<EndedMeeting> {
  const { name, partitionKey } = captureIndexes.byState;
  const input = {
    TableName: table,
    IndexName: name,
    KeyConditionExpression: '#state = :live',
    ExpressionAttributeNames: { '#state': partitionKey },
    ExpressionAttributeValues: { ':live': { S: 'live' } },
  };
  const seen = new Set<string>();
  for await (const { pk } of queryItems(client, input, beforeAnyExpiry)) {
    const uuid = pk?.S ?? '';
    if (!seen.has(uuid)) yield { uuid, endTime: instant };
    seen.add(uuid);
  }
}

/**
 * All meetings of all accounts that ended by an instant, after those that ran when a snapshot was taken: a Query of `by-state`,
 * and of `by-account-day` per account, eventually consistent.
 */
export async function* meetingsUntil(instant: string, { client, table }: Store): AsyncGenerator<EndedMeeting> {
  const ran = new Set<string>();
  for await (const meeting of snapshots(instant, { client, table })) {
    ran.add(meeting.uuid);
    yield meeting;
  }
  const { name, partitionKey, sortKey } = captureIndexes.byAccountDay;
  for (const account of await listAccounts(client, table)) {
    const input = {
      TableName: table,
      IndexName: name,
      KeyConditionExpression: '#account = :account AND #endedAt <= :instant',
      ExpressionAttributeNames: { '#account': partitionKey, '#endedAt': sortKey },
      ExpressionAttributeValues: { ':account': { S: account }, ':instant': { S: instant } },
    };
    for await (const { pk, endedAt } of queryItems(client, input, beforeAnyExpiry)) {
      if (!ran.has(pk?.S ?? '')) yield { uuid: pk?.S ?? '', endTime: endedAt?.S ?? '' };
    }
  }
}

/** What tells whose a row is, and which rows are of one stay; and of the other items what {@link MeetingItems} has. */
const fields = [
  ...['pk', 'sk', 'verbatim', 'id', 'participant_user_id', 'email', 'user_email', 'user_id', 'participant_uuid'],
  ...['registrant_id', 'customer_key', 'join_time', 'leave_time', 'status', 'bo_mtg_id'],
  ...['hostId', 'dataset', 'run', 'rows', 'erased', 'looks', 'state', 'lease'],
];
const projection = {
  ProjectionExpression: fields.map((_, at) => `#f${at}`).join(),
  ExpressionAttributeNames: Object.fromEntries(fields.map((name, at) => [`#f${at}`, name])),
};

/** Everything of one meeting but the samples: two Queries, consistent. About a read unit per session. */
export async function readMeetingItems(uuid: string, { client, table }: Store): Promise<MeetingItems> {
  // The captures' items, the meeting's, participants and QoS sort before the samples, the report after them.
  const read = (condition: string, bound: string) => {
    const ExpressionAttributeValues = { ':uuid': { S: uuid }, ':bound': { S: bound } };
    const input = { TableName: table, ConsistentRead: true, KeyConditionExpression: `pk = :uuid AND ${condition}` };
    return Array.fromAsync(queryItems(client, { ...input, ...projection, ExpressionAttributeValues }, beforeAnyExpiry));
  };
  const [before, after] = await Promise.all([
    read('sk < :bound', samplePrefix),
    read('begins_with(sk, :bound)', sortKeys.row('report', '')),
  ]);
  const items = [...before, ...after];
  return {
    hostId: items.find(({ sk }) => sk?.S === sortKeys.meeting)?.hostId?.S,
    captures: items.filter(({ sk }) => sk?.S?.startsWith(sortKeys.capture(''))).flatMap(storedCapture),
    rows: items.flatMap((item) => storedRow(uuid, item)),
  };
}

function storedRow(uuid: string, item: Item): StoredRow[] {
  const sk = item.sk?.S ?? '';
  const dataset = sk.slice(0, sk.indexOf('#'));
  return isDataset(dataset) ? [{ uuid, dataset, sk, row: decodeRow(item) }] : [];
}

function storedCapture({ dataset, run, rows, erased, looks, state, lease }: Item): StoredCapture[] {
  const of = dataset?.S ?? '';
  if (!isDataset(of)) return [];
  const leasedUntil = lease?.M?.until?.S;
  const counts = {
    run: Number(run?.N),
    rows: Number(rows?.N),
    erased: Number(erased?.N ?? 0),
    looks: Number(looks?.N),
  };
  return [{ dataset: of, ...counts, state: state?.S ?? '', ...(leasedUntil !== undefined && { leasedUntil }) }];
}
