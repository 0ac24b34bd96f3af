import { type Attendance, computeAttendance } from '../analysis/attendance/attendance.ts';
import { type Attendees, attendeesOf } from '../analysis/attendance/attendees.ts';
import { createMeetingReader, type StoredMeeting } from '../dynamo/meetings/meeting-reader.ts';
import type { Store } from '../dynamo/store.ts';
import { loadPart, withNeighbours } from './logical-meeting.ts';

export type AttendanceQuery = {
  /** As Zoom writes it. */
  readonly uuid: string;
  /**
   * `logical-meeting`: with the instances of the same meeting id that it was restarted from or as, within 5 minutes.
   * @default 'logical-meeting'
   */
  readonly extent?: 'this-uuid' | 'logical-meeting';
};

export type MeetingAttendance = Attendance & {
  readonly attendees: Attendees;
  /** One for each part, in its order, with the captures that say whether the rows are complete. */
  readonly meetings: readonly StoredMeeting[];
};

/**
 * Who attended a meeting, for how long, from where. Undefined when the store has no such meeting.
 *
 * The table itself, consistent: all rows of its datasets without samples, together about a read unit per
 * session; one per meeting and capture item; and of `by-meeting-id` half a unit or a whole one for the neighbours. Holds
 * all rows, a few KB per session. Seconds and minutes as in `Person`.
 */
export async function meetingAttendance(
  { uuid, extent = 'logical-meeting' }: AttendanceQuery,
  store: Store,
): Promise<MeetingAttendance | undefined> {
  const reader = createMeetingReader(store);
  const own = await reader.find(uuid);
  if (!own) return undefined;
  const part = await loadPart(own.meeting, store);
  const parts = extent === 'this-uuid' ? [part] : await withNeighbours(part, store);
  const all = computeAttendance(
    parts.map(({ meeting }) => meeting),
    parts.flatMap(({ rows }) => rows),
  );
  const found = all.find((attendance) => attendance.parts.some((one) => one.uuid === uuid));
  if (!found) return undefined;
  const meetings = await Promise.all(found.parts.map((one) => (one.uuid === uuid ? own : reader.find(one.uuid))));
  return {
    ...found,
    attendees: attendeesOf(found),
    meetings: meetings.filter((meeting) => meeting !== undefined),
  };
}
