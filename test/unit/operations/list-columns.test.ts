import { expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { dashboardRow, historyRow } from '../../../local/simulator/rows/listed-row.ts';
import { rowText } from '../../../local/simulator/rows/row.ts';
import { meetingRowFields, meetingRowNames, meetingRowTypes } from '../../../shared/datasets/meeting-row.ts';
import { parseExact } from '../../../shared/domain/row/exact-json.ts';
import type { Row } from '../../../shared/domain/row/row.ts';
import type { MeetingRecord } from '../../../shared/dynamo/meetings/meeting-item.ts';
import { columnsOf, listColumns } from '../../../shared/operations/export/tables/export-columns.ts';
import { cellsOf } from '../../../shared/operations/export/tables/export-rows.ts';
import { readTableRows } from '../../../shared/operations/export/tables/table-rows.ts';
import { tables } from '../../support/capture/tables.ts';
import { createMemoryDynamo } from '../../support/memory/memory-table.ts';

const simulated = generateMeeting({ seed: 5, participants: 3, minutes: 65, endTime: new Date('2026-11-20T09:05:00Z') });
const { uuid, startTime, endTime, topic } = simulated;
const meeting: MeetingRecord = {
  account: 'one',
  kind: 'meeting',
  uuid,
  meetingId: simulated.meetingId,
  endTime,
  endedAt: endTime,
  registeredAt: endTime,
  reason: 'event',
};
const { client } = createMemoryDynamo({ tables });
const listed = (text: string): Row => Object(parseExact(text));

/** The row of `meetings`, and its cells by their columns' names. */
async function exported(row: Row | undefined) {
  const record: MeetingRecord = row ? { ...meeting, listed: { source: 'history', row } } : meeting;
  const one = { meeting: record, captures: {} };
  const options = { store: { client, table: 'Captures' }, nested: false };
  const [read] = await Array.fromAsync(readTableRows('meetings', one, options));
  const [own] = [...(read?.rows ?? [])];
  const columns = columnsOf('meetings');
  const cells = cellsOf(one.meeting, own ?? {}, { columns });
  return { row: own, cells: Object.fromEntries(columns.map(({ name }, at) => [name, cells[at]])) };
}

test('the description of the lists’ rows gives types and names to fields that they have, and no name twice', () => {
  const fields = meetingRowFields.split(/\s+/);
  const described = [
    ...Object.values(meetingRowTypes).flatMap((names) => names.split(/\s+/)),
    ...Object.keys(meetingRowNames),
  ];
  expect(described.filter((field) => !fields.includes(field))).toEqual([]);
  const names = columnsOf('meetings').map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test('every field of a row of the history is in a column of its type', async () => {
  const row = listed(rowText(historyRow(simulated)));
  const { cells } = await exported(row);
  expect(cells).toMatchObject({
    host_name: 'Simulated Host',
    host_email: 'host@example.com',
    department: 'Research',
    host_groups: '["Everybody"]',
    list_topic: topic,
    list_start_time: startTime,
    list_end_time: endTime,
    duration_minutes: 65,
    participants: 3,
    total_participant_minutes: 195,
    tracking_fields: '[{"field":"Cost centre","value":"4711"}]',
    extra: null,
  });
  expect(JSON.parse(String(cells.feature_used))).toEqual(row.feature_used);
  expect(JSON.parse(String(cells.list_row))).toEqual(row);
});

test('a row of the dashboard is told under the same names, its times in UTC, its text of a duration in the row alone', async () => {
  const { cells } = await exported(listed(rowText(dashboardRow(simulated, true))));
  expect(cells).toMatchObject({
    host_name: 'Simulated Host',
    host_email: 'host@example.com',
    department: 'Research',
    list_start_time: new Date(startTime).toISOString(),
    duration_minutes: null,
    has_poll: false,
    extra: null,
  });
  expect(JSON.parse(String(cells.list_row))).toMatchObject({ duration: '01:05' });
});

test('an odd value is in the list’s row alone in every format, and a meeting without a row has blank columns', async () => {
  const odd =
    '{"participants":12345678901234567890,"has_poll":"yes","start_time":"soon","host_display_name":{"a":1},"host":"Ada"}';
  const { row, cells } = await exported(listed(odd));
  expect(row).toMatchObject({ participants: null, has_poll: null, list_start_time: null, host_name: 'Ada' });
  expect(cells).toMatchObject({ participants: null, has_poll: null, host_name: 'Ada', list_row: odd, extra: null });
  const blank = (await exported(undefined)).cells;
  expect(listColumns.map(({ name }) => blank[name]).filter((cell) => cell !== null)).toEqual([]);
});

test('texts are as Zoom sent them, a blank one too; a filled one of two names comes first', async () => {
  const { row } = await exported(listed('{"host_email":"","email":" ada@example.com","department":"","topic":" a "}'));
  expect(row).toMatchObject({ host_email: ' ada@example.com', department: '', list_topic: ' a ' });
});
