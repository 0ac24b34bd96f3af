import { readings } from '../../datasets/datasets.ts';
import { type Dataset, datasets, hasSamples, isDataset } from '../../domain/dataset.ts';
import { type QualitySummary, streamNames } from '../../domain/quality/summary.ts';
import { unitOf } from '../../dynamo/rows/qos-cells.ts';

/**
 * - `text`: also a number or a boolean, as its JSON.
 * - `timestamp`: ISO 8601, in UTC as Zoom sends it; a blank is none.
 * - `json`: a nested value, as JSON text.
 */
export type ColumnType = 'text' | 'timestamp' | 'boolean' | 'integer' | 'double' | 'json';
export type ExportColumn = { readonly name: string; readonly type: ColumnType };

/** How rows are written; also the ending of a file's name. */
export const exportFormats = ['csv', 'jsonl', 'parquet'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** What can be exported: a dataset, or the minutes within its QoS sessions. */
export const exportTables = [...datasets, 'qos-samples'] as const;
export type ExportTable = (typeof exportTables)[number];

/** The dataset whose stored rows a table is made of. */
export const datasetOf = (table: ExportTable): Dataset => (isDataset(table) ? table : 'qos');

/** Of the meeting, before Zoom's own fields. A field of Zoom's that bears one of these names stands in `extra`. */
export const meetingColumns: readonly ExportColumn[] = [
  ...columns('text', 'uuid meeting_id topic kind'),
  ...columns('timestamp', 'end_time'),
];

/** Fields that are not among the columns, and values that do not fit theirs: a JSON object, or nothing. */
export const extraColumn: ExportColumn = { name: 'extra', type: 'json' };

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

/** The columns of a table, always the same and in this order. */
export function columnsOf(table: ExportTable): readonly ExportColumn[] {
  const own =
    table === 'qos-samples'
      ? sampleColumns
      : readings[table].fields.split(/\s+/).map((name): ExportColumn => ({ name, type: typeOf[name] ?? 'text' }));
  return [
    ...meetingColumns,
    ...own,
    ...(hasSummary(table) ? [...columns('integer', 'samples'), ...summaryColumns] : []),
    extraColumn,
  ];
}

function columns(type: ColumnType, names: string): ExportColumn[] {
  return names.split(' ').map((name) => ({ name, type }));
}

function typed(type: ColumnType, names: string): Record<string, ColumnType> {
  return Object.fromEntries(names.split(' ').map((name) => [name, type]));
}
