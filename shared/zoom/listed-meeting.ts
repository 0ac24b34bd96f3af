import type { Kind } from '../domain/dataset.ts';
import type { Row } from '../domain/row.ts';
import type { MeetingList } from './meeting-lists.ts';
import { isoTimeFrom } from './webhook-end-time.ts';
import { endedMeetingFrom, type UnroutedMeeting } from './webhook-ended-meeting.ts';

/** A meeting out of a list, and how many took part where the list says so. */
export type ListedMeeting = UnroutedMeeting & { readonly participants?: number };

/**
 * Reads one line of a list. Each has its own names: `meeting_uuid` and `meeting_id` in the history, `uuid` and `id` on the
 * dashboard. A line without an end is taken to have ended when its length was over, or `now`.
 * @returns undefined without a usable UUID.
 */
export function listedMeetingFrom(list: MeetingList, row: Row, now: Date): ListedMeeting | undefined {
  const startTime = isoTime(row.start_time);
  const meeting = endedMeetingFrom(
    kindOf(list, row),
    {
      uuid: row.meeting_uuid ?? row.uuid,
      id: row.meeting_id ?? row.id,
      topic: row.topic,
      start_time: startTime,
      end_time: isoTime(row.end_time) ?? endByLength(startTime, row.duration),
    },
    undefined,
    now,
  );
  const { participants } = row;
  const counted = typeof participants === 'number' && Number.isSafeInteger(participants) && participants >= 0;
  return meeting && { ...meeting, ...(counted && { participants }) };
}

function kindOf(list: MeetingList, { type }: Row): Kind {
  if (list === 'webinars') return 'webinar';
  return typeof type === 'string' && /^webinar$/i.test(type) ? 'webinar' : 'meeting';
}

/** The history has been seen to part day and time by a blank. */
const isoTime = (value: unknown): string | undefined =>
  isoTimeFrom(typeof value === 'string' ? value.trim().replace(/^(\d{4}-\d\d-\d\d) /, '$1T') : value);

/** `duration` is minutes in the history. */
const endByLength = (startTime: string | undefined, duration: unknown): string | undefined =>
  startTime !== undefined && typeof duration === 'number' && duration >= 0 && duration < 1e6
    ? new Date(Date.parse(startTime) + duration * 60_000).toISOString()
    : undefined;
