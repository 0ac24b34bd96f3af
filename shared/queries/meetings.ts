import { isMeetingId } from '../domain/meeting/meeting-id.ts';
import { decodeMeeting, type MeetingRecord } from '../dynamo/meetings/meeting-item.ts';
import { captureIndexes } from '../dynamo/schema.ts';
import type { Store } from '../dynamo/store.ts';
import { type Paging, type QueryPage, queryPages } from './paging.ts';
import { readTimeSpan, type TimeSpan } from './time-span.ts';

type MeetingOrder = 'newest-first' | 'oldest-first';

export type EndedMeetingsQuery = Paging & {
  /** Id of the Zoom account. */
  readonly account: string;
  /** When they ended, both ends included; `wholeDay('2026-11-20')` for a day. */
  readonly ended: TimeSpan;
  /** By the time they ended. @default 'newest-first' */
  readonly order?: MeetingOrder;
};

/**
 * Meetings and webinars of a Zoom account that ended within a span of time.
 *
 * Index `by-account-day`, eventually consistent; about two read units per ten meetings, which come with their rows of Zoom's list. Nothing else is read.
 * @throws RangeError when a time is none; CursorError
 */
export function endedMeetings(query: EndedMeetingsQuery, store: Store): AsyncGenerator<QueryPage<MeetingRecord>> {
  const { account: partition, ended } = query;
  return queryByEnd({ ...query, index: captureIndexes.byAccountDay, partition, ended }, store);
}

export type MeetingInstancesQuery = Paging & {
  /** The number people dial, digits alone. */
  readonly meetingId: string;
  /** When they ended, both ends included. @default ever */
  readonly ended?: TimeSpan;
  /** By the time they ended. @default 'newest-first' */
  readonly order?: MeetingOrder;
};

const ever: TimeSpan = { from: '0000-01-01', to: '9999-12-31' };

/**
 * The instances of a recurring meeting, or of a personal room: every UUID that bore this meeting id, of any account.
 *
 * Only of an id of digits: meetings that Zoom told no id of are no one meeting.
 *
 * Index `by-meeting-id`, eventually consistent; about two read units per ten meetings, which come with their rows of Zoom's list. Nothing else is read.
 * @throws RangeError when a time is none; CursorError
 */
export function meetingInstances(query: MeetingInstancesQuery, store: Store): AsyncGenerator<QueryPage<MeetingRecord>> {
  const { meetingId: partition, ended = ever } = query;
  const found = queryByEnd({ ...query, index: captureIndexes.byMeetingId, partition, ended }, store);
  return isMeetingId(partition) ? found : nothing();
}

async function* nothing(): AsyncGenerator<never> {}

type ByEndQuery = Paging & {
  /** A meeting index that is sorted by the time of the end. */
  readonly index: { readonly name: string; readonly partitionKey: string; readonly sortKey: string };
  readonly partition: string;
  readonly ended: TimeSpan;
  readonly order?: MeetingOrder | undefined;
};

/** The meetings of one partition of an index that ended within a span of time. */
function queryByEnd(query: ByEndQuery, store: Store): AsyncGenerator<QueryPage<MeetingRecord>> {
  const { index, partition, order } = query;
  const { from, to } = readTimeSpan(query.ended);
  return queryPages(
    {
      name: JSON.stringify([partition, from, to]),
      index,
      input: {
        KeyConditionExpression: '#partition = :partition AND #endedAt BETWEEN :from AND :to',
        ExpressionAttributeNames: { '#partition': index.partitionKey, '#endedAt': index.sortKey },
        ExpressionAttributeValues: { ':partition': { S: partition }, ':from': { S: from }, ':to': { S: to } },
        ScanIndexForward: order === 'oldest-first',
      },
      answer: async (items) => items.map((item) => decodeMeeting(item)),
    },
    query,
    store,
  );
}
