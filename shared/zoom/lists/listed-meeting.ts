import type { Kind } from '../../domain/meeting/kind.ts';
import { isStorable, type ListedRow } from '../../domain/meeting/listed-row.ts';
import { wholeNumber } from '../../domain/row/exact-json.ts';
import type { Row } from '../../domain/row/row.ts';
import { isoTimeFrom } from '../webhook/webhook-end-time.ts';
import { endedMeetingFrom, type UnroutedMeeting } from '../webhook/webhook-ended-meeting.ts';
import type { MeetingList } from './meeting-lists.ts';

/** A meeting out of a list, and how many took part where the list says so. */
export type ListedMeeting = UnroutedMeeting & {
  readonly participants?: number;
  /** The whole row; absent where an item has no room for it. */
  readonly listed?: ListedRow;
};

/**
 * Reads one line of a list. Each has its own names: `meeting_uuid` and `meeting_id` in the history, `uuid` and `id` on the
 * dashboard. A line without an end that can be true is taken to have ended when its length was over, or `now`.
 * @returns undefined without a usable UUID.
 */
export function listedMeetingFrom(list: MeetingList, row: Row, now: Date): ListedMeeting | undefined {
  const start = isoTime(row.start_time);
  const object = {
    uuid: row.meeting_uuid ?? row.uuid,
    id: row.meeting_id ?? row.id,
    topic: row.topic,
    start_time: start,
  };
  const ends = [isoTime(row.end_time), endByLength(start, row.duration)];
  const meeting = endedMeetingFrom(kindOf(list, row), { object, ends }, now);
  const participants = wholeNumber(row.participants);
  const source = list === 'history' ? 'history' : 'dashboard';
  return (
    meeting && {
      ...meeting,
      ...(participants !== undefined && { participants }),
      ...(isStorable(row) && { listed: { source, row } }),
    }
  );
}

function kindOf(list: MeetingList, { type }: Row): Kind {
  if (list === 'webinars') return 'webinar';
  return typeof type === 'string' && /^webinar$/i.test(type) ? 'webinar' : 'meeting';
}

/** The history has been seen to part day and time by a blank. */
const isoTime = (value: unknown): string | undefined =>
  isoTimeFrom(typeof value === 'string' ? value.trim().replace(/^(\d{4}-\d\d-\d\d) /, '$1T') : value);

/** About two years; Zoom ends a meeting after 30 hours. */
const longestMinutes = 1_000_000;

/** `duration` is minutes in the history. */
function endByLength(start: string | undefined, duration: unknown): string | undefined {
  const minutes = wholeNumber(duration, longestMinutes);
  if (start === undefined || minutes === undefined) return undefined;
  return new Date(Date.parse(start) + minutes * 60_000).toISOString();
}
