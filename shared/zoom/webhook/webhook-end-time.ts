import { wholeNumber } from '../../domain/row/exact-json.ts';

/** A clock may be wrong by this much; a time later than that is nonsense. */
const clockErrorMs = 5 * 60_000;

/** Zoom was founded in 2011: an earlier time is a blank one, such as the year 1 or 1970. */
const firstMeetingMs = Date.UTC(2011, 0, 1);

/** A date and a time of day, with or without a zone. */
const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}[\d:.]*(Z|[+-]\d{2}:?\d{2})?$/;

/** What Zoom told of a meeting's times, as it told it. */
export type ToldTimes = {
  /** Texts that name the end, the best one first. */
  readonly ends: readonly unknown[];
  readonly start: unknown;
  /** When Zoom sent the event, in milliseconds. */
  readonly eventTs?: unknown;
};

/**
 * When a meeting ended, as ISO 8601 text: the first end that can be true, as Zoom wrote it, else the time of the event,
 * else now. An end before the start is not true. Webinars' events may name no end, and an event is never lost for an odd time.
 */
export function endTimeFrom({ ends, start, eventTs }: ToldTimes, now: Date): string {
  const startMs = msOf(startTimeFrom(start, now));
  const named = ends.map(isoTimeFrom).find((end) => isPossible(msOf(end), now) && !(msOf(end) < startMs));
  if (named !== undefined) return named;
  const happenedMs = wholeNumber(typeof eventTs === 'string' ? Number(eventTs) : eventTs) ?? Number.NaN;
  return new Date(isPossible(happenedMs, now) ? happenedMs : now).toISOString();
}

/** When a meeting started, as Zoom wrote it; undefined for no time, and for one when no meeting can have started. */
export function startTimeFrom(start: unknown, now: Date): string | undefined {
  const told = isoTimeFrom(start);
  return isPossible(msOf(told), now) ? told : undefined;
}

/** False for NaN. */
const isPossible = (ms: number, now: Date): boolean => ms >= firstMeetingMs && ms <= now.getTime() + clockErrorMs;

/** NaN for no time. */
const msOf = (time: string | undefined): number => Date.parse(time ?? '');

/** A time as it was sent, or undefined when it is none. A time without a zone is UTC, as all of Zoom's are. */
export function isoTimeFrom(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const match = isoTime.exec(value);
  if (match === null || value.length > 40) return undefined;
  const zoned = match[1] === undefined ? `${value}Z` : value;
  return Number.isNaN(Date.parse(zoned)) ? undefined : zoned;
}
