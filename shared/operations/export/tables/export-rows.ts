import { omit } from '../../../domain/omit.ts';
import { summarizeQuality } from '../../../domain/quality/summary.ts';
import { isRow } from '../../../domain/row/exact-json.ts';
import type { Row } from '../../../domain/row/row.ts';
import type { MeetingRecord } from '../../../dynamo/meetings/meeting-item.ts';
import type { StoredRow } from '../../../dynamo/rows/row-reader.ts';
import { unitOf } from '../../../dynamo/samples/qos-cells.ts';
import type { ColumnType, ExportColumn } from './column.ts';
import { extraColumn, hasSummary, meetingColumns, type RowTable } from './export-columns.ts';
import { sampleColumnName, sessionFields, summaryColumns } from './quality-columns.ts';

/** What a file's row can hold of a value. */
export type ExportCell = string | number | boolean | null;

const ourNames: ReadonlySet<string> = new Set([...meetingColumns, extraColumn].map(({ name }) => name));

/** How a file is written; the defaults give what the store has. */
export type SinkOptions = {
  /** What becomes of a blank text. @default 'as-sent' */
  readonly blanks?: Blanks | undefined;
  /** For CSV: what spreadsheets of a region open by a double click. */
  readonly excel?: { readonly separator: string; readonly decimalComma: boolean } | undefined;
};
export type Blanks = 'as-sent' | 'null';

/** A file under way. Holds a few rows. */
export type RowSink = {
  /** A row of the table; returns when there is room for the next. */
  readonly write: (meeting: MeetingRecord, row: Row) => Promise<void>;
  /** Writes the rest, and returns when all is on the disk. */
  readonly finish: () => Promise<void>;
  /** Lets go of the file as it is. After `finish`: nothing. */
  readonly abort: () => Promise<void>;
};

/** The rows of a table that one stored row gives, for columns: a QoS session gives one with its summary, or its minutes. */
export function flatRows(table: RowTable, { row, notKept }: StoredRow): Iterable<Row> {
  if (table === 'qos_samples') return sampleRows(row);
  return [hasSummary(table) ? withSummary(row, notKept) : row];
}

/** The same for a format that nests values: a QoS session as it came, or its minutes. */
export function nestedRows(table: RowTable, { row }: StoredRow): Iterable<Row> {
  return table === 'qos_samples' ? sampleRows(row) : [row];
}

/** A row as an object: the meeting's fields, then Zoom's, each as it came. What would hide one of ours is in `extra`. */
export function jsonRow(meeting: MeetingRecord, row: Row, blanks: Blanks = 'as-sent'): Row {
  const { own, hidden } = divide(row);
  const extra = Object.keys(hidden).length > 0 && { [extraColumn.name]: hidden };
  const whole = { ...meetingFields(meeting), ...own, ...extra };
  if (blanks === 'as-sent') return whole;
  return Object.fromEntries(Object.entries(whole).map(([name, value]) => [name, value === '' ? null : value]));
}

type CellOptions = { readonly columns: readonly ExportColumn[]; readonly blanks?: Blanks | undefined };

/** A row in columns. `columns` are the table's, `extra` at the end. */
export function cellsOf(meeting: MeetingRecord, row: Row, { columns, blanks }: CellOptions): ExportCell[] {
  const { own, hidden } = divide(row);
  const fields: Record<string, unknown> = { ...meetingFields(meeting), ...own };
  // Entries, since a field can be called `__proto__`.
  const extra = Object.entries(hidden);
  const cells: ExportCell[] = [];
  for (const { name, type } of columns) {
    if (name === extraColumn.name) continue;
    const value = fields[name];
    const isNone = value === undefined || value === null || (blanks === 'null' && value === '');
    const cell = isNone ? null : cellOf(value, type);
    if (cell === undefined) extra.push([name, value]);
    cells.push(cell ?? null);
    delete fields[name];
  }
  extra.push(...Object.entries(fields).filter(([, value]) => value !== undefined));
  cells.push(extra.length > 0 ? JSON.stringify(Object.fromEntries(extra)) : null);
  return cells;
}

function divide(row: Row): { own: Record<string, unknown>; hidden: Record<string, unknown> } {
  const hidden: Record<string, unknown> = {};
  const own: Record<string, unknown> = { ...row };
  for (const name of ourNames) {
    if (!Object.hasOwn(own, name)) continue;
    hidden[name] = own[name];
    delete own[name];
  }
  return { own, hidden };
}

/** The columns that begin every row. */
export const meetingFields = ({
  account,
  uuid,
  meetingId,
  startTime,
  endTime,
  hostId,
  topic,
  kind,
}: MeetingRecord) => ({
  account,
  uuid,
  meeting_id: meetingId,
  start_time: startTime ?? null,
  end_time: endTime,
  host_id: hostId ?? null,
  topic: topic ?? null,
  kind,
});

/** The value as the column takes it; undefined where it does not. */
export function cellOf(value: unknown, type: ColumnType): ExportCell | undefined {
  switch (type) {
    case 'text':
      if (typeof value === 'string') return value;
      return typeof value === 'object' && !JSON.isRawJSON(value) ? undefined : JSON.stringify(value);
    case 'timestamp':
      if (value === '') return null;
      return typeof value === 'string' && isInstant(value) ? value : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'integer':
      return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
    case 'double':
      return typeof value === 'number' ? value : undefined;
    case 'json':
      return JSON.stringify(value);
  }
}

const isInstant = (text: string): boolean => /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text));

function withSummary(session: Row, notKept: StoredRow['notKept']): Row {
  const { user_qos: samples } = session;
  const list: readonly unknown[] = Array.isArray(samples) ? samples : [];
  const own = Array.isArray(samples) ? omit(session, 'user_qos') : session;
  const summary = notKept ? notKept.summary : summarizeQuality(list);
  const values = summaryColumns.map(({ name, value }) => [name, summary && value(summary)] as const);
  return { ...own, samples: notKept?.samples ?? list.length, ...Object.fromEntries(values) };
}

/** A session's samples as flat rows, numbered from 0 in Zoom's order. One that is no object has its text in `sample_value`. */
function* sampleRows(session: Row): Generator<Row> {
  const { user_qos: samples, join_time } = session;
  if (!Array.isArray(samples)) return;
  const known = Object.fromEntries(sessionFields.map((name) => [name, session[name]]));
  for (const [sample, value] of samples.entries()) {
    yield {
      ...known,
      join_time,
      sample,
      ...(isRow(value) ? Object.fromEntries(flatFields(value)) : { sample_value: value }),
    };
  }
}

function* flatFields(sample: Row): Generator<[string, unknown]> {
  for (const [name, value] of Object.entries(sample)) {
    if (!isRow(value)) yield [name, value];
    else for (const [metric, leaf] of Object.entries(value)) yield metricField(name, metric, leaf);
  }
}

/** The number under its column's name; what is no number in the metric's unit under Zoom's own name. */
function metricField(group: string, metric: string, value: unknown): [string, unknown] {
  const unit = unitOf(metric);
  if (unit === undefined || typeof value !== 'string') return [`${group}_${metric}`, value];
  if (value === '') return [sampleColumnName(group, metric), null];
  const number = value.endsWith(unit) ? value.slice(0, -unit.length) : '';
  return /^-?\d+(\.\d+)?$/.test(number)
    ? [sampleColumnName(group, metric), Number(number)]
    : [`${group}_${metric}`, value];
}
