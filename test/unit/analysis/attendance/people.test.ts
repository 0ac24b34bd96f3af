import { describe, expect, test } from 'vitest';
import type { Person } from '../../../../shared/analysis/attendance/people.ts';
import type { SourceRow } from '../../../../shared/analysis/attendance/records.ts';
import { ada, attended, bob, inWaitingRoom, measured, reported, seen } from './rows.ts';

function onlyPerson(...rows: SourceRow[]): Person {
  const [person, ...more] = attended(...rows).people;
  if (!person || more.length > 0) throw new Error('There is not exactly one person.');
  return person;
}

describe('a person who attended', () => {
  test('one participant who is there all the time attends the whole meeting', () => {
    const row = seen('10:00', '11:00', { ...ada, user_id: '1', role: 'host', device: 'Mac' });
    expect(attended(row)).toMatchObject({ lengthSeconds: 3600, sessions: [{ place: 'meeting' }] });
    expect(onlyPerson(row)).toEqual({
      name: 'Ada',
      names: ['Ada'],
      email: 'ada@example.com',
      userId: 'ada-id',
      role: 'host',
      knownBy: 'participant-user-id',
      firstJoinAt: '2026-11-02T10:00:00.000Z',
      lastLeaveAt: '2026-11-02T11:00:00.000Z',
      presences: [{ fromAt: '2026-11-02T10:00:00.000Z', toAt: '2026-11-02T11:00:00.000Z' }],
      attendedSeconds: 3600,
      attendedMinutes: 60,
      share: 1,
      waitingSeconds: 0,
      rejoins: 0,
      breakoutRooms: [],
      devices: ['Mac'],
      oddities: [],
      sessions: [0],
    });
  });

  test('the time between leaving and rejoining does not count', () => {
    const person = onlyPerson(seen('10:00', '10:10', ada), seen('10:20:00.500', '10:50:01.750', ada));
    expect(person).toMatchObject({ attendedSeconds: 2401.25, rejoins: 1, share: 2401.25 / 3600, sessions: [0, 1] });
    expect(person.presences).toHaveLength(2);
  });

  test('the time on two devices at once counts once, and is no rejoining', () => {
    const person = onlyPerson(
      seen('10:00', '10:40', { ...ada, device: 'Mac', user_id: '1' }),
      seen('10:30', '10:45', { ...ada, device: 'Android', user_id: '2' }),
      measured('10:30', '10:45', { user_id: '2', device: 'Android' }),
    );
    expect(person).toMatchObject({ attendedMinutes: 45, rejoins: 0, devices: ['Mac', 'Android'] });
    expect(person.presences).toHaveLength(1);
  });

  test('the time in the waiting room counts apart from the time attended', () => {
    const person = onlyPerson(seen('09:58', '10:01', { ...ada, ...inWaitingRoom }), seen('10:01', '10:31', ada));
    expect(person).toMatchObject({ attendedMinutes: 30, waitingSeconds: 180, rejoins: 0, oddities: [] });
    expect(person.firstJoinAt).toBe('2026-11-02T10:01:00.000Z');
  });

  test('a waiting room counts from before the start: it may open earlier', () => {
    const [session] = attended(seen('09:50', '10:00', { ...ada, ...inWaitingRoom })).sessions;
    expect(session?.stay.counted).toEqual(session?.stay.whole);
    expect(session?.stay.oddities).toEqual([]);
  });

  test('a person who only waited has attended for no time', () => {
    const person = onlyPerson(seen('10:00', '10:05', { ...ada, ...inWaitingRoom }));
    expect(person).toMatchObject({ attendedSeconds: 0, share: 0, waitingSeconds: 300, presences: [] });
    expect(person).not.toHaveProperty('firstJoinAt');
  });

  test('coming back from the waiting room is a rejoining, and waiting while inside on another device counts for nothing', () => {
    const person = onlyPerson(
      seen('10:00', '10:10', ada),
      seen('10:10', '10:15', { ...ada, ...inWaitingRoom }),
      seen('10:15', '10:20', ada),
      seen('10:16', '10:18', { ...ada, ...inWaitingRoom }),
    );
    expect(person).toMatchObject({ attendedMinutes: 15, waitingSeconds: 300, rejoins: 1 });
  });

  test('a stay in the waiting room without a leaving ends when the person is let in', () => {
    const person = onlyPerson(seen('10:00', '', { ...ada, ...inWaitingRoom }), seen('10:02', '11:00', ada));
    expect(person).toMatchObject({ waitingSeconds: 120, attendedMinutes: 58, oddities: ['assumedLeave'] });
  });

  test('breakout rooms count beside the main room or instead of it', () => {
    const room = (bo_mtg_id: string) => ({ ...ada, bo_mtg_id });
    const person = onlyPerson(
      seen('10:00', '10:30', ada),
      seen('10:10', '10:20', room('R1')),
      seen('10:30:04', '10:40', room('R2')),
      seen('10:40:10', '10:50', ada),
      seen('10:50:30', '10:51', room('R1')),
    );
    expect(person.breakoutRooms).toEqual([
      { id: 'R1', seconds: 630 },
      { id: 'R2', seconds: 596 },
    ]);
    expect(person).toMatchObject({ attendedSeconds: 3060 - 4 - 10 - 30, rejoins: 0 });
  });

  test('a person who is away for more than a minute between rooms has rejoined', () => {
    const room = { ...ada, bo_mtg_id: 'R1' };
    expect(onlyPerson(seen('10:00', '10:10', ada), seen('10:11', '10:20', room)).rejoins).toBe(0);
    expect(onlyPerson(seen('10:00', '10:10', ada), seen('10:11:00.001', '10:20', room)).rejoins).toBe(1);
  });

  test('a person of several names bears the one they had the longest, and the highest role', () => {
    const person = onlyPerson(
      seen('10:00', '10:05', { ...ada, user_name: "Ada's phone", role: 'host' }),
      seen('10:05', '10:40', { ...ada, user_name: 'Ada B.', role: 'attendee' }),
    );
    expect(person).toMatchObject({ name: 'Ada B.', names: ['Ada B.', "Ada's phone"], role: 'host' });
  });

  test('a person without a name, address or id is known by nothing, as Zoom hides them', () => {
    const person = onlyPerson(reported('10:00', '10:30', { user_id: '1', name: '', user_email: '' }));
    expect(person).toMatchObject({ name: '', names: [], knownBy: 'nothing', attendedMinutes: 30 });
    expect(person).not.toHaveProperty('email');
    expect(person).not.toHaveProperty('userId');
    expect(person).not.toHaveProperty('role');
  });

  test('people stand in the order of joining', () => {
    const { people } = attended(seen('10:05', '11:00', ada), seen('10:00', '11:00', bob), seen('10:50', '11:00', bob));
    expect(people.map(({ name, sessions }) => [name, sessions])).toEqual([
      ['Bob', [0, 2]],
      ['Ada', [1]],
    ]);
  });
});

describe('times that are odd', () => {
  test('a missing time of leaving is the end of the meeting', () => {
    const person = onlyPerson(seen('10:15', '', ada));
    expect(person).toMatchObject({ attendedMinutes: 45, oddities: ['assumedLeave'], share: 0.75 });
    expect(person.lastLeaveAt).toBe('2026-11-02T11:00:00.000Z');
  });

  test('a stay without a time of joining counts for nothing', () => {
    expect(onlyPerson(seen('', '10:30', ada))).toMatchObject({ attendedSeconds: 0, oddities: ['unknownJoin'] });
  });

  test('a stay that ends before it begins counts for nothing', () => {
    const { people, sessions } = attended(seen('10:30', '10:29', ada));
    expect(people[0]).toMatchObject({ attendedSeconds: 0, presences: [], oddities: ['leaveBeforeJoin'] });
    expect(people[0]?.lastLeaveAt).toBe('2026-11-02T10:30:00.000Z');
    expect(sessions[0]?.fields.leave_time).toBe('2026-11-02T10:29:00Z');
  });

  test('time outside of the meeting does not count, and the times are kept as given', () => {
    const person = onlyPerson(seen('09:59', '11:02', ada));
    expect(person).toMatchObject({
      attendedMinutes: 60,
      share: 1,
      oddities: ['joinBeforeStart', 'leaveAfterEnd'],
      firstJoinAt: '2026-11-02T09:59:00.000Z',
      lastLeaveAt: '2026-11-02T11:02:00.000Z',
    });
  });

  test('less than a second outside of the meeting is rounding', () => {
    expect(onlyPerson(seen('09:59:59.001', '11:00:00.999', ada))).toMatchObject({ share: 1, oddities: [] });
    expect(onlyPerson(seen('09:59:59', '11:00:01', ada)).oddities).toHaveLength(2);
  });

  test('a stay that begins after the end of the meeting counts for nothing', () => {
    expect(onlyPerson(seen('11:05', '', ada))).toMatchObject({ attendedSeconds: 0, share: 0 });
  });
});
