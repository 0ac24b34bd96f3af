import { decodeMeeting, type MeetingRecord } from '../dynamo/meeting-item.ts';
import { captureIndexes } from '../dynamo/schema.ts';
import type { Page, Paging } from './pages.ts';
import { queryPages } from './query-pages.ts';
import type { Store } from './store.ts';
import { instantsOf, type TimeSpan } from './time-span.ts';

export type MeetingOrder = 'newest-first' | 'oldest-first';

export type EndedMeetings = Paging & {
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
 * Index `by-account-day`, eventually consistent; about half a read unit per ten meetings. Nothing else is read.
 * @throws RangeError when a time is none; CursorError
 */
export function endedMeetings(wanted: EndedMeetings, store: Store): AsyncGenerator<Page<MeetingRecord>> {
  const { from, to } = instantsOf(wanted.ended);
  const index = captureIndexes.byAccountDay;
  return queryPages(
    {
      name: JSON.stringify([wanted.account, from, to]),
      index,
      input: {
        KeyConditionExpression: '#account = :account AND #endedAt BETWEEN :from AND :to',
        ExpressionAttributeNames: { '#account': index.partitionKey, '#endedAt': index.sortKey },
        ExpressionAttributeValues: { ':account': { S: wanted.account }, ':from': { S: from }, ':to': { S: to } },
        ScanIndexForward: wanted.order === 'oldest-first',
      },
      answer: async (items) => items.map((item) => decodeMeeting(item)),
    },
    wanted,
    store,
  );
}
