import { computeAttendance } from '../../../../shared/analysis/attendance/attendance.ts';
import type { SourceRow } from '../../../../shared/analysis/attendance/records.ts';
import { type Course, type CourseRules, computeCourse } from '../../../../shared/analysis/course/course.ts';
import { type CourseMeeting, readCourseMeeting } from '../../../../shared/analysis/course/course-meeting.ts';
import type { RosterEntry } from '../../../../shared/analysis/course/roster.ts';

/** Who was there, by minutes after the start of the meeting. */
export type Stay = {
  readonly name?: string;
  readonly email?: string;
  readonly id?: string;
  readonly from: number;
  readonly to: number;
};

export const minuteMs = 60_000;

/** A meeting with a row of the participants' list for each stay. */
export function held(
  uuid: string,
  start: string,
  minutes: number,
  stays: readonly Stay[],
  facts: Partial<CourseMeeting> = {},
) {
  const at = (minute: number) => new Date(Date.parse(start) + minute * minuteMs).toISOString();
  const rows = stays.map(({ name = '', email = '', id = '', from, to }, index): SourceRow => {
    const times = { join_time: at(from), leave_time: at(to) };
    return { uuid, dataset: 'participants', row: { user_id: String(index), user_name: name, email, id, ...times } };
  });
  const meetingId = facts.meetingId ?? '93201235621';
  const [attendance] = computeAttendance([{ uuid, meetingId, startTime: at(0), endTime: at(minutes) }], rows);
  if (!attendance) throw new Error('No attendance.');
  return { ...readCourseMeeting(attendance, rows, { topic: 'Algebra', isWhole: true }), ...facts };
}

export const rules: CourseRules = {
  threshold: 0.75,
  lateMs: 10 * minuteMs,
  earlyMs: 10 * minuteMs,
  joinWithinMs: 30 * minuteMs,
  without: new Set(),
  including: new Set(),
};

export const courseOf = (
  meetings: readonly CourseMeeting[],
  roster?: readonly RosterEntry[],
  own: Partial<CourseRules> = {},
) =>
  computeCourse({
    meetings,
    roster,
    rules: { ...rules, ...own },
    dayOf: (atMs) => new Date(atMs).toISOString().slice(0, 10),
  });

export const onRoster = (name: string, ...signs: string[]): RosterEntry => ({
  name,
  emails: signs.filter((sign) => sign.includes('@')),
  ids: signs.filter((sign) => !sign.includes('@')),
  fields: {},
});

/** Each person's statuses, by name. */
export const statuses = ({ people }: Course): Record<string, string[]> =>
  Object.fromEntries(people.map(({ name, cells }) => [name, cells.map(({ status }) => status)]));
