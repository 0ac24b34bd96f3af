import { describe, expect, test } from 'vitest';
import { joinSessions } from '../../../../shared/analysis/attendance/join.ts';
import { inWaitingRoom, measured, reported, seen } from './rows.ts';

const one = { user_id: '16778240' };
const rowsOf = (...rows: Parameters<typeof joinSessions>[0]) => joinSessions(rows).map(({ rows: indexes }) => indexes);

describe('the rows of one stay', () => {
  test('rows of one stay are joined over the three lists, and the session says which list gave which field', () => {
    const [session, ...more] = joinSessions([
      reported('10:00:03', '10:30', { ...one, name: 'Ada (report)', user_email: 'ada@example.com', duration: 1797 }),
      measured('10:00:01.500', '10:30', { ...one, health: 'Good', summary: { audio: 1 } }),
      seen('10:00:02.100', '10:30:00.400', { ...one, user_name: 'Ada', email: '', device: 'WIN' }),
    ]);
    expect(more).toEqual([]);
    expect(session?.rows).toEqual({ participants: [2], report: [0], qos: [1] });
    expect(session?.place).toBe('meeting');
    expect(session?.fields).toEqual({
      user_id: '16778240',
      user_name: 'Ada',
      email: 'ada@example.com',
      device: 'WIN',
      status: 'in_meeting',
      duration: 1797,
      health: 'Good',
      summary: { audio: 1 },
      join_time: '2026-11-02T10:00:02.100Z',
      leave_time: '2026-11-02T10:30:00.400Z',
    });
    expect(session?.givenBy).toMatchObject({ user_name: 'participants', email: 'report', summary: 'qos' });
  });

  test('rows stay apart when they joined more than ten seconds apart, to the millisecond', () => {
    expect(rowsOf(seen('10:00:00', '10:30', one), reported('10:00:10', '10:30', one))).toHaveLength(1);
    expect(rowsOf(seen('10:00:00', '10:30', one), reported('10:00:10.001', '10:30', one))).toHaveLength(2);
  });

  test('rows stay apart when their user_id or their meeting differs', () => {
    expect(rowsOf(seen('10:00', '10:30', one), reported('10:00', '10:30', { user_id: '2' }))).toHaveLength(2);
    expect(rowsOf(seen('10:00', '10:30', one), reported('10:00', '10:30', one, 'another'))).toHaveLength(2);
  });

  test('rows have one user_id whether it came as a number or as text', () => {
    expect(rowsOf(seen('10:00', '10:30', one), reported('10:00', '10:30', { user_id: 16778240 }))).toHaveLength(1);
  });

  test('rows are joined by the person where a user_id is missing, never by a name', () => {
    const email = { email: 'Ada@example.com' };
    expect(
      rowsOf(
        seen('10:00', '10:30', { ...one, ...email }),
        reported('10:00', '10:30', { user_email: 'ada@EXAMPLE.com' }),
      ),
    ).toHaveLength(1);
    expect(
      rowsOf(seen('10:00', '10:30', { user_name: 'Ada' }), reported('10:00', '10:30', { name: 'Ada' })),
    ).toHaveLength(2);
  });

  test('rows are not joined by the person alone when a time of joining is missing', () => {
    const email = 'ada@example.com';
    expect(rowsOf(seen('', '10:30', { email }), reported('10:00', '10:30', { user_email: email }))).toHaveLength(2);
  });

  test('a row joins a stay only when it fits all rows of it', () => {
    const rows = [seen('10:00:05', '10:30', one), reported('10:00:13', '10:30', one), measured('10:00', '10:30', one)];
    expect(rowsOf(...rows)).toEqual([
      { participants: [], report: [], qos: [2] },
      { participants: [0], report: [1], qos: [] },
    ]);
  });

  test('rows of two Zoom users are never joined', () => {
    const rows = [
      seen('10:00', '10:30', { ...one, participant_user_id: 'A' }),
      reported('10:00', '10:30', { ...one, participant_user_id: 'B' }),
    ];
    expect(rowsOf(...rows)).toHaveLength(2);
  });

  test('a row makes a session also where the other lists have nothing', () => {
    expect(rowsOf(reported('10:00', '10:30', one))).toEqual([{ participants: [], report: [0], qos: [] }]);
    expect(rowsOf(seen('10:00', '10:30', one))).toEqual([{ participants: [0], report: [], qos: [] }]);
    expect(rowsOf(measured('10:00', '10:30', one))).toEqual([{ participants: [], report: [], qos: [0] }]);
    expect(rowsOf()).toEqual([]);
  });

  test('a session takes a time that one list left blank from another list', () => {
    const [session, ...more] = joinSessions([seen('', '', one), reported('10:00', '10:30', one)]);
    expect(more).toEqual([]);
    expect(session?.fields).toMatchObject({ join_time: '2026-11-02T10:00:00Z', leave_time: '2026-11-02T10:30:00Z' });
    expect(session?.givenBy).toMatchObject({ join_time: 'report', leave_time: 'report' });
  });

  test('a session takes both times from the list that has both, so that rounding cannot turn them round', () => {
    const [session] = joinSessions([seen('10:00:00.900', '', one), reported('10:00:00', '10:00:00', one)]);
    expect(session?.fields).toMatchObject({ join_time: '2026-11-02T10:00:00Z', leave_time: '2026-11-02T10:00:00Z' });
  });
});

describe('equal rows', () => {
  test('equal rows of one list are one stay that was listed twice, with all rows kept', () => {
    const rows = [seen('10:00', '10:30', one), reported('10:00', '10:30', one), seen('10:00', '10:30', one)];
    expect(rowsOf(...rows)).toEqual([{ participants: [0, 2], report: [1], qos: [] }]);
  });

  test('equal rows stay apart when nothing in them says that they are one stay', () => {
    expect(rowsOf(seen('10:00', '10:30', { user_id: '' }), seen('10:00', '10:30', { user_id: '' }))).toHaveLength(2);
  });

  test('rows of one list stay apart when anything in them differs', () => {
    expect(rowsOf(seen('10:00', '10:30', one), seen('10:00', '10:31', one))).toHaveLength(2);
  });

  test('rows that differ in the leaving alone find the row of the other list that left with them', () => {
    const rows = [
      seen('10:00', '10:30', one),
      seen('10:00', '10:40', one),
      reported('10:00', '10:40', one),
      reported('10:00', '10:30', one),
    ];
    expect(rowsOf(...rows)).toEqual([
      { participants: [0], report: [3], qos: [] },
      { participants: [1], report: [2], qos: [] },
    ]);
  });
});

test('of two rows alike, the one whose leaving is known and near is the better match', () => {
  const rows = [seen('10:00', '', one), seen('10:00', '10:30', one), reported('10:00', '10:35', one)];
  expect(rowsOf(...rows)).toContainEqual({ participants: [1], report: [2], qos: [] });
});

test('sessions stand in the order of joining', () => {
  const rows = [seen('10:20', '10:30', { user_id: '1' }), reported('10:00', '10:30', { user_id: '2' })];
  expect(joinSessions(rows).map(({ fields }) => fields.user_id)).toEqual(['2', '1']);
});

describe('rooms', () => {
  test('a QoS row belongs to the main room where nothing else decides', () => {
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
      seen('10:00', '10:00', { ...one, ...inWaitingRoom }),
      seen('10:00', '10:30', one),
      reported('10:00', '10:30', one),
      reported('10:00', '10:00', { ...one, ...inWaitingRoom }),
      measured('10:00', '10:30', one),
    ]);
    const found = sessions.map(({ place, rows }) => [place, rows]);
    expect(found).toHaveLength(2);
    expect(found).toContainEqual(['waiting-room', { participants: [0], report: [3], qos: [] }]);
    expect(found).toContainEqual(['meeting', { participants: [1], report: [2], qos: [4] }]);
  });

  test('a webinar row without a status is joined with the report all the same', () => {
    expect(rowsOf(seen('10:00', '10:30', { ...one, status: undefined }), reported('10:00', '10:30', one))).toHaveLength(
      1,
    );
  });

  test('each breakout room makes a session apart', () => {
    const room = (bo_mtg_id: string) => ({ ...one, bo_mtg_id });
    const sessions = joinSessions([
      seen('10:00', '10:30', one),
      seen('10:00:02', '10:10', room('R1')),
      seen('10:00:04', '10:20', room('R2')),
      reported('10:00:03', '10:20', room('R2')),
      reported('10:00', '10:30', one),
      measured('10:00:02', '10:10', one),
    ]);
    expect(sessions.map(({ place, breakoutId, rows }) => [place, breakoutId, rows])).toEqual([
      ['meeting', undefined, { participants: [0], report: [4], qos: [] }],
      ['breakout', 'R1', { participants: [1], report: [], qos: [5] }],
      ['breakout', 'R2', { participants: [2], report: [3], qos: [] }],
    ]);
  });

  test('a row of a breakout room is never joined with a row of the main room', () => {
    expect(rowsOf(seen('10:00', '10:30', one), reported('10:00', '10:30', { ...one, bo_mtg_id: 'R1' }))).toHaveLength(
      2,
    );
  });
});
