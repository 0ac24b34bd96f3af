/** Zoom's daily limits start afresh at 00:00 UTC. @see https://developers.zoom.us/docs/api/rate-limits/ */
export function nextUtcMidnight(now: number): number {
  const day = new Date(now);
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() + 1);
}

export type RateLimit = { readonly scope: 'second' | 'day'; readonly retryAt: number };

/**
 * Which limit a 429 means and when (epoch ms) to ask again.
 *
 * The header `X-RateLimit-Type` decides, else the words of the message. `Retry-After` may be an ISO date, an HTTP date
 * or seconds; missing or absurd (past, or after the end of the limit) it is 00:00 UTC for the daily limit and a second
 * or two for the other, with jitter from `random` (0 to 1).
 * @see https://developers.zoom.us/docs/api/rate-limits/
 */
export function rateLimitOf(headers: Headers, message: string, now: number, random: () => number): RateLimit {
  const type = headers.get('x-ratelimit-type') ?? message;
  const scope = /dai?ly/i.test(type) ? 'day' : 'second';
  const asked = instantOf(headers.get('retry-after'), now);
  const latest = scope === 'day' ? nextUtcMidnight(now) + 60_000 : now + 60_000;
  if (asked !== undefined && asked > now && asked <= latest) return { scope, retryAt: asked };
  return scope === 'day'
    ? { scope, retryAt: nextUtcMidnight(now) + random() * 30_000 }
    : { scope, retryAt: now + 1_000 + random() * 1_000 };
}

function instantOf(retryAfter: string | null, now: number): number | undefined {
  if (retryAfter === null) return undefined;
  if (/^\d+(\.\d+)?$/.test(retryAfter.trim())) return now + Number(retryAfter) * 1_000;
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? undefined : date;
}
