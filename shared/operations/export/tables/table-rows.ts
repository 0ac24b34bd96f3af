import type { Attendance } from '../../../analysis/attendance/attendance.ts';
import { computeAttendance } from '../../../analysis/attendance/attendance.ts';
import { type Attendee, attendeesOf } from '../../../analysis/attendance/attendees.ts';
import type { SourceRow } from '../../../analysis/attendance/records.ts';
import { computePersonQuality } from '../../../analysis/quality/person-quality.ts';
import { type Dataset, datasets } from '../../../domain/dataset.ts';
import type { QualitySummary } from '../../../domain/quality/summary.ts';
import { isBlank } from '../../../domain/row/field-text.ts';
import type { Row } from '../../../domain/row/row.ts';
import { queryItems } from '../../../dynamo/query.ts';
import { decodeRow } from '../../../dynamo/rows/exact-row.ts';
import { decodeSummary } from '../../../dynamo/rows/quality-item.ts';
import { readStoredRows } from '../../../dynamo/rows/row-reader.ts';
import type { Store } from '../../../dynamo/store.ts';
import { rowsInput } from '../../../queries/rows.ts';
import type { DayMeeting } from '../meeting-version.ts';
import {
  datasetOf,
  type ExportTable,
  type ListColumn,
  listColumns,
  requiredSources,
  sourcesOf,
} from './export-columns.ts';
import { cellOf, flatRows, nestedRows } from './export-rows.ts';

/** Rows of a table, and how many stored rows of each dataset they were made of. */
export type RowsOfMeeting = {
  readonly rows: Iterable<Row>;
  readonly stored: Readonly<Partial<Record<Dataset, number>>>;
};

/** What a table has of a meeting: without its leading columns. Nested where the format nests values. */
export async function* readTableRows(
  table: ExportTable,
  one: DayMeeting,
  { store, nested }: { readonly store: Store; readonly nested: boolean },
): AsyncGenerator<RowsOfMeeting> {
  if (table === 'meetings') {
    yield { rows: [meetingRow(one)], stored: {} };
    return;
  }
  if (table === 'attendance') {
    yield attendanceRows(one, store);
    return;
  }
  const dataset = datasetOf(table);
  const rowsOf = nested ? nestedRows : flatRows;
  for await (const row of readStoredRows(one.meeting.uuid, dataset, store)) {
    yield { rows: rowsOf(table, row), stored: { [dataset]: 1 } };
  }
}

function meetingRow({ meeting, captures }: DayMeeting): Row {
  const { timezone, registeredAt, reason, listed } = meeting;
  const ofCaptures = datasets.map((dataset) => {
    const capture = captures[dataset];
    return {
      [`${dataset}_state`]: capture?.state,
      [`${dataset}_rows`]: capture?.rows,
      [`${dataset}_erased`]: capture && (capture.erased ?? 0),
      [`${dataset}_captured_at`]: capture?.capturedAt,
    };
  });
  const ofList = Object.fromEntries(listColumns.map((column) => [column.name, listedValue(column, listed?.row ?? {})]));
  const own = { timezone, ...ofList, list_row: listed?.row, registered_at: registeredAt, reason };
  return withoutGaps(Object.assign(own, ...ofCaptures));
}

/** As Zoom sent it, a filled one of several first. What does not fit the column is in the row alone. */
function listedValue({ type, fields }: ListColumn, row: Row): unknown {
  const values = fields
    .map((field) => row[field])
    .filter((value) => value !== undefined && cellOf(value, type) !== undefined);
  const value = values.find((one) => !isBlank(one)) ?? values[0];
  // The dashboard's times have an offset.
  return type === 'timestamp' && typeof value === 'string' && !isBlank(value) && !value.endsWith('Z')
    ? new Date(value).toISOString()
    : value;
}

/** Holds the meeting's rows without their samples. A meeting that was restarted has its people once for each part. */
async function attendanceRows({ meeting, captures }: DayMeeting, store: Store): Promise<RowsOfMeeting> {
  const sources: SourceRow[] = [];
  const summaries = new Map<number, QualitySummary>();
  const stored: Partial<Record<Dataset, number>> = {};
  const required = requiredSources('attendance');
  for (const dataset of sourcesOf('attendance')) {
    // What nobody captured has no rows to ask for.
    if (!captures[dataset] && !required.includes(dataset)) continue;
    const before = sources.length;
    const input = { TableName: store.table, ...rowsInput(meeting.uuid, dataset) };
    for await (const item of queryItems(store.client, input, store.now)) {
      if (item.summary) summaries.set(sources.length, decodeSummary(item));
      sources.push({ uuid: meeting.uuid, dataset, row: decodeRow(item) });
    }
    stored[dataset] = sources.length - before;
  }
  const [attendance] = computeAttendance([meeting], sources);
  if (!attendance) return { rows: [], stored };
  const { came, absent = [] } = attendeesOf(attendance);
  return { rows: [...came, ...absent].map((one) => attendanceRow(one, attendance, summaries)), stored };
}

function attendanceRow(person: Attendee, attendance: Attendance, summaries: ReadonlyMap<number, QualitySummary>): Row {
  const span = attendance.parts[0]?.span;
  const { firstJoinAt, lastLeaveAt } = person;
  const quality = computePersonQuality(person, attendance, summaries);
  const minutesBetween = (fromMs: number, toMs: number) => Math.max(0, (toMs - fromMs) / 60_000);
  return withoutGaps({
    name: person.name,
    email: person.email,
    user_id: person.userId,
    known_by: person.knownBy,
    guest: person.userId === undefined,
    role: person.role,
    first_join: firstJoinAt,
    last_leave: lastLeaveAt,
    attended_minutes: person.attendedMinutes,
    share: person.share,
    late_minutes: span && firstJoinAt && minutesBetween(span.fromMs, Date.parse(firstJoinAt)),
    early_minutes: span && lastLeaveAt && minutesBetween(Date.parse(lastLeaveAt), span.toMs),
    waiting_minutes: person.waitingSeconds / 60,
    rejoins: person.rejoins,
    measured_minutes: quality?.minutes,
    bad_minutes: quality?.badMinutes,
    flags: person.oddities,
    came: !person.isAbsent,
    registered: person.registered,
    registrations: person.registrations,
  });
}

/** `null` where there is nothing, so that each row has all columns in every format. */
const withoutGaps = (fields: Readonly<Record<string, unknown>>): Row =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value ?? null]));
