import type { Spread } from '../../domain/quality/spread.ts';
import { limits } from '../../domain/quality/stream-minute.ts';
import { type QualitySummary, type StreamName, streamMedia, streamNames } from '../../domain/quality/summary.ts';
import type { Attendance } from '../attendance/attendance.ts';
import type { Person } from '../attendance/people.ts';
import type { Measure } from './quality-over-time.ts';

/** A stream and a measure of which the 95th percentile was over the limit. */
export type LimitExcess = {
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
  readonly excesses: readonly LimitExcess[];
};

/** Undefined where nothing was measured. `summaries` are by the index of the source row. */
export function computePersonQuality(
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
  return { minutes, badMinutes, badShare: badMinutes / minutes, excesses: findExcesses(own) };
}

function findExcesses(summaries: readonly QualitySummary[]): LimitExcess[] {
  const worst = new Map<string, LimitExcess>();
  for (const summary of summaries) {
    for (const excess of streamNames.flatMap((stream) => findStreamExcesses(stream, summary))) {
      const key = `${excess.stream} ${excess.measure}`;
      if (excess.p95 > (worst.get(key)?.p95 ?? 0)) worst.set(key, excess);
    }
  }
  return [...worst.values()].sort((a, b) => b.times - a.times);
}

function findStreamExcesses(stream: StreamName, summary: QualitySummary): LimitExcess[] {
  const { latency, jitter, loss } = summary[stream] ?? {};
  const most = limits[streamMedia[stream]];
  const exceed = (measure: Measure, spread: Spread | undefined): LimitExcess[] =>
    spread && spread.p95 > most[measure]
      ? [{ stream, measure, p95: spread.p95, times: spread.p95 / most[measure] }]
      : [];
  return [...exceed('latency', latency), ...exceed('jitter', jitter), ...exceed('avg_loss', loss)];
}

/** Of a shorter stay one bad minute is too large a share: such people come after the others. */
const leastMinutes = 5;

/** Those with a bad minute, the largest share of bad minutes first, `most` at the most. */
export function rankWorst<One extends { readonly quality?: PersonQuality }>(
  people: readonly One[],
  most: number,
): (One & { readonly quality: PersonQuality })[] {
  return people
    .flatMap((one) => (one.quality && one.quality.badMinutes > 0 ? [{ ...one, quality: one.quality }] : []))
    .sort(({ quality: a }, { quality: b }) => {
      const long = Number(b.minutes >= leastMinutes) - Number(a.minutes >= leastMinutes);
      return long || b.badShare - a.badShare || b.badMinutes - a.badMinutes;
    })
    .slice(0, most);
}
