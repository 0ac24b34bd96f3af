import { isBadMinute, type Limits, type Medium, type Reading, readStream } from '../../domain/quality/stream-minute.ts';
import { isRow } from '../../domain/row/exact-json.ts';
import { parseInstant } from '../attendance/time.ts';

export const media = ['audio', 'video', 'as'] as const satisfies readonly Medium[];
/** A measure that has a limit. */
export type Measure = keyof Limits;
export const measures = ['latency', 'jitter', 'avg_loss'] as const satisfies readonly Measure[];

/** More columns than this no display shows, and memory is bounded by them. */
const mostColumns = 240;
const minuteMs = 60_000;
const widthsMinutes = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440];

/** A stretch of time, cut into columns of one width. */
export type TimeColumns = { readonly fromMs: number; readonly widthMs: number; readonly count: number };

/** Cuts a stretch of time into columns of whole minutes, one minute wide where it is four hours or less. One column at the least. */
export function cutIntoColumns(fromMs: number, toMs: number): TimeColumns {
  const firstMs = Math.floor(fromMs / minuteMs) * minuteMs;
  const minutes = Math.max(1, Math.ceil((toMs - firstMs) / minuteMs));
  const width = widthsMinutes.find((one) => minutes / one <= mostColumns) ?? Math.ceil(minutes / mostColumns);
  return { fromMs: firstMs, widthMs: width * minuteMs, count: Math.ceil(minutes / width) };
}

/** The column of an instant; undefined outside of them. */
export function findColumn({ fromMs, widthMs, count }: TimeColumns, atMs: number): number | undefined {
  const column = Math.floor((atMs - fromMs) / widthMs);
  return column >= 0 && column < count ? column : undefined;
}

/** One medium in one column: what its participants measured. */
export type QualityPoint = {
  /** Milliseconds since 1970. */
  readonly fromMs: number;
  /** Samples in which the medium ran, in either direction: one for each participant and minute. */
  readonly heard: number;
  /** Those that were worse than Zoom recommends. */
  readonly bad: number;
} & { readonly [One in Measure]?: Quantiles };

/** In the order of time; columns in which a medium did not run have no point. */
export type QualityOverTime = Readonly<Record<Medium, readonly QualityPoint[]>>;

type QualityGatherer = {
  /** Takes one session's `user_qos`. Samples of another shape, or of another time, count as nothing. */
  readonly add: (samples: readonly unknown[]) => void;
  readonly points: () => QualityOverTime;
};

/** Gathers sessions one after another; what it holds grows with the columns, not with the sessions. */
export function createQualityGatherer(columns: TimeColumns): QualityGatherer {
  const counts: Readonly<Record<Medium, Map<number, PointCount>>> = {
    audio: new Map(),
    video: new Map(),
    as: new Map(),
  };
  const addSample = (sample: unknown) => {
    if (!isRow(sample)) return;
    const atMs = parseInstant(sample.date_time);
    const column = atMs === undefined ? undefined : findColumn(columns, atMs);
    if (column === undefined) return;
    for (const medium of media) {
      const readings = [readStream(sample[`${medium}_input`]), readStream(sample[`${medium}_output`])];
      const heard = readings.filter((reading) => reading !== undefined);
      if (heard.length === 0) continue;
      const count = counts[medium].get(column) ?? createPointCount();
      counts[medium].set(column, count);
      addReadings(count, medium, heard);
    }
  };
  const readPoints = (medium: Medium): QualityPoint[] =>
    [...counts[medium]]
      .sort(([one], [other]) => one - other)
      .map(([column, count]) => createPoint(count, columns.fromMs + column * columns.widthMs));
  return {
    add: (samples) => {
      for (const sample of samples) addSample(sample);
    },
    points: () => ({ audio: readPoints('audio'), video: readPoints('video'), as: readPoints('as') }),
  };
}

/** What a point is made of, while it is counted. */
type PointCount = { heard: number; bad: number; readonly histograms: Readonly<Record<Measure, Histogram>> };

const createPointCount = (): PointCount => ({
  heard: 0,
  bad: 0,
  histograms: { latency: createHistogram(), jitter: createHistogram(), avg_loss: createHistogram() },
});

/** Of sending and receiving the worse counts: that is what the participant noticed. */
function addReadings(count: PointCount, medium: Medium, readings: readonly Reading[]): void {
  count.heard += 1;
  if (readings.some((reading) => isBadMinute(medium, reading))) count.bad += 1;
  for (const measure of measures) {
    const values = readings.map((reading) => reading[measure]).filter((value) => value !== undefined);
    if (values.length > 0) count.histograms[measure].add(Math.max(...values));
  }
}

function createPoint({ heard, bad, histograms }: PointCount, fromMs: number): QualityPoint {
  const quantiles = measures.flatMap((measure) => {
    const known = histograms[measure].quantiles();
    return known ? [[measure, known] as const] : [];
  });
  return { fromMs, heard, bad, ...Object.fromEntries(quantiles) };
}

/** Half of the values are at `median` or under, 95 % at `p95` or under; by nearest rank. */
export type Quantiles = { readonly median: number; readonly p95: number };

type Histogram = {
  readonly add: (value: number) => void;
  /** Undefined where there are no values. */
  readonly quantiles: () => Quantiles | undefined;
};

/**
 * Counts values of 0 or more to three digits, so that its memory is bounded by how many such numbers there are and not by
 * how many values were added. Whole numbers below 1,000 are exact, others are within half a percent.
 */
export function createHistogram(): Histogram {
  const counts = new Map<number, number>();
  let total = 0;
  return {
    add(value) {
      const key = roundToThreeDigits(value);
      counts.set(key, (counts.get(key) ?? 0) + 1);
      total += 1;
    },
    quantiles() {
      if (total === 0) return undefined;
      const sorted = [...counts].sort(([a], [b]) => a - b);
      return {
        median: findRank(sorted, Math.ceil(total / 2)),
        p95: findRank(sorted, Math.ceil((total * 95) / 100)),
      };
    },
  };
}

function findRank(sorted: readonly (readonly [value: number, count: number])[], rank: number): number {
  let seen = 0;
  for (const [value, count] of sorted) {
    seen += count;
    if (seen >= rank) return value;
  }
  return 0;
}

function roundToThreeDigits(value: number): number {
  if (value < 0.01) return 0;
  const step = 10 ** (Math.floor(Math.log10(value)) - 2);
  // By division where the step is below one: 203 * 0.01 is not 2.03.
  return step < 1 ? Math.round(value / step) / Math.round(1 / step) : Math.round(value / step) * step;
}
