import { expect, test } from 'vitest';
import { courseOf, held, minuteMs, onRoster, type Stay, statuses } from './course-fixture.ts';

const ada = { name: 'Ada', email: 'ada@example.com' };
const bob = { name: 'Bob', email: 'bob@example.com' };
const host = { name: 'Prof', email: 'prof@example.com', id: 'P' };
const all = (who: Omit<Stay, 'from' | 'to'>) => ({ ...who, from: 0, to: 100 });
const first = '2026-11-06T09:00:00Z';
const second = '2026-11-13T09:00:00Z';

test('a course is a matrix of persons and sessions, with who was late, left early, or was not there', () => {
  const course = courseOf([
    held('2', second, 100, [all(host), { ...ada, from: 0, to: 85 }, { ...bob, from: 15, to: 85 }]),
    held('1', first, 100, [
      all(host),
      { ...ada, from: 12, to: 100 },
      { name: 'Cy', email: 'cy@example.com', from: 0, to: 74 },
    ]),
  ]);
  expect(course.sessions.map(({ day, uuids, people }) => [day, uuids, people])).toEqual([
    ['2026-11-06', ['1'], 3],
    ['2026-11-13', ['2'], 3],
  ]);
  expect(statuses(course)).toEqual({
    Ada: ['late', 'left early'],
    Bob: ['absent', 'absent'],
    Cy: ['absent', 'absent'],
    Prof: ['present', 'present'],
  });
  expect(course.people[0]?.totals).toMatchObject({ sessions: 2, present: 2, late: 1, leftEarly: 1, absent: 0 });
  expect(course.people[0]?.totals.share).toBeCloseTo((88 + 85) / 200);
});

test.each([
  [{ from: 0, to: 75 }, 'left early'],
  [{ from: 0, to: 74.99 }, 'absent'],
  [{ from: 10, to: 100 }, 'present'],
  [{ from: 10.01, to: 100 }, 'late'],
  [{ from: 0, to: 90 }, 'present'],
  [{ from: 0, to: 89.99 }, 'left early'],
  [{ from: 11, to: 89 }, 'late, left early'],
])('a stay of %j of 100 minutes is %s', (stay, status) => {
  expect(statuses(courseOf([held('1', first, 100, [all(host), { ...ada, ...stay }])])).Ada).toEqual([status]);
});

test('whoever is on the roster and in no row is absent, in every session', () => {
  const course = courseOf([held('1', first, 60, [all(host), all(ada)])], [onRoster('Ada', ada.email), onRoster('Dee')]);
  expect(statuses(course)).toEqual({ Ada: ['present'], Dee: ['absent'], Prof: ['present'] });
  expect(course.people.map(({ entry }) => entry)).toEqual([0, 1, undefined]);
});

test('whoever joins a course later is not expected before, and may have come all the same', () => {
  const roster = [
    { ...onRoster('Ada', ada.email), from: '2026-11-13' },
    { ...onRoster('Bob', bob.email), to: '2026-11-06' },
  ];
  const course = courseOf(
    [held('1', first, 60, [all(host), all(host)]), held('2', second, 60, [all(host), all(bob)])],
    roster,
  );
  expect(
    statuses(
      courseOf([held('1', first, 60, [all(host), all(bob)]), held('2', second, 60, [all(host), all(bob)])], roster),
    ),
  ).toEqual({
    Ada: ['not expected', 'absent'],
    Bob: ['present', 'present'],
    Prof: ['present', 'present'],
  });
  expect(course.sessions).toHaveLength(1);
});

test('a meeting that began anew within half an hour, and one that ran in parallel, are one session; the break is not held', () => {
  const course = courseOf([
    held('1', first, 30, [all(host), all(ada)]),
    held('2', '2026-11-06T10:00:00Z', 30, [all(host), { ...ada, from: 0, to: 30 }]),
    held('3', '2026-11-06T10:00:00Z', 30, [all(bob), all({ name: 'Cy' })], { meetingId: '2' }),
  ]);
  expect(
    course.sessions.map(({ uuids, heldMs, fromMs, toMs }) => [uuids, heldMs / minuteMs, (toMs - fromMs) / minuteMs]),
  ).toEqual([[['1', '2', '3'], 60, 90]]);
  expect(course.people.map(({ name, totals }) => [name, totals.share])).toEqual([
    ['Ada', 1],
    ['Bob', 0.5],
    ['Cy', 0.5],
    ['Prof', 1],
  ]);
  const apart = held('2', '2026-11-06T10:00:01Z', 30, [all(host), all(ada)]);
  expect(courseOf([held('1', first, 30, [all(host), all(ada)]), apart]).sessions).toHaveLength(2);
});

test('a click on the link when all is over is no session, and is named', () => {
  const late = held('late', '2026-11-07T09:00:00Z', 20, [all(ada)]);
  const course = courseOf([held('1', first, 60, [all(host), all(ada), all(bob)]), late]);
  expect(course.sessions.map(({ uuids }) => uuids)).toEqual([['1']]);
  expect(course.extras.map(({ uuids }) => uuids)).toEqual([['late']]);
  expect(statuses(course).Bob).toEqual(['present']);
  const counted = courseOf([held('1', first, 60, [all(host), all(ada)]), late], undefined, {
    including: new Set(['late']),
  });
  expect(counted.sessions).toHaveLength(2);
});

test.each([
  [59, 0],
  [60, 1],
])('two people who are there together for %d seconds hold %d sessions', (seconds, count) => {
  const one = held('1', first, 20, [
    { ...ada, from: 0, to: 10 },
    { ...bob, from: 10 - seconds / 60, to: 20 },
  ]);
  expect(courseOf([one]).sessions).toHaveLength(count);
});

test('two devices of one person are nobody else', () => {
  expect(courseOf([held('1', first, 20, [all(ada), all(ada)])]).sessions).toEqual([]);
});

test('an instance that is left out is neither a session nor named', () => {
  const course = courseOf([held('1', first, 60, [all(host), all(ada)])], undefined, { without: new Set(['1']) });
  expect([course.sessions, course.extras, course.people]).toEqual([[], [], []]);
});

test('a session whose lists are not whole counts for nobody, also not as absence', () => {
  const course = courseOf(
    [held('1', first, 60, [all(host), all(ada)]), held('2', second, 60, [], { isWhole: false })],
    [onRoster('Ada', ada.email), onRoster('Bob', bob.email)],
  );
  expect(course.sessions.map(({ isWhole }) => isWhole)).toEqual([true, false]);
  expect(statuses(course)).toMatchObject({ Ada: ['present', 'unknown'], Bob: ['absent', 'unknown'] });
  expect(course.people[1]?.totals).toMatchObject({ sessions: 1, present: 0, absent: 1, heldMs: 60 * minuteMs });
});

test('a share is never above all of the session, whenever and however often somebody was there', () => {
  const course = courseOf([
    held('1', first, 60, [
      { ...host, from: -30, to: 90 },
      { ...ada, from: -10, to: 70 },
      { ...ada, from: 0, to: 60 },
    ]),
  ]);
  expect(course.people.map(({ cells }) => cells[0]?.share)).toEqual([1, 1]);
});

test('minutes with somebody else there are told beside those alone', () => {
  const course = courseOf([held('1', first, 60, [all(host), { ...ada, from: 20, to: 40 }])]);
  expect(course.sessions[0]?.metMs).toBe(20 * minuteMs);
  expect(course.people.map(({ name, totals }) => [name, totals.metMs / minuteMs])).toEqual([
    ['Ada', 20],
    ['Prof', 20],
  ]);
});

test('one person is one over sessions: by a sign that any two of them share, else by the very name, which is said', () => {
  const course = courseOf([
    held('1', first, 60, [all(host), all({ name: 'Ada at home', email: 'ada@example.com' }), all({ name: 'Guest' })]),
    held('2', second, 60, [
      all(host),
      all({ name: 'Ada', email: 'ada@example.com', id: 'A' }),
      all({ name: 'guest ' }),
    ]),
    held('3', '2026-11-20T09:00:00Z', 60, [all(host), all({ name: 'A.', id: 'A' })]),
  ]);
  expect(course.people.map(({ name, knownBy, totals }) => [name, knownBy, totals.present])).toEqual([
    ['Ada at home', 'user-id', 3],
    ['Guest', 'name', 2],
    ['Prof', 'user-id', 3],
  ]);
});
