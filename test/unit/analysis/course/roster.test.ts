import { expect, test } from 'vitest';
import { courseOf, held, onRoster, type Stay, statuses } from './course-fixture.ts';

const host = { name: 'Prof', email: 'prof@example.com' };
const all = (who: Omit<Stay, 'from' | 'to'>) => ({ ...who, from: 0, to: 60 });
const courseWith = (who: Omit<Stay, 'from' | 'to'>, ...roster: ReturnType<typeof onRoster>[]) =>
  courseOf([held('1', '2026-11-06T09:00:00Z', 60, [all(host), all(who)])], roster);

test.each([
  [
    'address, in any letter case',
    { name: 'iPad', email: 'Ada@Example.com' },
    onRoster('Ada Lovelace', 'ada@example.com'),
  ],
  ['user id', { name: 'iPad', id: 'zA' }, onRoster('Ada Lovelace', 'zA')],
  ['name, where the row shows nothing else', { name: 'ada  lovelace' }, onRoster('Lovelace, Ada', 'ada@example.com')],
  [
    'name, where the roster has nothing else',
    { name: 'Ada Lovelace', email: 'a@example.org' },
    onRoster('Ada Lovelace'),
  ],
])('somebody is found on the roster by their %s', (_sign, who, entry) => {
  const course = courseWith(who, entry);
  expect(statuses(course)[entry.name]).toEqual(['present']);
  expect(course.doubts).toEqual([]);
});

test.each([
  [
    'several have this name',
    { name: 'Ada' },
    [onRoster('Ada', 'a1@example.com'), onRoster('ada', 'a2@example.com')],
    [0, 1],
  ],
  ['same name, other address', { name: 'Ada', email: 'ada@home.example' }, [onRoster('Ada', 'ada@example.com')], [0]],
  ['similar name', { name: 'Lovelace Ada (she/her)' }, [onRoster('Ada Lovelace', 'ada@example.com')], [0]],
  ['similar name', { name: 'Zoe Muller' }, [onRoster('Zoë Müller')], [0]],
  [
    'several have this address or id',
    { name: 'X', email: 'x@example.com' },
    [onRoster('A', 'x@example.com'), onRoster('B', 'x@example.com')],
    [0, 1],
  ],
] as const)('where %s, it is said who it may be, and given to nobody', (why, who, roster, candidates) => {
  const course = courseWith(who, ...roster);
  expect(course.doubts.map((doubt) => [doubt.why, doubt.candidates])).toEqual([[why, candidates]]);
  expect(course.people.slice(0, roster.length).map(({ cells }) => cells[0]?.status)).toEqual(
    roster.map(() => 'absent'),
  );
});

test('who is on no roster is listed after it, and expected nowhere', () => {
  const course = courseOf(
    [
      held('1', '2026-11-06T09:00:00Z', 60, [all(host), all({ name: 'Eve', email: 'eve@example.org' })]),
      held('2', '2026-11-13T09:00:00Z', 60, [all(host), all({ name: 'Ada' })]),
    ],
    [onRoster('Ada')],
  );
  expect(statuses(course)).toEqual({
    Ada: ['absent', 'present'],
    Eve: ['present', 'not expected'],
    Prof: ['present', 'present'],
  });
});

test('a name that is blank finds nobody', () => {
  const course = courseWith({ name: '' }, onRoster('', 'ada@example.com'));
  expect(course.people[0]?.cells[0]?.status).toBe('absent');
  expect(course.doubts).toEqual([]);
});
