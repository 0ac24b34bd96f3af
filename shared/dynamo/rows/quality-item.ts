import * as z from 'zod/mini';
import { computeShare, type Spread } from '../../domain/quality/spread.ts';
import type { QualitySummary, StreamSummary } from '../../domain/quality/summary.ts';
import type { Item } from '../item.ts';
import { captureIndexes } from '../schema.ts';
import { fromAttribute, toAttribute } from './attribute-values.ts';

/** The meeting that a session belongs to: what `by-quality` lists it under. */
export type RankedIn = {
  /** Id of the Zoom account. */
  readonly account: string;
  /** When the meeting ended; ISO 8601, in any spelling. */
  readonly endTime: string;
};

/**
 * The partition of `by-quality`: a Zoom account and a UTC day, that on which the meeting ended. Not the day the session
 * joined: this one is the day of `by-account-day`, every session has it, and a correction of Zoom's does not move it.
 */
export const qualityDay = (account: string, day: string): string => `${account}#${day}`;

/** Sorts the worst last: by the share of bad minutes, then by their number. `0.2500#000015` is 15 of 60. */
const qualityRank = ({ badShare, badMinutes }: QualitySummary): string =>
  `${badShare.toFixed(4)}#${String(badMinutes).padStart(6, '0')}`;

/** What a QoS session's own item bears of its quality; in `by-quality` only when it had a bad minute. */
export function qualityAttributes(summary: QualitySummary, meeting: Partial<RankedIn>): Item {
  const attribute = toAttribute(compact(summary));
  if (!attribute) throw new TypeError('A summary of a session has a value that DynamoDB cannot hold.');
  return { summary: attribute, ...indexKeys(summary, meeting) };
}

function indexKeys(summary: QualitySummary, { account, endTime }: Partial<RankedIn>): Item {
  const endedAt = Date.parse(endTime ?? '');
  if (summary.badMinutes === 0 || !account || Number.isNaN(endedAt)) return {};
  const { partitionKey, sortKey } = captureIndexes.byQuality;
  const day = new Date(endedAt).toISOString().slice(0, 10);
  return { [partitionKey]: { S: qualityDay(account, day) }, [sortKey]: { S: qualityRank(summary) } };
}

/** The measures of a stream, in the order of its list. */
const measures = ['loss', 'jitter', 'latency', 'bitrate'] as const;

/**
 * A stream is stored as one list: minutes, share of bad ones, average, p95 and maximum of each of {@link measures}, lowest bitrate;
 * null for what it has not. Names would take as much as numbers. `badShare` of the whole follows from its minutes.
 */
const compact = ({ badShare: _follows, ...summary }: QualitySummary): unknown =>
  Object.fromEntries(
    Object.entries(summary).map(([name, value]) => [name, typeof value === 'object' ? listed(value) : value]),
  );

const listed = ({ minutes, badShare, minBitrate, ...spreads }: StreamSummary): (number | null)[] => [
  minutes,
  badShare,
  ...measures.flatMap((measure) => numbersOf(spreads[measure])),
  minBitrate ?? null,
];

const numbersOf = (spread: Spread | undefined): (number | null)[] =>
  spread ? [spread.avg, spread.p95, spread.max] : [null, null, null];

// ── Back again ──

const optional = z.exactOptional;
const number = z.number();
const toSpread = ([avg, p95, max]: [number, number, number]): Spread => ({ avg, p95, max });
/** As it was stored at first, under names. */
const spread = z.pipe(z.tuple([number, number, number]), z.transform(toSpread));
const namedStream = z.object({
  minutes: number,
  badShare: number,
  loss: optional(spread),
  jitter: optional(spread),
  latency: optional(spread),
  bitrate: optional(spread),
  minBitrate: optional(number),
});
const place = z.nullable(number);
const placesAfterShare = 3 * measures.length + 1;
const listedStream = z.pipe(
  z.tuple([number, number], place).check(z.refine(({ length }) => length === 2 + placesAfterShare)),
  z.transform(toStream),
);

function toStream([minutes, badShare, ...places]: [number, number, ...(number | null)[]]): StreamSummary {
  const minBitrate = places.at(-1);
  const spreads = measures.flatMap((measure, index) => {
    const [avg, p95, max] = places.slice(3 * index);
    const has = typeof avg === 'number' && typeof p95 === 'number' && typeof max === 'number';
    return has ? [[measure, toSpread([avg, p95, max])] as const] : [];
  });
  return { minutes, badShare, ...Object.fromEntries(spreads), ...(typeof minBitrate === 'number' && { minBitrate }) };
}

const stream = z.union([listedStream, namedStream]);
const qualitySummary = z.object({
  minutes: number,
  badMinutes: number,
  badShare: optional(number),
  maxSystemCpu: optional(number),
  maxZoomCpu: optional(number),
  audio_input: optional(stream),
  audio_output: optional(stream),
  video_input: optional(stream),
  video_output: optional(stream),
  as_input: optional(stream),
  as_output: optional(stream),
});

/** The summary on a session's item, of whatever version. @throws when {@link qualityAttributes} did not write it. */
export function decodeSummary(item: Item): QualitySummary {
  const {
    minutes,
    badMinutes,
    badShare = computeShare(badMinutes, minutes),
    ...others
  } = qualitySummary.parse(fromAttribute(item.summary ?? { NULL: true }));
  return { minutes, badMinutes, badShare, ...others };
}
