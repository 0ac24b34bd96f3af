import { isMeetingId } from '../domain/meeting-id.ts';
import type { MeetingRecord } from '../dynamo/meetings/meeting-item.ts';
import { captureIndexes } from '../dynamo/schema.ts';
import { type MeetingOrder, meetingsByEnd } from './meetings-by-end.ts';
import type { Page, Paging } from './pages.ts';
import type { Store } from './store.ts';
import type { TimeSpan } from './time-span.ts';

export type MeetingInstances = Paging & {
  /** The number people dial, digits alone. Anything else has no instances: those that Zoom told no id of are no one meeting. */
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
  const { meetingId: partition, ended = ever } = wanted;
  const found = meetingsByEnd({ ...wanted, index: captureIndexes.byMeetingId, partition, ended }, store);
  return isMeetingId(partition) ? found : nothing();
}

async function* nothing(): AsyncGenerator<never> {}
