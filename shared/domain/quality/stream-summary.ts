import { rounded, type Spread, shareOf, spreadOf } from './spread.ts';
import { isBadMinute, type Medium, type Reading } from './thresholds.ts';

/** One medium in one direction over a session. A measure that no minute had a number for is absent. */
export type StreamSummary = {
  /** Minutes in which the stream ran: samples with a number of it. */
  readonly minutes: number;
  /** Share of those that were worse than Zoom recommends, 0 to 1. */
  readonly badShare: number;
  /** Percent: average and p95 of Zoom's `avg_loss`, the highest of it and `max_loss`. */
  readonly loss?: Spread;
  /** Milliseconds. */
  readonly jitter?: Spread;
  /** Milliseconds. */
  readonly latency?: Spread;
  /** kbps. */
  readonly bitrate?: Spread;
  /** kbps; beside `bitrate`. */
  readonly minBitrate?: number;
};

/** Gathers one stream's minutes. */
export function createStreamGatherer(medium: Medium) {
  const values: Record<keyof Reading, number[]> = { bitrate: [], latency: [], jitter: [], avg_loss: [], max_loss: [] };
  let minutes = 0;
  let bad = 0;
  const take = (metric: keyof Reading, value: number | undefined) => {
    if (value !== undefined) values[metric].push(value);
  };
  return {
    /** @returns whether the minute was bad. */
    add(reading: Reading): boolean {
      take('bitrate', reading.bitrate);
      take('latency', reading.latency);
      take('jitter', reading.jitter);
      take('avg_loss', reading.avg_loss);
      take('max_loss', reading.max_loss);
      const isBad = isBadMinute(medium, reading);
      minutes += 1;
      if (isBad) bad += 1;
      return isBad;
    },
    summary(): StreamSummary {
      const loss = lossOf(values.avg_loss, values.max_loss);
      const jitter = spreadOf(values.jitter);
      const latency = spreadOf(values.latency);
      const bitrate = spreadOf(values.bitrate);
      return {
        minutes,
        badShare: shareOf(bad, minutes),
        ...(loss && { loss }),
        ...(jitter && { jitter }),
        ...(latency && { latency }),
        ...(bitrate && { bitrate, minBitrate: leastOf(values.bitrate) }),
      };
    },
  };
}

const leastOf = (values: readonly number[]): number =>
  rounded(values.reduce((least, value) => Math.min(least, value), Infinity));

function lossOf(average: readonly number[], most: readonly number[]): Spread | undefined {
  const loss = spreadOf(average);
  return loss && { ...loss, max: spreadOf([...average, ...most])?.max ?? loss.max };
}
