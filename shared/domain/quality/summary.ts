import { isRow } from '../exact-json.ts';
import { readMeasure, readStream } from './reading.ts';
import { rounded, shareOf } from './spread.ts';
import { createStreamGatherer, type StreamSummary } from './stream-summary.ts';
import type { Medium } from './thresholds.ts';

/** The streams that are summed up, under Zoom's names; those of room connectors and gateways are not. */
const mediumOf = {
  audio_input: 'audio',
  audio_output: 'audio',
  video_input: 'video',
  video_output: 'video',
  as_input: 'as',
  as_output: 'as',
} as const satisfies Record<string, Medium>;

export type StreamName = keyof typeof mediumOf;
export const streamNames = [
  'audio_input',
  'audio_output',
  'video_input',
  'video_output',
  'as_input',
  'as_output',
] as const;

/** How a session went. A stream that never ran is absent. */
export type QualitySummary = { readonly [Stream in StreamName]?: StreamSummary } & {
  /** Samples in which any stream ran. Zoom takes one a minute: https://devforum.zoom.us/t/47891 */
  readonly minutes: number;
  /** Those in which any stream was worse than `thresholds.ts` allows. */
  readonly badMinutes: number;
  /** `badMinutes` of `minutes`, 0 to 1. */
  readonly badShare: number;
  /** Percent, the highest of the session: of the whole machine, and of Zoom in it. */
  readonly maxSystemCpu?: number;
  readonly maxZoomCpu?: number;
};

/**
 * Sums up Zoom's `user_qos`. Only numbers in the measure's unit count; samples of another shape count as nothing.
 * Undefined where nothing was measured at all. Holds the session's numbers.
 */
export function summarizeQuality(samples: readonly unknown[]): QualitySummary | undefined {
  const gatherers = new Map<StreamName, ReturnType<typeof createStreamGatherer>>();
  let minutes = 0;
  let badMinutes = 0;
  let systemCpu: number | undefined;
  let zoomCpu: number | undefined;

  const add = (stream: StreamName, group: unknown): 'silent' | 'good' | 'bad' => {
    const reading = readStream(group);
    if (!reading) return 'silent';
    const gatherer = gatherers.get(stream) ?? createStreamGatherer(mediumOf[stream]);
    gatherers.set(stream, gatherer);
    return gatherer.add(reading) ? 'bad' : 'good';
  };

  for (const sample of samples) {
    if (!isRow(sample)) continue;
    const heard = streamNames.map((stream) => add(stream, sample[stream]));
    if (heard.some((stream) => stream !== 'silent')) minutes += 1;
    if (heard.includes('bad')) badMinutes += 1;
    const cpu = isRow(sample.cpu_usage) ? sample.cpu_usage : {};
    systemCpu = higher(systemCpu, readMeasure(cpu.system_max_cpu_usage, '%'));
    zoomCpu = higher(zoomCpu, readMeasure(cpu.zoom_max_cpu_usage, '%'));
  }

  if (minutes === 0 && systemCpu === undefined && zoomCpu === undefined) return undefined;
  return {
    minutes,
    badMinutes,
    badShare: shareOf(badMinutes, minutes),
    ...(systemCpu !== undefined && { maxSystemCpu: rounded(systemCpu) }),
    ...(zoomCpu !== undefined && { maxZoomCpu: rounded(zoomCpu) }),
    ...Object.fromEntries(streamNames.flatMap((stream) => summaryOf(stream, gatherers.get(stream)))),
  };
}

const summaryOf = (stream: StreamName, gatherer: ReturnType<typeof createStreamGatherer> | undefined) =>
  gatherer ? [[stream, gatherer.summary()] as const] : [];

const higher = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || (other !== undefined && other > one) ? other : one;
