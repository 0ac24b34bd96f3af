import type { QualityGroup } from '../../shared/analysis/quality/quality-groups.ts';
import { highCpuPercent, issuesOf } from '../../shared/domain/quality/issues.ts';
import type { QualityKey } from '../../shared/domain/quality/quality-key.ts';
import { limits } from '../../shared/domain/quality/stream-minute.ts';
import { type QualitySummary, streamMedia, streamNames } from '../../shared/domain/quality/summary.ts';
import type { Row } from '../../shared/domain/row/row.ts';
import { percentText, roundedTo, streamText } from '../output/cells.ts';
import type { AnswerColumn } from './answer.ts';

/** A group, and what it was in the span before; absent where there was none. */
export type ComparedGroup = QualityGroup & { readonly before?: QualityGroup | undefined };

/** A group's line. With `compared` against the span before. */
export const groupColumns = (by: QualityKey, compared: boolean): AnswerColumn<ComparedGroup>[] => [
  {
    name: by.replace('-', '_'),
    width: 32,
    shorten: true,
    cell: ({ key }) => key,
    text: ({ key }) => key || '(not told)',
  },
  { name: 'sessions', cell: ({ sessions }) => sessions },
  { name: 'minutes', cell: ({ minutes }) => minutes },
  {
    name: 'bad_share',
    importance: 3,
    cell: ({ badShare }) => roundedTo(badShare, 4),
    text: ({ badShare }) => percentText(badShare),
  },
  ...(compared ? comparison : []),
  { name: 'bad_sessions', only: 'csv', cell: ({ badSessions }) => badSessions },
  { name: 'bad_minutes', only: 'csv', cell: ({ badMinutes }) => badMinutes },
  { name: 'latency', cell: ({ latency }) => latency },
  { name: 'jitter', cell: ({ jitter }) => jitter },
  { name: 'loss', cell: ({ loss }) => loss },
  { name: 'high_cpu', cell: ({ highCpu }) => highCpu, text: ({ highCpu }) => String(highCpu || '') },
  {
    name: 'zoom_says',
    width: 40,
    shorten: true,
    cell: ({ issues }) => issues.map(({ issue, sessions }) => `${issue} (${sessions})`).join(', '),
  },
];

const comparison: readonly AnswerColumn<ComparedGroup>[] = [
  {
    name: 'before',
    importance: 2,
    cell: ({ before }) => before && roundedTo(before.badShare, 4),
    text: ({ before }) => (before ? percentText(before.badShare) : ''),
  },
  {
    name: 'change',
    importance: 2,
    cell: ({ badShare, before }) => before && roundedTo(badShare - before.badShare, 4),
    text: ({ badShare, before }) => (before ? changeText(badShare - before.badShare) : 'new'),
  },
];

/** In points of percent: `+2.5`, `-0.3`. */
const changeText = (by: number): string => `${by < 0 ? '' : '+'}${(by * 100).toFixed(1)}`;

export const groupJson = (group: ComparedGroup): ComparedGroup => group;

/** Why a session is among the worst: what was furthest over its limit, the machine's load, and what Zoom itself says. */
export function whyText({ summary, row }: { readonly summary: QualitySummary; readonly row?: Row }): string {
  const [worst] = streamNames
    .flatMap((name) => {
      const most = limits[streamMedia[name]];
      const { latency, jitter, loss } = summary[name] ?? {};
      return [
        { name, what: 'loss', value: loss?.p95 ?? 0, limit: most.avg_loss, unit: '%' },
        { name, what: 'latency', value: latency?.p95 ?? 0, limit: most.latency, unit: ' ms' },
        { name, what: 'jitter', value: jitter?.p95 ?? 0, limit: most.jitter, unit: ' ms' },
      ];
    })
    .filter(({ value, limit }) => value > limit)
    .sort((a, b) => b.value / b.limit - a.value / a.limit)
    .map(({ name, what, value, unit }) => `${streamText(name)} ${what} ${value}${unit}`);
  const { maxSystemCpu: cpu = 0 } = summary;
  const issues = issuesOf(row ?? {});
  const load = cpu >= highCpuPercent ? [`CPU ${cpu}%`] : [];
  return [
    ...(worst === undefined ? [] : [worst]),
    ...load,
    ...(issues.length > 0 ? [`Zoom: ${issues.join(', ')}`] : []),
  ].join('; ');
}
