import { summarizeQuality } from '../../shared/domain/quality/summary.ts';
import type { Row } from '../../shared/domain/row.ts';
import type { MeetingRecord } from '../../shared/dynamo/meetings/meeting-item.ts';
import type { ColumnSpec, ColumnType } from './column-spec.ts';
import { type ExportTable, extraColumn, meetingColumns } from './columns.ts';
import { sampleRows } from './sample-columns.ts';
import { summaryFields } from './summary-columns.ts';

/** What a file's row can hold of a value. */
export type Cell = string | number | boolean | null;

const ourNames: ReadonlySet<string> = new Set([...meetingColumns, extraColumn].map(({ name }) => name));

/** The rows of a table that one stored row gives, with Zoom's names and values: a QoS session gives one, or its minutes. */
export function tableRows(table: ExportTable, row: Row, nested: boolean): Iterable<Row> {
  if (table === 'qos-samples') return sampleRows(row);
  if (table !== 'qos' || nested) return [row];
  const { user_qos: samples, ...session } = row;
  const list: readonly unknown[] = Array.isArray(samples) ? samples : [];
  const odd = samples === undefined || Array.isArray(samples) ? {} : { user_qos: samples };
  return [{ ...session, ...odd, ...summaryFields(list.length, summarizeQuality(list)) }];
}

/** A row as an object: the meeting's fields, then Zoom's, each as it came. What would hide one of ours is in `extra`. */
export function jsonRow(meeting: MeetingRecord, row: Row): Row {
  const { own, hidden } = divide(row);
  return { ...meetingFields(meeting), ...own, ...(Object.keys(hidden).length > 0 && { [extraColumn.name]: hidden }) };
}

/** A row in columns. `columns` are the table's, `extra` at the end. */
export function cellsOf(meeting: MeetingRecord, row: Row, columns: readonly ColumnSpec[]): Cell[] {
  const { own, hidden: extra } = divide(row);
  const fields: Record<string, unknown> = { ...meetingFields(meeting), ...own };
  const cells: Cell[] = [];
  for (const { name, type } of columns) {
    if (name === extraColumn.name) continue;
    const value = fields[name];
    const cell = value === undefined || value === null ? null : cellOf(value, type);
    if (cell === undefined) extra[name] = value;
    cells.push(cell ?? null);
    delete fields[name];
  }
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) extra[name] = value;
  cells.push(Object.keys(extra).length > 0 ? JSON.stringify(extra) : null);
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

const meetingFields = ({ uuid, meetingId, topic, kind, endTime }: MeetingRecord) => ({
  uuid,
  meeting_id: meetingId,
  topic: topic ?? null,
  kind,
  end_time: endTime,
});

/** The value as the column takes it; undefined where it does not. */
function cellOf(value: unknown, type: ColumnType): Cell | undefined {
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
