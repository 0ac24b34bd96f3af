import { describe, expect, test } from 'vitest';
import { computeAttendance } from '../../../../shared/analysis/attendance/attendance.ts';
import { ada, at, meeting, seen } from './rows.ts';

const part = (uuid: string, start: string, end: string, meetingId = '42') => ({
  uuid,
  meetingId,
  startTime: at(start),
  endTime: at(end),
});
const uuids = (...parts: ReturnType<typeof part>[]) =>
  computeAttendance(parts, []).map(({ parts: own }) => own.map(({ uuid }) => uuid));

describe('a meeting that was restarted', () => {
  test('a meeting that restarts within five minutes is one, beyond that two, to the millisecond', () => {
    const first = part('A', '10:00', '10:30');
    expect(uuids(first, part('B', '10:35', '11:00'))).toEqual([['A', 'B']]);
    expect(uuids(first, part('B', '10:34:59.999', '11:00'))).toEqual([['A', 'B']]);
    expect(uuids(first, part('B', '10:35:00.001', '11:00'))).toEqual([['A'], ['B']]);
  });

  test('a meeting that restarts several times is one, in whatever order its parts are given', () => {
    const [a, b, c] = [part('A', '10:00', '10:10'), part('B', '10:12', '10:20'), part('C', '10:25', '10:30')];
    expect(uuids(c, a, b)).toEqual([['A', 'B', 'C']]);
  });

  test('a restart counts from the part that ended last, whichever began last', () => {
    const parts = [part('A', '10:00', '10:30'), part('B', '10:05', '10:10'), part('C', '10:33', '10:40')];
    expect(uuids(...parts)).toEqual([['A', 'B', 'C']]);
  });

  test('a restarted meeting lists its sessions in the order of joining, over all parts', () => {
    const parts = [part('A', '10:00', '10:30'), part('B', '10:20', '10:40')];
    const rows = [seen('10:25', '10:30', ada, 'A'), seen('10:21', '10:40', ada, 'B')];
    expect(computeAttendance(parts, rows)[0]?.sessions.map(({ uuid }) => uuid)).toEqual(['B', 'A']);
  });

  test('a meeting with another meeting id, or with none, is no restart', () => {
    expect(uuids(part('A', '10:00', '10:10'), part('B', '10:10', '10:20', '43'))).toEqual([['A'], ['B']]);
    for (const none of ['', 'unknown', '0', '{}']) {
      expect(uuids(part('A', '10:00', '10:10', none), part('B', '10:10', '10:20', none))).toEqual([['A'], ['B']]);
    }
  });

  test('a restarted meeting leaves out its breaks, and unites people over its parts', () => {
    const parts = [part('A', '10:00', '10:30'), part('B', '10:34', '11:04')];
    const rows = [
      seen('10:00', '10:30', { ...ada, user_id: '1' }, 'A'),
      seen('10:34', '11:04', { ...ada, user_id: '9' }, 'B'),
      seen('10:01', '10:30', { user_name: 'Guest', participant_uuid: 'P' }, 'A'),
      seen('10:34', '11:04', { user_name: 'Guest', participant_uuid: 'P' }, 'B'),
    ];
    const [whole, ...more] = computeAttendance(parts, rows);
    expect(more).toEqual([]);
    expect(whole).toMatchObject({ meetingId: '42', lengthSeconds: 3600, parts: [{ uuid: 'A' }, { uuid: 'B' }] });
    expect(whole?.people).toHaveLength(3);
    expect(whole?.people[0]).toMatchObject({ name: 'Ada', attendedMinutes: 60, share: 1, rejoins: 0, oddities: [] });
  });

  test('a stay without a leaving ends with its own part, not with the last', () => {
    const parts = [part('A', '10:00', '10:30'), part('B', '10:32', '11:00')];
    const [whole] = computeAttendance(parts, [seen('10:00', '', ada, 'A')]);
    expect(whole?.people[0]).toMatchObject({ attendedMinutes: 30, oddities: ['assumedLeave'] });
  });

  test('time that two parts both cover counts once', () => {
    const parts = [part('A', '10:00', '10:30'), part('B', '10:20', '10:40')];
    const [whole] = computeAttendance(parts, [seen('10:00', '10:30', ada, 'A'), seen('10:20', '10:40', ada, 'B')]);
    expect(whole).toMatchObject({ lengthSeconds: 2400, people: [{ attendedMinutes: 40, share: 1 }] });
  });
});

describe('the time of a meeting', () => {
  test('a meeting may go over midnight', () => {
    const late = { ...meeting, startTime: '2026-11-02T23:30:00Z', endTime: '2026-11-03T00:30:00Z' };
    const row = seen('2026-11-02T23:45:00.0000000+00:00', '2026-11-03T01:15:00.0000000+01:00', ada);
    expect(computeAttendance([late], [row])[0]?.people[0]).toMatchObject({
      attendedMinutes: 30,
      share: 0.5,
      oddities: [],
    });
  });

  test('a meeting has the times of its sessions, without waiting, where Zoom gave none or the end before the start', () => {
    const rows = [seen('10:05', '10:35', ada), seen('09:00', '10:05', { ...ada, status: 'in_waiting_room' })];
    const untold = { uuid: meeting.uuid, meetingId: meeting.meetingId };
    const reversed = { ...meeting, startTime: meeting.endTime, endTime: meeting.startTime };
    for (const times of [untold, { ...meeting, startTime: '', endTime: 'soon' }, reversed]) {
      const [only] = computeAttendance([times], rows);
      expect(only).toMatchObject({ lengthSeconds: 1800, people: [{ share: 1, waitingSeconds: 3900 }] });
      expect(only?.parts[0]).toMatchObject({ assumedStart: true, assumedEnd: true });
    }
    const [endOnly] = computeAttendance([{ ...untold, endTime: meeting.endTime }], rows);
    expect(endOnly).toMatchObject({ lengthSeconds: 3300, parts: [{ assumedStart: true, assumedEnd: false }] });
  });

  test('a meeting without times and sessions has no length', () => {
    expect(computeAttendance([{ uuid: 'A' }], [])).toMatchObject([{ lengthSeconds: 0, sessions: [], people: [] }]);
    expect(computeAttendance([meeting], [])).toMatchObject([{ lengthSeconds: 3600, people: [] }]);
    expect(computeAttendance([], [])).toEqual([]);
  });

  test('a meeting of no length gives shares of 0', () => {
    const [only] = computeAttendance([{ ...meeting, endTime: meeting.startTime }], [seen('10:00', '10:30', ada)]);
    expect(only?.people[0]).toMatchObject({ attendedSeconds: 0, share: 0 });
  });

  test('a meeting that is given twice counts once', () => {
    const row = seen('10:00', '10:30', { ...ada, user_id: '1' });
    const [only, ...more] = computeAttendance([meeting, { ...meeting, endTime: at('10:30') }], [row, row]);
    expect(more).toEqual([]);
    expect(only).toMatchObject({ lengthSeconds: 3600, people: [{ attendedMinutes: 30 }] });
  });

  test('rows whose meeting is not given make a meeting with their times', () => {
    const found = computeAttendance([], [seen('10:00', '10:30', ada)]);
    expect(found).toMatchObject([{ meetingId: '', lengthSeconds: 1800, people: [{ share: 1 }] }]);
  });
});
