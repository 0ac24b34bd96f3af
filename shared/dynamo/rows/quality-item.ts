import * as z from 'zod/mini';
import type { Spread } from '../../domain/quality/spread.ts';
import type { QualitySummary } from '../../domain/quality/summary.ts';
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

/** A spread is stored as the list of its average, p95 and maximum: with names, six streams are over a write unit. */
const compact = (summary: QualitySummary): unknown =>
  Object.fromEntries(
    Object.entries(summary).map(([name, value]) => [
      name,
      typeof value === 'object'
        ? Object.fromEntries(Object.entries(value).map(([measure, of]) => [measure, isSpread(of) ? listed(of) : of]))
        : value,
    ]),
  );

const isSpread = (value: number | Spread): value is Spread => typeof value === 'object';
const listed = ({ avg, p95, max }: Spread) => [avg, p95, max];

const optional = z.exactOptional;
const number = z.number();
const spread = z.pipe(
  z.tuple([number, number, number]),
  z.transform(([avg, p95, max]): Spread => ({ avg, p95, max })),
);
const stream = z.object({
  minutes: number,
  badShare: number,
  loss: optional(spread),
  jitter: optional(spread),
  latency: optional(spread),
  bitrate: optional(spread),
  minBitrate: optional(number),
});
const qualitySummary = z.object({
  minutes: number,
  badMinutes: number,
  badShare: number,
  maxSystemCpu: optional(number),
  maxZoomCpu: optional(number),
  audio_input: optional(stream),
  audio_output: optional(stream),
  video_input: optional(stream),
  video_output: optional(stream),
  as_input: optional(stream),
  as_output: optional(stream),
});

/** The summary on a session's item. @throws when {@link qualityAttributes} did not write it. */
export const decodeSummary = (item: Item): QualitySummary =>
  qualitySummary.parse(fromAttribute(item.summary ?? { NULL: true }));
