import type { ReadDeps } from './raw-answer.ts';

const minute = 60_000;
/** An account cannot have used up a day this early: a daily limit then is still yesterday's, by another clock than ours. */
const freshDayMs = 5 * minute;

/** A limit that would last longer is asked about as one whose end is not known. */
const longestBelievedMs = 12 * 60 * minute;

/** Zoom's daily limits start afresh at 00:00 UTC. @see https://developers.zoom.us/docs/api/rate-limits/ */
export function nextUtcMidnight(now: number): number {
  const day = new Date(now);
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() + 1);
}

export type RateLimit = {
  /** `day`: everything stops until `retryAt`; `second`: a short pause. */
  readonly scope: 'second' | 'day';
  /** Epoch ms, whole. */
  readonly retryAt: number;
  /** Of the day's limit: whether Zoom said when it ends, in words that can be true. @default true */
  readonly isStated?: boolean;
};

/**
 * Which limit a 429 means and when to ask again.
 *
 * The header `X-RateLimit-Type` decides, else the words of the message, else whether `Retry-After` is more than a minute
 * away. `Retry-After` may be an ISO date, an HTTP date or seconds; missing or absurd (past, or after the end of the
 * limit) it is 00:00 UTC for the daily limit and a second or two for the other, with jitter from `random` (0 to 1).
 * @see https://developers.zoom.us/docs/api/rate-limits/
 */
export function rateLimitOf(headers: Headers, message: string, deps: ReadDeps): RateLimit {
  const now = deps.now();
  const aheadMs = Math.ceil(instantOf(headers.get('retry-after') ?? '', now) - now);
  const untilMidnightMs = nextUtcMidnight(now) - now;
  const isLong = aheadMs > minute && aheadMs <= untilMidnightMs + minute;
  const scope = scopeOf(headers.get('x-ratelimit-type') ?? '') ?? scopeOf(message) ?? (isLong ? 'day' : 'second');
  const longestMs = scope === 'day' ? untilMidnightMs + minute : minute;
  if (aheadMs > 0 && aheadMs <= longestMs) {
    return { scope, retryAt: now + aheadMs, ...(aheadMs > longestBelievedMs && { isStated: false }) };
  }
  if (scope === 'second') return { scope, retryAt: now + 1_000 + Math.ceil(deps.random() * 1_000) };
  const isFreshDay = now % (24 * 60 * minute) < freshDayMs;
  const retryAt = now + (isFreshDay ? minute : untilMidnightMs) + Math.ceil(deps.random() * 30_000);
  return { scope, retryAt, isStated: false };
}

function scopeOf(words: string): RateLimit['scope'] | undefined {
  if (/daily/i.test(words)) return 'day';
  return /qps|per.?second/i.test(words) ? 'second' : undefined;
}

const isoDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/i;
const httpDate = /^[A-Z][a-z]+,? .*\bGMT$/;

/** Epoch ms; NaN for what names no instant. */
function instantOf(retryAfter: string, now: number): number {
  if (/^\d+(\.\d+)?$/.test(retryAfter)) return now + Number(retryAfter) * 1_000;
  const iso = isoDate.exec(retryAfter);
  if (!iso && !httpDate.test(retryAfter)) return Number.NaN;
  // A date without a zone is UTC to Zoom; to JavaScript it is local.
  return Date.parse(iso && iso[1] === undefined ? `${retryAfter}Z` : retryAfter);
}
