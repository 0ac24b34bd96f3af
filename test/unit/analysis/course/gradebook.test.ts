import { expect, test } from 'vitest';
import {
  canvasGradebook,
  faultOfCanvasTitle,
  type Grading,
  moodleAttendance,
  moodleGrades,
} from '../../../../shared/analysis/course/gradebook.ts';
import type { RosterEntry } from '../../../../shared/analysis/course/roster.ts';
import { courseOf, held, onRoster, type Stay } from './course-fixture.ts';
import { importToCanvas, importToMoodle, importToMoodleAttendance } from './importers.ts';

const grading: Grading = { points: 1200, by: 'sessions', title: 'Zoom attendance' };
const all = (name: string, email: string): Stay => ({ name, email, from: 0, to: 60 });
const stays = [all('Prof', 'prof@example.com'), all('Ada', 'ada@example.com'), all('Eve', 'eve@example.org')];
const meetings = [
  held('1', '2026-11-06T09:00:00Z', 60, [...stays, { name: 'Bob', email: 'bob@example.com', from: 20, to: 60 }]),
  held('2', '2026-11-13T09:00:00Z', 60, [...stays, { name: 'Cy', email: 'cy@example.com', from: 12, to: 60 }]),
  held('3', '2026-11-20T09:00:00Z', 60, [...stays, { name: 'Cy', email: 'cy@example.com', from: 0, to: 47 }]),
];

const canvasRow = (Student: string, ID: string, login: string): RosterEntry => ({
  ...onRoster(Student, login),
  fields: { Student, ID, 'SIS User ID': '', 'SIS Login ID': login, Section: '=Algebra', 'Old (1)': '7' },
});
const canvasRoster = [
  canvasRow('Lovelace, Ada', '11', 'ada@example.com'),
  canvasRow('Bob', '12', 'bob@example.com'),
  canvasRow('Cy', '13', 'cy@example.com'),
];
const canvasUsers = canvasRoster.map(({ fields }) => fields);

test('Canvas finds everybody of its own roster by id, offers nobody new, and takes the scores', () => {
  const { lines, leftOut } = canvasGradebook(courseOf(meetings, canvasRoster), canvasRoster, grading);
  const { assignments, grades, newStudents } = importToCanvas(lines, canvasUsers);
  expect(assignments).toEqual([{ title: 'Zoom attendance', id: undefined, points: '1200' }]);
  expect(grades).toEqual([
    { student: 'Lovelace, Ada', scores: [1200] },
    { student: 'Bob', scores: [0] },
    { student: 'Cy', scores: [800] },
  ]);
  expect([newStudents, leftOut]).toEqual([0, []]);
  expect(lines[2]).toContain('=Algebra');
});

test('Canvas takes a roster of any origin, by the address as login', () => {
  const roster = [onRoster('Ada', 'ada@example.com'), onRoster('Cy', 'cy@example.com')];
  const { lines } = canvasGradebook(courseOf(meetings, roster), roster, { ...grading, by: 'minutes', points: 10 });
  const { grades, newStudents } = importToCanvas(lines, canvasUsers);
  expect(grades.map(({ scores }) => scores)).toEqual([[10], [5.28]]);
  expect(newStudents).toBe(0);
});

test.each(['Week 3 (2026)', 'Final Score', 'My current grade', 'Override of it'])(
  'the title %s would mislead Canvas',
  (title) => {
    expect(faultOfCanvasTitle(title)).toBeDefined();
    const { lines } = canvasGradebook(courseOf(meetings, canvasRoster), canvasRoster, { ...grading, title });
    const taken = importToCanvas(lines, canvasUsers).assignments;
    expect(taken.every(({ id }) => id !== undefined)).toBe(true);
  },
);

test.each(['Zoom attendance', 'Week (3)rd', 'Attendance 2026', 'Final session'])(
  'the title %s is one that Canvas takes',
  (title) => {
    expect(faultOfCanvasTitle(title)).toBeUndefined();
    const { lines } = canvasGradebook(courseOf(meetings, canvasRoster), canvasRoster, { ...grading, title });
    expect(importToCanvas(lines, canvasUsers).assignments).toEqual([{ title, id: undefined, points: '1200' }]);
  },
);

test('Moodle takes the grades of everybody on the roster, knows them all, and none is above the maximum', () => {
  const roster = [onRoster('Ada', 'ada@example.com'), onRoster('Cy', 'cy@example.com'), onRoster('Nobody')];
  const { lines, leftOut } = moodleGrades(courseOf(meetings, roster), roster, grading);
  const { userColumn, item, grades } = importToMoodle(lines, new Set(['ada@example.com', 'cy@example.com']), 1200);
  expect([userColumn, item]).toEqual(['email', 'Zoom attendance']);
  expect(grades).toEqual([
    ['ada@example.com', 1200],
    ['cy@example.com', 800],
  ]);
  expect(leftOut).toEqual([{ name: 'Nobody', why: 'nothing to find them by' }]);
});

test('Moodle finds users by the id number where the roster has ids', () => {
  const roster = [onRoster('Ada', 's1'), onRoster('Cy', 's2'), onRoster('Again', 's2')];
  const { lines, leftOut } = moodleGrades(courseOf(meetings, roster), roster, grading);
  expect(importToMoodle(lines, new Set(['s1', 's2']), 1200).userColumn).toBe('idnumber');
  expect(leftOut).toEqual([{ name: 'Again', why: 'the roster has this user twice' }]);
});

test('whoever has no session that counts has no grade, rather than none of the points', () => {
  const roster = [{ ...onRoster('New', 'new@example.com'), from: '2027-01-01' }, onRoster('Ada', 'ada@example.com')];
  const course = courseOf(meetings, roster);
  for (const { lines, leftOut } of [canvasGradebook(course, roster, grading), moodleGrades(course, roster, grading)]) {
    expect(lines.flat().filter((cell) => /new/i.test(cell))).toEqual([]);
    expect(leftOut.map(({ name }) => name)).toEqual(['New']);
  }
});

test('Moodle marks a session with acronyms that it knows, each user once', () => {
  const roster = [
    onRoster('Ada', 'ada@example.com'),
    onRoster('Bob', 'bob@example.com'),
    onRoster('Cy', 'cy@example.com'),
    onRoster('Cy', 'cy2@example.com'),
  ];
  const course = courseOf(meetings, roster);
  const marks = [0, 1, 2].map((session) => importToMoodleAttendance(moodleAttendance(course, roster, session).lines));
  expect(marks.map(({ refused }) => refused)).toEqual([[], [], []]);
  expect(marks.map(({ marked }) => marked.map(([, status]) => status).join(''))).toEqual(['PAAA', 'PALA', 'PAPA']);
});
