import { isRow } from '../../shared/domain/exact-json.ts';
import type { Row } from '../../shared/domain/row.ts';
import { unitOf } from '../../shared/dynamo/rows/qos-cells.ts';
import type { ColumnSpec } from './column-spec.ts';

const sessionFields = ['user_id', 'participant_uuid', 'user_name'] as const;
const ends = ['input', 'output', 'device_from_crc', 'device_to_crc', 'device_from_rwg', 'device_to_rwg'];
const measures = ['bitrate', 'latency', 'jitter', 'avg_loss', 'max_loss'];
const unitWords: Readonly<Record<string, string>> = { ' kbps': '_kbps', ' ms': '_ms', '%': '_percent', ' fps': '_fps' };

/** A metric's column: Zoom's group and name, and the unit that its number is in. */
const columnName = (group: string, metric: string): string =>
  `${group}_${metric}${unitWords[unitOf(metric) ?? ''] ?? ''}`;

const metrics = (group: string, names: readonly string[], type: ColumnSpec['type'] = 'double'): ColumnSpec[] =>
  names.map((metric) => ({ name: columnName(group, metric), type }));

/** One minute of one session, flat. */
export const sampleColumns: readonly ColumnSpec[] = [
  ...sessionFields.map((name): ColumnSpec => ({ name, type: 'text' })),
  { name: 'join_time', type: 'timestamp' },
  { name: 'sample', type: 'integer' },
  { name: 'date_time', type: 'timestamp' },
  ...['audio', 'video', 'as'].flatMap((medium) =>
    ends.flatMap((end) => [
      ...metrics(`${medium}_${end}`, measures),
      ...(medium === 'audio'
        ? []
        : [...metrics(`${medium}_${end}`, ['frame_rate']), ...metrics(`${medium}_${end}`, ['resolution'], 'text')]),
    ]),
  ),
  ...metrics('cpu_usage', ['zoom_min_cpu_usage', 'zoom_avg_cpu_usage', 'zoom_max_cpu_usage', 'system_max_cpu_usage']),
  ...metrics(
    'cpu_pressure_level',
    ['system_min_cpu_pressure_level', 'system_avg_cpu_pressure_level', 'system_max_cpu_pressure_level'],
    'text',
  ),
  ...metrics('wifi_rssi', ['max_rssi', 'avg_rssi', 'min_rssi']),
  ...metrics('wifi_rssi', ['rssi_unit'], 'text'),
];

/** A session's samples as flat rows, numbered from 0 in Zoom's order. One that is no object has its text in `sample_value`. */
export function* sampleRows(session: Row): Generator<Row> {
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
  if (value === '') return [columnName(group, metric), null];
  const number = value.endsWith(unit) ? value.slice(0, -unit.length) : '';
  return /^-?\d+(\.\d+)?$/.test(number) ? [columnName(group, metric), Number(number)] : [`${group}_${metric}`, value];
}
