import { isRow } from '../row/exact-json.ts';
import type { Row } from '../row/row.ts';
import { computeShare, computeSpread, roundMeasure, type Spread } from './spread.ts';
import { isBadMinute, type Medium, type Reading, readMeasure, readStream, worstExcess } from './stream-minute.ts';

/** The streams that are summed up, under Zoom's names; those of room connectors and gateways are not. */
export const streamNames = [
  'audio_input',
  'audio_output',
  'video_input',
  'video_output',
  'as_input',
  'as_output',
] as const;
export type StreamName = (typeof streamNames)[number];

export const streamMedia: Readonly<Record<StreamName, Medium>> = {
  audio_input: 'audio',
  audio_output: 'audio',
  video_input: 'video',
  video_output: 'video',
  as_input: 'as',
  as_output: 'as',
};

/** How a session went. A stream that never ran is absent. */
export type QualitySummary = { readonly [Stream in StreamName]?: StreamSummary } & {
  /** Samples in which any stream ran. Zoom takes one a minute: https://devforum.zoom.us/t/47891 */
  readonly minutes: number;
  /** Those in which any stream was worse than `stream-minute.ts` allows. */
  readonly badMinutes: number;
  /** `badMinutes` of `minutes`, 0 to 1. */
  readonly badShare: number;
  /** Percent, the highest of the session: of the whole machine, and of Zoom in it. */
  readonly maxSystemCpu?: number;
  readonly maxZoomCpu?: number;
};

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

/**
 * Sums up Zoom's `user_qos`. Only numbers in the measure's unit count; samples of another shape count as nothing.
 * Undefined where nothing was measured at all. Holds the session's numbers.
 */
export const summarizeQuality = (samples: readonly unknown[]): QualitySummary | undefined =>
  assessQuality(samples)?.summary;

/** One minute that was worse than Zoom recommends, and what it was worst in. */
export type BadMinute = {
  /** Zoom's `date_time` of the sample; absent where it is no text. */
  readonly at?: string;
  readonly stream: StreamName;
  readonly measure: 'latency' | 'jitter' | 'avg_loss';
  /** In the measure's unit: milliseconds, percent. */
  readonly value: number;
  /** The most that would have been good. */
  readonly limit: number;
};

/** The summary, and the bad minutes that it counts, in Zoom's order. */
export function assessQuality(
  samples: readonly unknown[],
): { readonly summary: QualitySummary; readonly badMinutes: readonly BadMinute[] } | undefined {
  const rows = samples.filter(isRow);
  const streams = streamNames.map((stream) => readStreamMinutes(stream, rows));
  const minutes = rows.filter((_, minute) => streams.some((own) => own[minute] !== undefined)).length;
  const badMinutes = rows.filter((_, minute) => streams.some((own) => own[minute]?.isBad)).length;
  const maxSystemCpu = findHighestCpu(rows, 'system_max_cpu_usage');
  const maxZoomCpu = findHighestCpu(rows, 'zoom_max_cpu_usage');
  if (minutes === 0 && maxSystemCpu === undefined && maxZoomCpu === undefined) return undefined;
  const summaries = streamNames.flatMap((stream, index) => {
    const running = streams[index]?.filter((minute) => minute !== undefined) ?? [];
    return running.length > 0 ? [[stream, summarizeStream(running)] as const] : [];
  });
  const summary = {
    minutes,
    badMinutes,
    badShare: computeShare(badMinutes, minutes),
    ...(maxSystemCpu !== undefined && { maxSystemCpu }),
    ...(maxZoomCpu !== undefined && { maxZoomCpu }),
    ...Object.fromEntries(summaries),
  };
  return { summary, badMinutes: badMinutes === 0 ? [] : listBadMinutes(rows, streams) };
}

function listBadMinutes(
  samples: readonly Row[],
  streams: readonly (readonly (StreamMinute | undefined)[])[],
): BadMinute[] {
  return samples.flatMap(({ date_time: at }, minute) => {
    const excesses = streamNames.flatMap((stream, index) => {
      const one = streams[index]?.[minute];
      return one?.isBad ? [{ stream, ...worstExcess(streamMedia[stream], one.reading) }] : [];
    });
    const [first, ...others] = excesses;
    if (!first) return [];
    const worst = others.reduce((a, b) => (b.value / b.limit > a.value / a.limit ? b : a), first);
    return [{ ...(typeof at === 'string' && { at }), ...worst }];
  });
}

/** One minute in which a stream ran. */
type StreamMinute = { readonly reading: Reading; readonly isBad: boolean };

/** A stream's minutes, one for each sample; undefined where it did not run. */
function readStreamMinutes(stream: StreamName, samples: readonly Row[]): (StreamMinute | undefined)[] {
  return samples.map((sample) => {
    const reading = readStream(sample[stream]);
    return reading && { reading, isBad: isBadMinute(streamMedia[stream], reading) };
  });
}

function findHighestCpu(
  samples: readonly Row[],
  field: 'system_max_cpu_usage' | 'zoom_max_cpu_usage',
): number | undefined {
  const values = samples
    .map(({ cpu_usage: usage }) => (isRow(usage) ? readMeasure(usage[field], '%') : undefined))
    .filter((value) => value !== undefined);
  return values.length === 0 ? undefined : roundMeasure(values.reduce((most, value) => Math.max(most, value)));
}

function summarizeStream(minutes: readonly StreamMinute[]): StreamSummary {
  const readings = minutes.map(({ reading }) => reading);
  const bitrates = collect(readings, 'bitrate');
  const loss = computeLoss(collect(readings, 'avg_loss'), collect(readings, 'max_loss'));
  const jitter = computeSpread(collect(readings, 'jitter'));
  const latency = computeSpread(collect(readings, 'latency'));
  const bitrate = computeSpread(bitrates);
  return {
    minutes: minutes.length,
    badShare: computeShare(minutes.filter(({ isBad }) => isBad).length, minutes.length),
    ...(loss && { loss }),
    ...(jitter && { jitter }),
    ...(latency && { latency }),
    ...(bitrate && { bitrate, minBitrate: roundMeasure(bitrates.reduce((least, value) => Math.min(least, value))) }),
  };
}

function collect(readings: readonly Reading[], measure: keyof Reading): number[] {
  const values: number[] = [];
  for (const reading of readings) {
    const value = reading[measure];
    if (value !== undefined) values.push(value);
  }
  return values;
}

function computeLoss(averages: readonly number[], maxima: readonly number[]): Spread | undefined {
  const loss = computeSpread(averages);
  return loss && { ...loss, max: maxima.reduce((most, value) => Math.max(most, roundMeasure(value)), loss.max) };
}
