import { expect, test } from 'vitest';
import type { Attendance } from '../../../../shared/analysis/attendance/attendance.ts';
import { attendeesOf } from '../../../../shared/analysis/attendance/attendees.ts';
import type { Row } from '../../../../shared/domain/row/row.ts';
import { ada, attended, bob, reported, seen } from './rows.ts';

const registered = (id: string, fields: Row = {}) => ({
  uuid: reported('10:00', '11:00', {}).uuid,
  dataset: 'registrants' as const,
  row: { id, email: `${id}@example.com`, first_name: 'Given', last_name: id, ...fields },
});
const cameOf = (attendance: Attendance) => attendeesOf(attendance).came.map(({ name, registered: how }) => [name, how]);
const absentOf = (attendance: Attendance) => attendeesOf(attendance).absent?.map(({ name }) => name);

test('where nobody registered, whoever came is as they were and nobody is absent', () => {
  const attendance = attended(seen('10:00', '11:00', ada));
  expect(attendeesOf(attendance)).toEqual({ came: attendance.people });
});

test('whoever came bears the word of their registration, "yes" where Zoom has none, or "no"', () => {
  const people = [
    seen('10:00', '11:00', { ...ada, registrant_id: 'r1' }),
    seen('10:00', '11:00', { ...bob, registrant_id: 'r2' }),
    seen('10:00', '11:00', { user_id: '9', user_name: 'Guest' }),
  ];
  const attendance = attended(...people, registered('r1', { status: 'pending' }), registered('r2'));
  expect(cameOf(attendance)).toEqual([
    ['Ada', 'pending'],
    ['Bob', 'yes'],
    ['Guest', 'no'],
  ]);
  expect(absentOf(attendance)).toEqual([]);
});

test('a registration is named by its id, and all of somebody who has several', () => {
  const people = [
    seen('10:00', '11:00', { ...ada, registrant_id: 'r1' }),
    seen('10:10', '11:00', { ...ada, registrant_id: 'r2' }),
    seen('10:00', '11:00', bob),
  ];
  const rows = [...people, registered('r1'), registered('r2'), registered('r3', { status: 'approved' })];
  const { came, absent } = attendeesOf(attended(...rows));
  expect(came.map(({ registrations }) => registrations)).toEqual([['r1', 'r2'], undefined]);
  expect(absent?.map(({ registrations }) => registrations)).toEqual([['r3']]);
});

test.each([
  ['host', undefined],
  ['panelist', undefined],
  ['attendee', 'no'],
])('a %s who is not registered is said to be so: %s', (role, how) => {
  const attendance = attended(seen('10:00', '11:00', { ...ada, role }), registered('r1', { status: 'approved' }));
  expect(cameOf(attendance)).toEqual([['Ada', how]]);
});

test('a host who registered bears it', () => {
  const host = seen('10:00', '11:00', { ...ada, role: 'host', registrant_id: 'r1' });
  expect(cameOf(attended(host, registered('r1', { status: 'approved' })))).toEqual([['Ada', 'approved']]);
});

test('absent is who was approved and did not come, for no time and by no device', () => {
  const statuses = ['approved', 'pending', 'denied'];
  const rows = statuses.map((status) => registered(status, { status }));
  const attendance = attended(seen('10:00', '11:00', ada), ...rows);
  expect(attendeesOf(attendance).absent).toMatchObject([
    {
      name: 'Given approved',
      email: 'approved@example.com',
      registered: 'approved',
      isAbsent: true,
      attendedSeconds: 0,
      sessions: [],
      devices: [],
    },
  ]);
});
