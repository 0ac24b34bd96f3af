/** A clock may be wrong by this much; a time later than that is nonsense. */
const clockErrorMs = 5 * 60_000;

/** A date and a time of day, with or without a zone. */
const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}[\d:.]*(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * When a meeting ended, as ISO 8601 text: the event's `end_time` as Zoom sent it, else `event_ts` (milliseconds), else
 * now. Webinars' events may name no end, and an event is never lost for an odd time.
 */
export function endTimeFrom(endTime: unknown, eventTs: unknown, now: Date): string {
  const latestMs = now.getTime() + clockErrorMs;
  const named = isoTimeFrom(endTime);
  if (named !== undefined && Date.parse(named) <= latestMs) return named;
  const happenedMs = typeof eventTs === 'number' || typeof eventTs === 'string' ? Number(eventTs) : Number.NaN;
  return new Date(happenedMs > 0 && happenedMs <= latestMs ? happenedMs : now).toISOString();
}

/** A time as it was sent, or undefined when it is none. A time without a zone is UTC, as all of Zoom's are. */
export function isoTimeFrom(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const match = isoTime.exec(value);
  if (match === null || value.length > 40) return undefined;
  const zoned = match[1] === undefined ? `${value}Z` : value;
  return Number.isNaN(Date.parse(zoned)) ? undefined : zoned;
}
