import { tellsOfExpected } from '../../analysis/attendance/registration.ts';
import type { DatasetReading } from '../../datasets/dataset.ts';
import { readings } from '../../datasets/datasets.ts';
import { meetingRowFields, meetingRowIdentity, meetingRowNames, meetingRowTypes } from '../../datasets/meeting-row.ts';
import { type Dataset, datasets, hasSamples, isDataset, knownDatasets } from '../../domain/dataset.ts';
import { type QualitySummary, streamNames } from '../../domain/quality/summary.ts';
import { unitOf } from '../../dynamo/samples/qos-cells.ts';

/**
 * - `text`: also a number or a boolean, as its JSON.
 * - `timestamp`: ISO 8601, in UTC as Zoom sends it; a blank is none.
 * - `json`: a nested value, as JSON text.
 */
export type ColumnType = 'text' | 'timestamp' | 'boolean' | 'integer' | 'double' | 'json';
export type ExportColumn = {
  readonly name: string;
  readonly type: ColumnType;
  /** Where it comes from, and in what unit it is, in a few words; absent for a field that Zoom documents. */
  readonly about?: string;
};

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

/** Fields of a session that its samples bear too. */
export const sessionFields = ['user_id', 'participant_uuid', 'user_name'] as const;

const unitWords: Readonly<Record<string, string>> = { ' kbps': '_kbps', ' ms': '_ms', '%': '_percent', ' fps': '_fps' };
const ends = ['input', 'output', 'device_from_crc', 'device_to_crc', 'device_from_rwg', 'device_to_rwg'];

/** A metric's column: Zoom's group and name, and the unit that its number is in. */
export const sampleColumnName = (group: string, metric: string): string =>
  `${group}_${metric}${unitWords[unitOf(metric) ?? ''] ?? ''}`;

const metrics = (type: ColumnType, group: string, names: string): ExportColumn[] =>
  names.split(' ').map((metric) => ({ name: sampleColumnName(group, metric), type }));

/** One minute of one session, flat. */
const sampleColumns: readonly ExportColumn[] = [
  ...columns('text', sessionFields.join(' ')),
  ...columns('timestamp', 'join_time'),
  ...columns('integer', 'sample'),
  ...columns('timestamp', 'date_time'),
  ...ends.flatMap((end) => metrics('double', `audio_${end}`, 'bitrate latency jitter avg_loss max_loss')),
  ...['video', 'as'].flatMap((medium) =>
    ends.flatMap((end) => [
      ...metrics('double', `${medium}_${end}`, 'bitrate latency jitter avg_loss max_loss frame_rate'),
      ...metrics('text', `${medium}_${end}`, 'resolution'),
    ]),
  ),
  ...metrics('double', 'cpu_usage', 'zoom_min_cpu_usage zoom_avg_cpu_usage zoom_max_cpu_usage system_max_cpu_usage'),
  ...metrics(
    'text',
    'cpu_pressure_level',
    'system_min_cpu_pressure_level system_avg_cpu_pressure_level system_max_cpu_pressure_level',
  ),
  ...metrics('double', 'wifi_rssi', 'max_rssi avg_rssi min_rssi'),
  ...metrics('text', 'wifi_rssi', 'rssi_unit'),
];

/** A column of a session's summary, and its value; undefined for a stream that never ran. */
export type SummaryColumn = ExportColumn & { readonly value: (summary: QualitySummary) => number | undefined };

const summaryUnits = { loss: 'percent', jitter: 'ms', latency: 'ms', bitrate: 'kbps' } as const;
const measures = ['loss', 'jitter', 'latency', 'bitrate'] as const;
const spreads = ['avg', 'p95', 'max'] as const;

/** How a session went, in columns: over all streams, then stream by stream. */
export const summaryColumns: readonly SummaryColumn[] = [
  { name: 'minutes', type: 'integer', value: ({ minutes }) => minutes },
  { name: 'bad_minutes', type: 'integer', value: ({ badMinutes }) => badMinutes },
  { name: 'bad_share', type: 'double', value: ({ badShare }) => badShare },
  { name: 'max_system_cpu_percent', type: 'double', value: ({ maxSystemCpu }) => maxSystemCpu },
  { name: 'max_zoom_cpu_percent', type: 'double', value: ({ maxZoomCpu }) => maxZoomCpu },
  ...streamNames.flatMap((stream): SummaryColumn[] => [
    { name: `${stream}_minutes`, type: 'integer', value: (summary) => summary[stream]?.minutes },
    { name: `${stream}_bad_share`, type: 'double', value: (summary) => summary[stream]?.badShare },
    ...measures.flatMap((measure) =>
      spreads.map((spread): SummaryColumn => {
        const name = `${stream}_${measure}_${spread}_${summaryUnits[measure]}`;
        return { name, type: 'double', value: (summary) => summary[stream]?.[measure]?.[spread] };
      }),
    ),
    { name: `${stream}_bitrate_min_kbps`, type: 'double', value: (summary) => summary[stream]?.minBitrate },
  ]),
];

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

function columns(type: ColumnType, names: string): ExportColumn[] {
  return names.split(' ').map((name) => ({ name, type }));
}

function typed(type: ColumnType, names: string): Record<string, ColumnType> {
  return Object.fromEntries(names.split(' ').map((name) => [name, type]));
}
