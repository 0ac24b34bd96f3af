import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { QualitySummary } from '../domain/quality/summary.ts';
import type { Item } from './exact-row.ts';
import { decodeSummary, qualityDay } from './quality-item.ts';
import { queryItems } from './query.ts';
import { captureIndexes, sortKeys } from './schema.ts';

export type WorstSessions = {
  /** Id of the Zoom account. */
  readonly account: string;
  /** The UTC day on which the meetings ended, as `2026-11-20`. */
  readonly day: string;
  /** At most so many, the worst; 1 or more. */
  readonly limit: number;
  /** Passes over shorter sessions: of a stay of one minute, one bad minute is all. @default 1 */
  readonly leastMinutes?: number;
};

export type RankedSession = {
  readonly uuid: string;
  /** The session's own item, where who it was stands, is `pk` = {@link uuid} with this `sk`. */
  readonly sk: string;
  /** Zoom's `join_time` and `user_id` as the key has them; absent where Zoom left them blank. */
  readonly joinTime?: string;
  readonly userId?: string;
  readonly summary: QualitySummary;
};

const largestPage = 100;

/**
 * The sessions of a day with the largest share of bad minutes, the worst first; among equals the one with more bad minutes.
 * Sessions without a bad minute are not there.
 *
 * One Query of the index `by-quality` a page of 100: about half a read unit per four sessions read, those passed over
 * included; holds one page. Stop reading, and no more is read. An index is read eventually consistent, and while a capture
 * is taking a later look it may show sessions of both looks.
 * @throws RangeError when the day is none.
 */
export async function* readWorstSessions(
  { account, day, limit, leastMinutes = 1 }: WorstSessions,
  { client, table }: { readonly client: DynamoDBClient; readonly table: string },
): AsyncGenerator<RankedSession> {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) throw new RangeError(`A day is written as 2026-11-20, not as ${day}.`);
  const { name, partitionKey } = captureIndexes.byQuality;
  const items = queryItems(client, {
    TableName: table,
    IndexName: name,
    KeyConditionExpression: '#day = :day',
    ExpressionAttributeNames: { '#day': partitionKey },
    ExpressionAttributeValues: { ':day': { S: qualityDay(account, day) } },
    ScanIndexForward: false,
    Limit: leastMinutes > 1 ? largestPage : Math.min(limit, largestPage),
  });
  let found = 0;
  for await (const item of items) {
    const session = decodeRankedSession(item);
    if (session.summary.minutes < leastMinutes) continue;
    yield session;
    found += 1;
    if (found === limit) return;
  }
}

const rowPrefix = sortKeys.row('qos', '');

/** A session as `by-quality` has it. @throws when its summary is none of ours */
export function decodeRankedSession(item: Item): RankedSession {
  const sk = item.sk?.S ?? '';
  const [joinTime = '-', userId = '-'] = sk.slice(rowPrefix.length).split('#');
  return {
    uuid: item.pk?.S ?? '',
    sk,
    ...(joinTime !== '-' && { joinTime }),
    ...(userId !== '-' && { userId }),
    summary: decodeSummary(item),
  };
}
