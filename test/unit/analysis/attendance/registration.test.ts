import { expect, test } from 'vitest';
import type { Attendance } from '../../../../shared/analysis/attendance/attendance.ts';
import { computeAttendance } from '../../../../shared/analysis/attendance/attendance.ts';
import type { SourceRow } from '../../../../shared/analysis/attendance/records.ts';
import { ada, attended, bob, meeting, reported, seen } from './rows.ts';

const registered = (id: string, email: string, status = 'approved', uuid = meeting.uuid): SourceRow => ({
  uuid,
  dataset: 'registrants',
  row: { id, email, first_name: 'Given', last_name: id, status },
});

/** Names of those who came of each registrant, by the registrant's id. */
const cameOf = ({ people, registrants = [] }: Attendance) =>
  Object.fromEntries(
    registrants.map(({ registrantId = '', people: own }) => [registrantId, own.map((index) => people[index]?.name)]),
  );

test('a meeting without registrants says nothing of registration', () => {
  expect(attended(seen('10:00', '11:00', ada))).not.toHaveProperty('registrants');
});

test('whoever came by their own link is the registrant, under whatever address', () => {
  const rows = [registered('r1', 'ada@home.example'), registered('r2', 'ada@example.com')];
  expect(cameOf(attended(seen('10:00', '11:00', { ...ada, registrant_id: 'r1' }), ...rows))).toEqual({
    r1: ['Ada'],
    r2: [],
  });
});

test('without a link the address tells, in any case of its letters, and a name does not', () => {
  const rows = [registered('r1', 'ADA@example.com'), registered('r2', 'other@example.com')];
  const guest = seen('10:00', '11:00', { user_id: '9', user_name: 'Given r2' });
  expect(cameOf(attended(seen('10:00', '11:00', ada), guest, ...rows))).toEqual({ r1: ['Ada'], r2: [] });
});

test('an address that two people bear names neither of them', () => {
  const shared = { user_email: 'team@example.com', email: 'team@example.com' };
  const rows = [
    seen('10:00', '11:00', { ...ada, ...shared }),
    seen('10:00', '11:00', { ...bob, ...shared }),
    registered('r1', 'team@example.com'),
  ];
  expect(cameOf(attended(...rows))).toEqual({ r1: [] });
});

test('a link that was passed on brought everybody who came by it', () => {
  const both = [ada, bob].map((who) => seen('10:00', '11:00', { ...who, registrant_id: 'r1' }));
  expect(cameOf(attended(...both, registered('r1', 'ada@example.com')))).toEqual({ r1: ['Ada', 'Bob'] });
});

test('who waits for approval or was denied is not expected', () => {
  const rows = ['approved', 'pending', 'denied'].map((status) => registered(status, `${status}@example.com`, status));
  const { registrants = [] } = attended(reported('10:00', '11:00', { name: 'Ada' }), ...rows);
  expect(registrants.map(({ status, isExpected }) => [status, isExpected])).toEqual([
    ['approved', true],
    ['pending', false],
    ['denied', false],
  ]);
});

test('a registrant of a meeting that was restarted is one, and came if they came to either part', () => {
  const second = { uuid: 'second==', meetingId: meeting.meetingId, startTime: '2026-11-02T11:02:00Z' };
  const rows = [
    registered('r1', 'ada@example.com'),
    registered('r1', 'ada@example.com', 'approved', second.uuid),
    seen('10:00', '11:00', bob),
    seen('11:02', '11:10', { ...ada, registrant_id: 'r1' }, second.uuid),
  ];
  const [all, ...more] = computeAttendance([meeting, second], rows);
  expect(more).toEqual([]);
  expect(all && cameOf(all)).toEqual({ r1: ['Ada'] });
});
