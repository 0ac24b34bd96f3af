import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Attendance, computeAttendance } from '../../../../shared/analysis/attendance/attendance.ts';
import type { SourceRow } from '../../../../shared/analysis/attendance/records.ts';
import type { MeasuredSession } from '../../../../shared/analysis/attendance/stays.ts';
import { datasets } from '../../../../shared/domain/dataset.ts';
import { canonicalText } from '../../../../shared/domain/row/content-hash.ts';
import { anyRows, meetings, originMs, spans } from './any-rows.ts';

const seconds = Array.from({ length: 400 }, (_, second) => second);
const secondOf = (value: unknown): number | undefined =>
  typeof value === 'string' && value !== '' ? (Date.parse(value) - originMs) / 1000 : undefined;

/** Whether a session covers a second, worked out from its fields alone. */
function covers({ uuid, fields, place }: MeasuredSession, second: number): boolean {
  const span = spans.find((one) => one.uuid === uuid);
  const joined = secondOf(fields.join_time);
  if (!span || joined === undefined) return false;
  const left = secondOf(fields.leave_time) ?? span.toSecond;
  const within = place === 'waiting-room' || (span.fromSecond <= second && second < span.toSecond);
  return within && joined <= second && second < left;
}

const forAnyRows = (check: (found: Attendance[], rows: SourceRow[]) => void) =>
  fc.assert(
    fc.property(anyRows, (rows) => check(computeAttendance(meetings, rows), rows)),
    { numRuns: 300 },
  );
const sessionsOf = ({ sessions }: Attendance, indexes: readonly number[]) =>
  sessions.filter((_, index) => indexes.includes(index));
const rowsOf = ({ rows }: MeasuredSession, sources: readonly SourceRow[]) =>
  datasets.flatMap((dataset) => rows[dataset].flatMap((index) => sources[index] ?? []));

describe('attendance, whatever rows Zoom returns', () => {
  test('each row stands in exactly one session, under its own dataset and meeting', () => {
    forAnyRows((found, rows) => {
      const sessions = found.flatMap((one) => one.sessions);
      const indexes = sessions.flatMap((session) => datasets.flatMap((dataset) => session.rows[dataset]));
      expect(indexes.sort((a, b) => a - b)).toEqual([...rows.keys()]);
      for (const session of sessions) {
        for (const dataset of datasets) {
          for (const index of session.rows[dataset]) {
            expect(rows[index]).toMatchObject({ uuid: session.uuid, dataset });
          }
        }
      }
    });
  });

  test('each session belongs to exactly one person', () => {
    forAnyRows((found) => {
      for (const { sessions, people } of found) {
        const indexes = people.flatMap((person) => person.sessions);
        expect(indexes.sort((a, b) => a - b)).toEqual([...sessions.keys()]);
      }
    });
  });

  test('nobody attends for longer than the meeting lasted', () => {
    forAnyRows((found) => {
      for (const { people, lengthSeconds } of found) {
        for (const person of people) {
          expect(person.attendedSeconds).toBeLessThanOrEqual(lengthSeconds);
          expect(person.share).toBeGreaterThanOrEqual(0);
          expect(person.share).toBeLessThanOrEqual(1);
          for (const { seconds: inRoom } of person.breakoutRooms)
            expect(inRoom).toBeLessThanOrEqual(person.attendedSeconds);
        }
      }
    });
  });

  test('a person attended in each second that one of their sessions covers, and in no other second', () => {
    forAnyRows((found) => {
      for (const one of found) {
        for (const person of one.people) {
          const inside = sessionsOf(one, person.sessions).filter(({ place }) => place !== 'waiting-room');
          const attended = seconds.filter((second) => inside.some((session) => covers(session, second)));
          expect(person.attendedSeconds).toBe(attended.length);
          const present = person.presences.reduce(
            (sum, { fromAt, toAt }) => sum + (Date.parse(toAt) - Date.parse(fromAt)) / 1000,
            0,
          );
          expect(present).toBe(attended.length);
        }
      }
    });
  });

  test('a person waited in each second that a waiting room covers and the meeting does not', () => {
    forAnyRows((found) => {
      for (const one of found) {
        for (const person of one.people) {
          const own = sessionsOf(one, person.sessions);
          const waiting = own.filter(({ place }) => place === 'waiting-room');
          // Also the time in the meeting that lies outside of its bounds is no waiting.
          const inside = own.filter(({ place }) => place !== 'waiting-room');
          const wholly = inside.map((session): MeasuredSession => ({ ...session, place: 'waiting-room' }));
          const waited = seconds.filter(
            (second) =>
              waiting.some((session) => covers(session, second)) && !wholly.some((session) => covers(session, second)),
          );
          expect(person.waitingSeconds).toBe(waited.length);
        }
      }
    });
  });

  test('people with different ids are never united, and those with one id always are', () => {
    forAnyRows((found, rows) => {
      for (const one of found) {
        const ids = one.people.map((person) => {
          const own = sessionsOf(one, person.sessions).flatMap((session) => rowsOf(session, rows));
          return [
            ...new Set(
              own.map(({ row }) => row.participant_user_id).filter((id) => typeof id === 'string' && id !== ''),
            ),
          ];
        });
        for (const own of ids) expect(own.length).toBeLessThanOrEqual(1);
        const all = ids.flat();
        expect(new Set(all).size).toBe(all.length);
      }
    });
  });

  test('a person who shows nothing but a name has one session', () => {
    forAnyRows((found) => {
      for (const { people } of found) {
        for (const { knownBy, sessions } of people) if (knownBy === 'nothing') expect(sessions).toHaveLength(1);
      }
    });
  });

  test('the order of the rows changes nothing but their indexes', () => {
    const shuffled = anyRows.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
    );
    const content = (rows: readonly SourceRow[]) =>
      computeAttendance(meetings, rows).map(({ sessions, ...rest }) => ({
        ...rest,
        sessions: sessions.map((session) => ({ ...session, rows: rowsOf(session, rows).map(canonicalText) })),
      }));
    fc.assert(
      fc.property(shuffled, ([rows, others]) => {
        expect(content(others)).toEqual(content(rows));
      }),
      { numRuns: 400 },
    );
  });
});
