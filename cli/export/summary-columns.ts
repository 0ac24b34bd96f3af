import { type QualitySummary, streamNames } from '../../shared/domain/quality/summary.ts';
import type { ColumnSpec } from './column-spec.ts';

const measures = { loss: 'percent', jitter: 'ms', latency: 'ms', bitrate: 'kbps' } as const;
const measureNames = ['loss', 'jitter', 'latency', 'bitrate'] as const;
const spreads = ['avg', 'p95', 'max'] as const;

/** How a session went, in columns: over all streams, then stream by stream. */
export const summaryColumns: readonly ColumnSpec[] = [
  { name: 'samples', type: 'integer' },
  { name: 'minutes', type: 'integer' },
  { name: 'bad_minutes', type: 'integer' },
  { name: 'bad_share', type: 'double' },
  { name: 'max_system_cpu_percent', type: 'double' },
  { name: 'max_zoom_cpu_percent', type: 'double' },
  ...streamNames.flatMap((stream): ColumnSpec[] => [
    { name: `${stream}_minutes`, type: 'integer' },
    { name: `${stream}_bad_share`, type: 'double' },
    ...measureNames.flatMap((measure) =>
      spreads.map(
        (spread): ColumnSpec => ({ name: `${stream}_${measure}_${spread}_${measures[measure]}`, type: 'double' }),
      ),
    ),
    { name: `${stream}_bitrate_min_kbps`, type: 'double' },
  ]),
];

/** The values of {@link summaryColumns}; a stream that never ran has none. */
export function summaryFields(samples: number, summary: QualitySummary | undefined): Record<string, unknown> {
  const fields: Record<string, unknown> = {
    samples,
    minutes: summary?.minutes,
    bad_minutes: summary?.badMinutes,
    bad_share: summary?.badShare,
    max_system_cpu_percent: summary?.maxSystemCpu,
    max_zoom_cpu_percent: summary?.maxZoomCpu,
  };
  for (const stream of streamNames) {
    const of = summary?.[stream];
    if (!of) continue;
    fields[`${stream}_minutes`] = of.minutes;
    fields[`${stream}_bad_share`] = of.badShare;
    fields[`${stream}_bitrate_min_kbps`] = of.minBitrate;
    for (const measure of measureNames) {
      for (const spread of spreads)
        fields[`${stream}_${measure}_${spread}_${measures[measure]}`] = of[measure]?.[spread];
    }
  }
  return fields;
}
