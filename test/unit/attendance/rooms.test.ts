import { describe, expect, test } from 'vitest';
import { joinSessions } from '../../../shared/analysis/attendance/join.ts';
import { inWaitingRoom, measured, reported, seen } from './rows.ts';

const one = { user_id: '16778240' };
const rowsOf = (...rows: Parameters<typeof joinSessions>[0]) => joinSessions(rows).map(({ rows: indexes }) => indexes);

describe('rooms', () => {
  test('the main room is what QoS is about, where nothing else decides', () => {
    const main = seen('10:00', '10:30', one);
    const others = [
      { ...one, ...inWaitingRoom },
      { ...one, bo_mtg_id: 'R1' },
    ];
    for (const fields of others) {
      const rows = [seen('10:00', '10:10', fields), main, measured('10:00', '', one)];
      expect(rowsOf(...rows)).toContainEqual({ participants: [1], report: [], qos: [2] });
    }
  });

  test('the waiting room is a session apart from the meeting, and QoS belongs to the meeting', () => {
    const sessions = joinSessions([
      ...[seen('10:00', '10:00', { ...one, ...inWaitingRoom }), seen('10:00', '10:30', one)],
      ...[reported('10:00', '10:30', one), reported('10:00', '10:00', { ...one, ...inWaitingRoom })],
      measured('10:00', '10:30', one),
    ]);
    const found = sessions.map(({ place, rows }) => [place, rows]);
    expect(found).toHaveLength(2);
    expect(found).toContainEqual(['waiting-room', { participants: [0], report: [3], qos: [] }]);
    expect(found).toContainEqual(['meeting', { participants: [1], report: [2], qos: [4] }]);
  });

  test('a webinar row says no status and joins the report all the same', () => {
    expect(rowsOf(seen('10:00', '10:30', { ...one, status: undefined }), reported('10:00', '10:30', one))).toHaveLength(
      1,
    );
  });

  test('each breakout room is a session apart', () => {
    const room = (bo_mtg_id: string) => ({ ...one, bo_mtg_id });
    const sessions = joinSessions([
      ...[seen('10:00', '10:30', one), seen('10:00:02', '10:10', room('R1')), seen('10:00:04', '10:20', room('R2'))],
      ...[reported('10:00:03', '10:20', room('R2')), reported('10:00', '10:30', one)],
      measured('10:00:02', '10:10', one),
    ]);
    expect(sessions.map(({ place, breakoutId, rows }) => [place, breakoutId, rows])).toEqual([
      ['meeting', undefined, { participants: [0], report: [4], qos: [] }],
      ['breakout', 'R1', { participants: [1], report: [], qos: [5] }],
      ['breakout', 'R2', { participants: [2], report: [3], qos: [] }],
    ]);
  });

  test('a breakout row never joins a row of the main room', () => {
    expect(rowsOf(seen('10:00', '10:30', one), reported('10:00', '10:30', { ...one, bo_mtg_id: 'R1' }))).toHaveLength(
      2,
    );
  });
});
