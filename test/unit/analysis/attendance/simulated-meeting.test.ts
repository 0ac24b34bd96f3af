import { expect, test } from 'vitest';
import { generateMeeting } from '../../../../local/simulator/meetings.ts';
import { countRows, type Rows, rowFields } from '../../../../local/simulator/rows/row.ts';
import { computeAttendance } from '../../../../shared/analysis/attendance/attendance.ts';
import type { SourceRow } from '../../../../shared/analysis/attendance/records.ts';
import { type Dataset, datasets } from '../../../../shared/domain/dataset.ts';

const rowsOf = (uuid: string, dataset: Dataset, rows: Rows): SourceRow[] =>
  Array.from({ length: countRows(rows) }, (_, index) => ({
    uuid,
    dataset,
    row: rowFields('count' in rows ? rows.at(index) : (rows[index] ?? {})),
  }));

test.each([
  ['meeting', 1],
  ['meeting', 7],
  ['meeting', 300],
  ['webinar', 40],
] as const)('the rows of each stay of a simulated %s come together, and each of %i people is one', (kind, people) => {
  const meeting = generateMeeting({ seed: 5, kind, participants: people, minutes: 30 });
  const rows = datasets.flatMap((dataset) => rowsOf(meeting.uuid, dataset, meeting[dataset]));
  const [found] = computeAttendance([meeting], rows);
  expect(found?.people).toHaveLength(people);
  expect(found?.sessions).toHaveLength(countRows(meeting.report));
  for (const { rows: own } of found?.sessions ?? []) {
    expect([own.participants.length, own.report.length]).toEqual([1, 1]);
  }
  for (const { share, oddities } of found?.people ?? []) {
    expect(share).toBeGreaterThan(0);
    expect(oddities).toEqual([]);
  }
});

test('attendance of a webinar of 5,000 people takes moments', () => {
  const uuid = 'A';
  const row = (index: number) => ({
    user_id: `${index}`,
    participant_user_id: `u${index % 4_000}`,
    status: 'in_meeting',
    join_time: '2026-11-02T10:00:00Z',
    leave_time: '2026-11-02T10:30:00Z',
  });
  const rows = Array.from({ length: 5_000 }, (_, index) => row(index)).flatMap((one): SourceRow[] => [
    { uuid, dataset: 'participants', row: one },
    { uuid, dataset: 'report', row: one },
  ]);
  const [found] = computeAttendance([{ uuid }], rows);
  expect(found?.sessions).toHaveLength(5_000);
  expect(found?.people).toHaveLength(4_000);
});
