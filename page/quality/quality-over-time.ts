import { parseInstant } from '../../shared/analysis/attendance/time.ts';
import { isRow } from '../../shared/domain/exact-json.ts';
import {
  isBadMinute,
  type Limits,
  type Medium,
  type Reading,
  readStream,
} from '../../shared/domain/quality/stream-minute.ts';
import { type Columns, columnAt } from './column-width.ts';
import { createTally, type Middle, type Tally } from './tally.ts';

export const media = ['audio', 'video', 'as'] as const satisfies readonly Medium[];
export type Measure = keyof Limits;
export const measures = ['latency', 'jitter', 'avg_loss'] as const satisfies readonly Measure[];

/** One medium in one column: what its participants measured. */
export type QualityPoint = {
  /** Milliseconds since 1970. */
  readonly fromMs: number;
  /** Samples in which the medium ran, in either direction: one for each participant and minute. */
  readonly heard: number;
  /** Those that were worse than Zoom recommends. */
  readonly bad: number;
} & { readonly [One in Measure]?: Middle };

/** In the order of time; columns in which a medium did not run have no point. */
export type QualityOverTime = Readonly<Record<Medium, readonly QualityPoint[]>>;

export type QualityGatherer = {
  /** Takes one session's `user_qos`. Samples of another shape, or of another time, count as nothing. */
  readonly add: (samples: readonly unknown[]) => void;
  readonly points: () => QualityOverTime;
};

type Cell = { heard: number; bad: number; readonly tallies: Readonly<Record<Measure, Tally>> };

/** Gathers sessions one after another; what it holds grows with the columns, not with the sessions. */
export function createQualityOverTime(columns: Columns): QualityGatherer {
  const cells: Readonly<Record<Medium, (Cell | undefined)[]>> = { audio: [], video: [], as: [] };
  const cellAt = (medium: Medium, column: number): Cell => {
    const cell = cells[medium][column] ?? newCell();
    cells[medium][column] = cell;
    return cell;
  };
  const pointsOf = (medium: Medium): QualityPoint[] =>
    Array.from({ length: columns.count }, (_, column) => column).flatMap((column) => {
      const cell = cells[medium][column];
      return cell ? [pointOf(cell, columns.fromMs + column * columns.widthMs)] : [];
    });

  return {
    add(samples) {
      for (const sample of samples) {
        if (!isRow(sample)) continue;
        const atMs = parseInstant(sample.date_time);
        const column = atMs === undefined ? undefined : columnAt(columns, atMs);
        if (column === undefined) continue;
        for (const medium of media) {
          const readings = [readStream(sample[`${medium}_input`]), readStream(sample[`${medium}_output`])];
          const heard = readings.filter((reading) => reading !== undefined);
          if (heard.length > 0) addReadings(cellAt(medium, column), medium, heard);
        }
      }
    },
    points: () => ({ audio: pointsOf('audio'), video: pointsOf('video'), as: pointsOf('as') }),
  };
}

/** Of sending and receiving the worse counts: that is what the participant noticed. */
function addReadings(cell: Cell, medium: Medium, readings: readonly Reading[]): void {
  cell.heard += 1;
  if (readings.some((reading) => isBadMinute(medium, reading))) cell.bad += 1;
  for (const measure of measures) {
    const values = readings.map((reading) => reading[measure]).filter((value) => value !== undefined);
    if (values.length > 0) cell.tallies[measure].add(Math.max(...values));
  }
}

const newCell = (): Cell => ({
  heard: 0,
  bad: 0,
  tallies: { latency: createTally(), jitter: createTally(), avg_loss: createTally() },
});

function pointOf({ heard, bad, tallies }: Cell, fromMs: number): QualityPoint {
  const middles = measures.flatMap((measure) => {
    const middle = tallies[measure].middle();
    return middle ? [[measure, middle] as const] : [];
  });
  return { fromMs, heard, bad, ...Object.fromEntries(middles) };
}
