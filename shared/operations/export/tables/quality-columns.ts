import { type QualitySummary, streamNames } from '../../../domain/quality/summary.ts';
import { unitOf } from '../../../dynamo/samples/qos-cells.ts';
import { type ColumnType, columns, type ExportColumn } from './column.ts';

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
export const sampleColumns: readonly ExportColumn[] = [
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
