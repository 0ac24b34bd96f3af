import { expect, test } from 'vitest';
import { renderSeriesPage } from '../../../page/series-page.ts';
import { computeCourse } from '../../../shared/analysis/course/course.ts';
import type { CourseMeeting, MeetingPerson } from '../../../shared/analysis/course/course-meeting.ts';
import { dayAt, utc } from '../../../shared/domain/zone/zone.ts';

const minuteMs = 60_000;
const none = new Set<string>();

/** Somebody in a meeting, by minutes. */
function person(uuid: string, startMs: number, [name, from, to]: readonly [string, number, number]): MeetingPerson {
  const signs = {
    'participant-user-id': none,
    'user-id': none,
    email: new Set([`${name}@example.com`]),
    'registrant-id': none,
    'customer-key': none,
    'participant-uuid': none,
  };
  const presences = [{ uuid, fromMs: startMs + from * minuteMs, toMs: startMs + to * minuteMs }];
  return { name, names: [name], email: `${name}@example.com`, knownBy: 'email', signs, presences };
}

function meeting(uuid: string, start: string, people: readonly (readonly [string, number, number])[]): CourseMeeting {
  const fromMs = Date.parse(start);
  const parts = [{ uuid, fromMs, toMs: fromMs + 60 * minuteMs }];
  return {
    meetingId: '95555555555',
    parts,
    people: people.map((one) => person(uuid, fromMs, one)),
    registrants: [],
    isWhole: uuid !== 'torn',
  };
}

const rules = { thresholdPercent: 75, lateMinutes: 10, earlyMinutes: 10, joinWithinMinutes: 30 };

function pageOf(meetings: readonly CourseMeeting[]): Promise<string> {
  const course = computeCourse({
    meetings,
    rules: {
      threshold: 0.75,
      lateMs: 10 * minuteMs,
      earlyMs: 10 * minuteMs,
      joinWithinMs: 30 * minuteMs,
      without: none,
      including: none,
    },
    dayOf: (atMs) => dayAt(atMs, utc),
  });
  const facts = { people: 2, isBound: false, minutes: 100, badMinutes: 10 };
  const instances = new Map(
    meetings.map(({ parts: [part] }) => [part?.uuid ?? '', { facts, href: `../meetings/${part?.uuid}.html` }]),
  );
  const data = { meetingId: '95555555555', topic: 'Algebra', course, rules, instances, writtenAtMs: 0, zone: utc };
  return renderSeriesPage(data, [{ href: '../index.html', text: 'All meetings' }]);
}

const matrixOf = (page: string) => /id="matrix-caption"(.*?)<\/table>/s.exec(page)?.[1] ?? '';
const cellsOf = (matrix: string, name: string) => {
  const row = matrix.split('<tr>').find((one) => one.includes(`<bdi>${name}</bdi>`)) ?? '';
  return [...row.matchAll(/<td>(.*?)<\/td>/g)].map(([, cell = '']) =>
    cell.replace(/<[^>]*>/g, '').replaceAll('\u00a0', ' '),
  );
};

test('a series shows persons and sessions, who was there the least first', async () => {
  const page = await pageOf([
    meeting('a', '2026-11-05T09:00:00Z', [
      ['Ada', 0, 60],
      ['Bob', 15, 60],
    ]),
    meeting('b', '2026-11-12T09:00:00Z', [
      ['Ada', 0, 60],
      ['Cleo', 0, 48],
    ]),
  ]);
  const matrix = matrixOf(page);
  expect([...matrix.matchAll(/<th scope="row"><bdi>(\w+)/g)].map(([, name]) => name)).toEqual(['Bob', 'Cleo', 'Ada']);
  expect(cellsOf(matrix, 'Ada')).toEqual(['2 of 2', '100 %', '', '', '2 h 00 min', '100 %', '100 %']);
  expect(cellsOf(matrix, 'Bob')).toEqual(['1 of 2', '38 %', '1', '', '45 min', 'L 75 %', 'A ']);
  expect(cellsOf(matrix, 'Cleo')).toEqual(['1 of 2', '40 %', '', '1', '48 min', 'A ', 'E 80 %']);
  expect(matrix).toContain('<th scope="col"><a href="../meetings/b.html">12 Nov</a></th>');
  expect(page).toContain('aria-label="People in each session. From 2 people on 5 Nov to 2 people on 5 Nov."');
  expect(page).toContain('<a href="../index.html">All meetings</a>');
});

test('a session that is not stored as a whole counts for nobody, and makes the count of people a bound', async () => {
  const page = await pageOf([
    meeting('a', '2026-11-05T09:00:00Z', [
      ['Ada', 0, 60],
      ['Bob', 0, 60],
    ]),
    meeting('torn', '2026-11-12T09:00:00Z', [['Ada', 0, 60]]),
  ]);
  expect(cellsOf(matrixOf(page), 'Bob').slice(-2)).toEqual(['100 %', '? ']);
  expect(page).toContain('<strong>at least 2</strong> people in all');
  expect(page).toContain('not complete: counts for nobody');
  expect(page).toContain('class="bar-unknown"');
});

test('a meeting in which nobody met is no session, and is named', async () => {
  const page = await pageOf([meeting('alone', '2026-11-13T09:00:00Z', [['Bob <i>', 0, 5]])]);
  expect(page).toContain('No session was held');
  expect(page).toContain('No session: 2026-11-13 09:00, <bdi>Bob &lt;i&gt;</bdi> met nobody.');
  expect(/NaN|undefined|Infinity|Invalid/.test(page)).toBe(false);
});

test('two sessions of a day are told apart by their time', async () => {
  const both = [
    ['Ada', 0, 60],
    ['Bob', 0, 60],
  ] as const;
  const page = await pageOf([meeting('a', '2026-11-05T09:00:00Z', both), meeting('b', '2026-11-05T14:00:00Z', both)]);
  expect(matrixOf(page)).toContain('>5 Nov 09:00</a>');
  expect(matrixOf(page)).toContain('>5 Nov 14:00</a>');
});
