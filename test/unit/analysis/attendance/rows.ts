import type { Attendance } from '../../../../shared/analysis/attendance/attendance.ts';
import { computeAttendance } from '../../../../shared/analysis/attendance/attendance.ts';
import type { SourceRow } from '../../../../shared/analysis/attendance/records.ts';
import type { Dataset } from '../../../../shared/domain/dataset.ts';

/** 10:00 to 11:00. */
export const meeting = {
  uuid: 'gm8s9L+PTEC+FG3sFbd1Cw==',
  meetingId: '93201235621',
  startTime: '2026-11-02T10:00:00Z',
  endTime: '2026-11-02T11:00:00Z',
};

/** `10:05` or `10:05:07.250` on the meeting's day; what is longer is taken as it is. */
export const at = (time: string): string =>
  time === '' || time.length > 12 ? time : `2026-11-02T${time.length === 5 ? `${time}:00` : time}Z`;

type Fields = Readonly<Record<string, unknown>>;

/** A dashboard row: who it is goes into `fields`. */
export const seen = (join: string, leave: string, fields: Fields = {}, uuid = meeting.uuid): SourceRow =>
  source('participants', { status: 'in_meeting', join_time: at(join), leave_time: at(leave), ...fields }, uuid);

/** A report row. */
export const reported = (join: string, leave: string, fields: Fields = {}, uuid = meeting.uuid): SourceRow =>
  source('report', { status: 'in_meeting', join_time: at(join), leave_time: at(leave), ...fields }, uuid);

/** A QoS row, without samples. */
export const measured = (join: string, leave: string, fields: Fields = {}, uuid = meeting.uuid): SourceRow =>
  source('qos', { join_time: at(join), leave_time: at(leave), ...fields }, uuid);

const source = (dataset: Dataset, row: Fields, uuid: string): SourceRow => ({ uuid, dataset, row });

export const ada = { participant_user_id: 'ada-id', user_name: 'Ada', email: 'ada@example.com' };
export const bob = { participant_user_id: 'bob-id', user_name: 'Bob', email: 'bob@example.com' };
export const inWaitingRoom = { status: 'in_waiting_room' };

/** The attendance of the one meeting of one UUID. */
export function attended(...rows: SourceRow[]): Attendance {
  const [only, ...more] = computeAttendance([meeting], rows);
  if (!only || more.length > 0) throw new Error('There is not exactly one meeting.');
  return only;
}
