import { expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { mapRows, rowFields } from '../../../local/simulator/rows/row.ts';
import type { Row } from '../../../shared/domain/row/row.ts';
import { startCaptureFixture } from '../../support/capture/capture-fixture.ts';

const endTime = '2026-11-20T09:00:00Z';
const firstPollsEnd = Date.parse(endTime) + 16 * 60_000;

/** Captures a meeting's participants and report until all is settled; Zoom corrects rows after the first polls. */
async function captureCorrected(participants: number, correct: (row: Row) => object) {
  const meeting = generateMeeting({ seed: 7, participants, minutes: 30, endTime });
  const written: string[] = [];
  const fixture = await startCaptureFixture({
    startAt: Date.parse(endTime),
    intercept: (call, next) => {
      const rows = JSON.stringify(call.body).match(/"sk":\{"S":"(participants|report)#/g) ?? [];
      if (call.operation === 'BatchWriteItem') written.push(...rows);
      return next();
    },
  });
  fixture.simulator.addMeeting(meeting);
  fixture.end(meeting, ['participants', 'report']);
  await fixture.drain({ until: firstPollsEnd });
  const first = written.splice(0).length;
  const corrected = (rows: typeof meeting.report) =>
    mapRows(rows, (row) => ({ ...rowFields(row), ...correct(rowFields(row)) }));
  fixture.simulator.addMeeting({
    ...meeting,
    participants: corrected(meeting.participants),
    report: corrected(meeting.report),
  });
  await fixture.drain();
  for (const dataset of ['participants', 'report'] as const) {
    expect((await fixture.store.load(meeting.uuid, dataset))?.state).toBe('settled');
    expect(await fixture.stored(meeting.uuid, dataset)).toEqual(fixture.served(meeting.uuid, dataset));
  }
  await fixture.close();
  return { first, later: written.length };
}

test('rows that later polls bring unchanged are not written again', async () => {
  const { first, later } = await captureCorrected(40, () => ({}));
  expect(first).toBeGreaterThan(80);
  expect(later).toBe(0);
});

test.each([40, 400])(
  'of %i people rows that Zoom corrected between polls are stored as they are then',
  async (people) => {
    const isCorrected = ({ user_id }: Row) => Number(user_id) % 37 === 5;
    const { first, later } = await captureCorrected(people, (row) =>
      isCorrected(row) ? { leave_time: '2026-11-20T08:59:59Z' } : {},
    );
    expect(later).toBe(first);
  },
);
