import fc from 'fast-check';
import type { SourceRow } from '../../../../shared/analysis/attendance/records.ts';
import { datasets } from '../../../../shared/domain/dataset.ts';

/** Seconds after this, so that a second is the unit of everything. */
export const originMs = Date.parse('2026-11-02T23:58:00Z');
const secondText = (second: number): string => new Date(originMs + second * 1000).toISOString();

/** Two parts of one meeting with a break between them, and one of another meeting. */
export const spans = [
  { uuid: 'A', meetingId: '1', fromSecond: 20, toSecond: 120 },
  { uuid: 'B', meetingId: '1', fromSecond: 150, toSecond: 250 },
  { uuid: 'C', meetingId: '2', fromSecond: 40, toSecond: 200 },
] as const;

export const meetings = spans.map(({ uuid, meetingId, fromSecond, toSecond }) => ({
  uuid,
  meetingId,
  startTime: secondText(fromSecond),
  endTime: secondText(toSecond),
}));

const blank = fc.constantFrom('', null, undefined);
const time = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 0, max: 280 }).map(secondText) },
  { weight: 1, arbitrary: blank },
);
const oneOf = (...values: string[]) => fc.oneof(blank, fc.constantFrom(...values));

/** Few values for each field, so that rows agree and contradict each other in every way. */
const row: fc.Arbitrary<SourceRow> = fc
  .record({
    uuid: fc.constantFrom('A', 'B', 'C'),
    dataset: fc.constantFrom(...datasets),
    times: fc.tuple(time, time),
    fields: fc.record({
      user_id: oneOf('1', '2', '3', '4'),
      participant_user_id: oneOf('U', 'V'),
      id: oneOf('U', 'V', 'W'),
      registrant_id: oneOf('R', 'S'),
      customer_key: oneOf('K', 'L'),
      participant_uuid: oneOf('P', 'Q'),
      status: fc.constantFrom('in_meeting', 'in_meeting', 'in_waiting_room', undefined),
      bo_mtg_id: oneOf('X'),
    }),
    email: oneOf('m@example.com', 'M@example.com', 'n@example.com'),
    name: oneOf('iPhone', 'Ada'),
  })
  .map(({ uuid, dataset, times: [join_time, leave_time], fields, email, name }) => {
    const named = dataset === 'report' ? { name, user_email: email } : { user_name: name, email };
    return { uuid, dataset, row: { ...fields, ...named, join_time, leave_time } };
  });

/** Rows of all lists, some of them twice. */
export const anyRows: fc.Arbitrary<SourceRow[]> = fc
  .tuple(fc.array(row, { maxLength: 14 }), fc.array(fc.nat(13), { maxLength: 3 }))
  .map(([rows, again]) => [...rows, ...again.flatMap((index) => rows[index] ?? [])]);
