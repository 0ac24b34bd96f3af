import { tellsOfExpected } from '../../../analysis/attendance/registration.ts';
import type { DatasetReading } from '../../../datasets/dataset.ts';
import { readings } from '../../../datasets/datasets.ts';
import {
  meetingRowFields,
  meetingRowIdentity,
  meetingRowNames,
  meetingRowTypes,
} from '../../../datasets/meeting-row.ts';
import { type Dataset, datasets, hasSamples, isDataset, knownDatasets } from '../../../domain/dataset.ts';
import { type ColumnType, columns, type ExportColumn } from './column.ts';
import { sampleColumns, summaryColumns } from './quality-columns.ts';

/** How rows are written; also the ending of a file's name. */
export const exportFormats = ['csv', 'jsonl', 'parquet'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** What is made of a dataset's stored rows: the dataset, or the minutes within its QoS sessions. */
export const rowTables = [...knownDatasets, 'qos_samples'] as const;
export type RowTable = (typeof rowTables)[number];

/** What can be exported: a row a meeting, a row a person of each meeting, or stored rows. */
export const exportTables = ['meetings', 'attendance', ...rowTables] as const;
export type ExportTable = (typeof exportTables)[number];

/** The dataset whose stored rows a table is made of. */
export const datasetOf = (table: RowTable): Dataset => (isDataset(table) ? table : 'qos');

/** The datasets without which there is no such table. */
export const requiredSources = (table: ExportTable): readonly Dataset[] =>
  table === 'meetings' || table === 'attendance' ? datasets : [datasetOf(table)];

type DescribedTypes = NonNullable<DatasetReading['types']>;

/** The datasets whose captures decide what a table says of a meeting: the required ones, and those that tell more where there are any. */
export const sourcesOf = (table: ExportTable): readonly Dataset[] =>
  table === 'attendance' ? [...datasets, ...knownDatasets.filter(tellsOfExpected)] : requiredSources(table);

/** What there is to export of a stage that captures these datasets. */
export const tablesOf = (captured: readonly Dataset[]): readonly ExportTable[] =>
  exportTables.filter((table) => requiredSources(table).every((dataset) => captured.includes(dataset)));

/** Of the meeting, before Zoom's own fields. A field of Zoom's that bears one of these names stands in `extra`. */
export const meetingColumns: readonly ExportColumn[] = [
  { name: 'account', type: 'text', about: 'id of the Zoom account' },
  { name: 'uuid', type: 'text', about: 'of this instance, as Zoom writes it' },
  { name: 'meeting_id', type: 'text', about: 'the number that people dial' },
  { name: 'start_time', type: 'timestamp', about: "the meeting's" },
  { name: 'end_time', type: 'timestamp', about: "the meeting's" },
  { name: 'host_id', type: 'text', about: "the host's user id" },
  { name: 'topic', type: 'text' },
  { name: 'kind', type: 'text', about: '`meeting` or `webinar`' },
];

/** How a meeting's captures are. */
const captureColumns: readonly ExportColumn[] = datasets.flatMap((dataset): ExportColumn[] => [
  { name: `${dataset}_state`, type: 'text', about: 'how far its capture is' },
  { name: `${dataset}_rows`, type: 'integer', about: 'rows stored' },
  { name: `${dataset}_erased`, type: 'integer', about: 'rows not stored, because their person was erased' },
  { name: `${dataset}_captured_at`, type: 'timestamp', about: 'when all rows were stored' },
]);

/** A column of the meeting's row in Zoom's list, and the fields that it is of, the one that tells more first. */
export type ListColumn = ExportColumn & { readonly fields: readonly string[] };

/** Of what the lists are known to say of a meeting. */
export const listColumns: readonly ListColumn[] = [
  ...Map.groupBy(
    meetingRowFields.split(/\s+/).filter((field) => !meetingRowIdentity.includes(field)),
    (field) => meetingRowNames[field] ?? field,
  ),
].map(([name, fields]) => ({
  name,
  type: fields.map((field) => describedType(field, meetingRowTypes)).find((type) => type !== undefined) ?? 'text',
  fields,
  about: `${fields.map((field) => `\`${field}\``).join(' or ')} of Zoom's list`,
}));

const meetingsColumns: readonly ExportColumn[] = [
  { name: 'timezone', type: 'text' },
  ...listColumns,
  {
    name: 'list_row',
    type: 'json',
    about: "the meeting's row in Zoom's list, whole; none until a sweep has read it",
  },
  { name: 'registered_at', type: 'timestamp', about: 'when it was first heard of' },
  { name: 'reason', type: 'text', about: 'what it was heard from: an event, a sweep, a backfill, an operator' },
  ...captureColumns,
];

const attendanceColumns: readonly ExportColumn[] = [
  { name: 'name', type: 'text', about: 'of several, the one borne the longest' },
  { name: 'email', type: 'text' },
  { name: 'user_id', type: 'text', about: "the signed-in user's id; none for guests" },
  { name: 'known_by', type: 'text', about: 'the strongest sign that unites their sessions' },
  { name: 'guest', type: 'boolean', about: 'without a user id' },
  { name: 'role', type: 'text' },
  { name: 'first_join', type: 'timestamp' },
  { name: 'last_leave', type: 'timestamp' },
  { name: 'attended_minutes', type: 'double', about: 'minutes; overlaps once, the waiting room not at all' },
  { name: 'share', type: 'double', about: "0 to 1, of the meeting's length" },
  { name: 'late_minutes', type: 'double', about: 'minutes after the start' },
  { name: 'early_minutes', type: 'double', about: 'minutes before the end' },
  { name: 'waiting_minutes', type: 'double', about: 'minutes in the waiting room' },
  { name: 'rejoins', type: 'integer' },
  { name: 'measured_minutes', type: 'integer', about: 'minutes with quality of service' },
  { name: 'bad_minutes', type: 'integer', about: 'minutes of those over a limit' },
  { name: 'flags', type: 'json', about: 'what is odd about their times' },
  { name: 'came', type: 'boolean', about: 'false of who was approved and did not come' },
  {
    name: 'registered',
    type: 'text',
    about: "Zoom's word for their registration, or `no`; none for hosts, panelists and where nobody registered",
  },
  { name: 'registrations', type: 'json', about: '`id` of their rows in `registrants`, where they have any' },
];

/** Fields that are not among the columns, and values that do not fit theirs: a JSON object, or nothing. */
export const extraColumn: ExportColumn = {
  name: 'extra',
  type: 'json',
  about: 'fields that are not among the columns, and values that do not fit theirs',
};

const typeOf: Readonly<Record<string, ColumnType>> = {
  ...typed('timestamp', 'join_time leave_time'),
  ...typed('boolean', 'recording share_application share_desktop share_whiteboard has_archiving failover'),
  ...typed('integer', 'in_room_participants duration'),
  ...typed('double', 'total_jointime_cost'),
  ...typed('json', 'internal_ip_addresses audio_call issue_list'),
};

/** Whether the table's rows say in a few figures what their samples do. */
export const hasSummary = (table: ExportTable): boolean => isDataset(table) && hasSamples(table);

/** Where a column's values come from: what is known of the meeting, Zoom's rows as they are, or a computation over them. */
export type ColumnSource = 'meeting' | 'Zoom' | 'computed';
export type TableColumn = ExportColumn & { readonly source: ColumnSource; readonly unit?: string };

/** The columns of a table, always the same and in this order. Each may be null but those of {@link neverNull}. */
export const columnsOf = (table: ExportTable): readonly TableColumn[] => [
  ...from('meeting', meetingColumns),
  ...from(sourceOf(table), ownColumns(table)),
  ...(hasSummary(table) ? from('computed', [...columns('integer', 'samples'), ...summaryColumns]) : []),
  ...from('Zoom', [extraColumn]),
];

export const neverNull: readonly string[] = ['account', 'uuid', 'end_time', 'kind'];

function sourceOf(table: ExportTable): ColumnSource {
  if (table === 'meetings') return 'meeting';
  return table === 'attendance' ? 'computed' : 'Zoom';
}

/** Units by the last part of a column's name; Zoom's `duration` is one of a stay. */
const units: Readonly<Record<string, string>> = {
  ms: 'ms',
  kbps: 'kbps',
  percent: '%',
  fps: 'frames/s',
  minutes: 'min',
  duration: 's',
  share: '0 to 1',
};

const from = (source: ColumnSource, some: readonly ExportColumn[]): TableColumn[] =>
  some.map(({ name, type, about }) => {
    const unit = type === 'integer' || type === 'double' ? units[name.slice(name.lastIndexOf('_') + 1)] : undefined;
    return { name, type, source, ...(unit !== undefined && { unit }), ...(about !== undefined && { about }) };
  });

function ownColumns(table: ExportTable): readonly ExportColumn[] {
  if (table === 'meetings') return meetingsColumns;
  if (table === 'attendance') return attendanceColumns;
  if (table === 'qos_samples') return sampleColumns;
  const { fields, types = {} }: DatasetReading = readings[table];
  return fields
    .split(/\s+/)
    .map((name): ExportColumn => ({ name, type: describedType(name, types) ?? typeOf[name] ?? 'text' }));
}

/** What a description says of a field; undefined for a text, and where it says nothing. */
function describedType(name: string, types: DescribedTypes): ColumnType | undefined {
  const described = ['timestamp', 'boolean', 'integer', 'double', 'json'] as const;
  return described.find((type) => types[type]?.split(/\s+/).includes(name));
}

function typed(type: ColumnType, names: string): Record<string, ColumnType> {
  return Object.fromEntries(names.split(' ').map((name) => [name, type]));
}
