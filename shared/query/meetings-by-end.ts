import { decodeMeeting, type MeetingRecord } from '../dynamo/meetings/meeting-item.ts';
import type { Page, Paging } from './pages.ts';
import { queryPages } from './query-pages.ts';
import type { Store } from './store.ts';
import { instantsOf, type TimeSpan } from './time-span.ts';

export type MeetingOrder = 'newest-first' | 'oldest-first';

type MeetingsByEnd = Paging & {
  /** A meeting index that is sorted by the time of the end. */
  readonly index: { readonly name: string; readonly partitionKey: string; readonly sortKey: string };
  readonly partition: string;
  readonly ended: TimeSpan;
  readonly order?: MeetingOrder | undefined;
};

/** The meetings of one partition of an index that ended within a span of time. */
export function meetingsByEnd(wanted: MeetingsByEnd, store: Store): AsyncGenerator<Page<MeetingRecord>> {
  const { index, partition, order } = wanted;
  const { from, to } = instantsOf(wanted.ended);
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
    wanted,
    store,
  );
}
