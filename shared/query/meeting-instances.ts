import { decodeMeeting, type MeetingRecord } from '../dynamo/meeting-item.ts';
import { captureIndexes } from '../dynamo/schema.ts';
import type { MeetingOrder } from './ended-meetings.ts';
import type { Page, Paging } from './pages.ts';
import { queryPages } from './query-pages.ts';
import type { Store } from './store.ts';
import { instantsOf, type TimeSpan } from './time-span.ts';

export type MeetingInstances = Paging & {
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
 * Index `by-meeting-id`, eventually consistent; about half a read unit per ten meetings. Nothing else is read.
 * @throws RangeError when a time is none; CursorError
 */
export function meetingInstances(wanted: MeetingInstances, store: Store): AsyncGenerator<Page<MeetingRecord>> {
  const { from, to } = instantsOf(wanted.ended ?? ever);
  const index = captureIndexes.byMeetingId;
  return queryPages(
    {
      name: JSON.stringify([wanted.meetingId, from, to]),
      index,
      input: {
        KeyConditionExpression: '#meetingId = :meetingId AND #endedAt BETWEEN :from AND :to',
        ExpressionAttributeNames: { '#meetingId': index.partitionKey, '#endedAt': index.sortKey },
        ExpressionAttributeValues: { ':meetingId': { S: wanted.meetingId }, ':from': { S: from }, ':to': { S: to } },
        ScanIndexForward: wanted.order === 'oldest-first',
      },
      answer: async (items) => items.map((item) => decodeMeeting(item)),
    },
    wanted,
    store,
  );
}
