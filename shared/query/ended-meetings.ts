import type { MeetingRecord } from '../dynamo/meetings/meeting-item.ts';
import { captureIndexes } from '../dynamo/schema.ts';
import { type MeetingOrder, meetingsByEnd } from './meetings-by-end.ts';
import type { Page, Paging } from './pages.ts';
import type { Store } from './store.ts';
import type { TimeSpan } from './time-span.ts';

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
  const { account: partition, ended } = wanted;
  return meetingsByEnd({ ...wanted, index: captureIndexes.byAccountDay, partition, ended }, store);
}
