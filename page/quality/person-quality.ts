import type { Attendance } from '../../shared/analysis/attendance/attendance.ts';
import type { Person } from '../../shared/analysis/attendance/people.ts';
import type { Spread } from '../../shared/domain/quality/spread.ts';
import { limits, type Medium } from '../../shared/domain/quality/stream-minute.ts';
import { type QualitySummary, type StreamName, streamNames } from '../../shared/domain/quality/summary.ts';
import type { Measure } from './quality-over-time.ts';

/** A stream and a measure of which the 95th percentile was over the limit. */
export type Trouble = {
  readonly stream: StreamName;
  readonly measure: Measure;
  /** In the measure's unit: of the person's sessions, the worst one's. */
  readonly p95: number;
  /** How many times the limit. */
  readonly times: number;
};

/** How one person's sessions went, all together. */
export type PersonQuality = {
  readonly minutes: number;
  readonly badMinutes: number;
  /** 0 to 1. */
  readonly badShare: number;
  /** The worst first. */
  readonly troubles: readonly Trouble[];
};

/** Undefined where nothing was measured. `summaries` are by the index of the source row. */
export function personQuality(
  { sessions }: Person,
  attendance: Attendance,
  summaries: ReadonlyMap<number, QualitySummary>,
): PersonQuality | undefined {
  const own = sessions
    .flatMap((index) => attendance.sessions[index]?.rows.qos ?? [])
    .flatMap((index) => summaries.get(index) ?? []);
  const minutes = own.reduce((sum, summary) => sum + summary.minutes, 0);
  if (minutes === 0) return undefined;
  const badMinutes = own.reduce((sum, summary) => sum + summary.badMinutes, 0);
  return { minutes, badMinutes, badShare: badMinutes / minutes, troubles: troublesOf(own) };
}

function troublesOf(summaries: readonly QualitySummary[]): Trouble[] {
  const worst = new Map<string, Trouble>();
  for (const summary of summaries) {
    for (const stream of streamNames) {
      for (const trouble of streamTroubles(stream, summary)) {
        const key = `${stream} ${trouble.measure}`;
        if (trouble.p95 > (worst.get(key)?.p95 ?? 0)) worst.set(key, trouble);
      }
    }
  }
  return [...worst.values()].sort((a, b) => b.times - a.times);
}

function streamTroubles(stream: StreamName, summary: QualitySummary): Trouble[] {
  const { latency, jitter, loss } = summary[stream] ?? {};
  const most = limits[mediumOf(stream)];
  const over = (measure: Measure, spread: Spread | undefined): Trouble[] =>
    spread && spread.p95 > most[measure]
      ? [{ stream, measure, p95: spread.p95, times: spread.p95 / most[measure] }]
      : [];
  return [...over('latency', latency), ...over('jitter', jitter), ...over('avg_loss', loss)];
}

const mediumOf = (stream: StreamName): Medium =>
  stream.startsWith('audio') ? 'audio' : stream.startsWith('video') ? 'video' : 'as';
