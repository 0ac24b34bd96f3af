import type { Reply } from '../http/reply.ts';
import type { RateVerdict } from './rate-limiter.ts';

const perSecond = 'You have reached the maximum per-second rate limit for this API. Try again later.';
const daily =
  'You have reached the maximum daily rate limit for this API. ' +
  'Refer to the response header for details on when you can make another request.';

/** Such as 2020-05-31T00:00:00Z: Zoom names an instant in Retry-After, not a number of seconds. */
export const isoSeconds = (atMs: number) => new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z');

export function rateHeaders(verdict: RateVerdict): Record<string, string> {
  return {
    'X-RateLimit-Category': verdict.label,
    'X-RateLimit-Type': verdict.verdict === 'daily' ? 'Daily-limit' : 'QPS',
    'X-RateLimit-Limit': String(verdict.limit),
    'X-RateLimit-Remaining': String(verdict.remaining),
    ...(verdict.verdict === 'daily' && { 'Retry-After': isoSeconds(verdict.dayEndsAtMs) }),
  };
}

/** HTTP 429 in Zoom's words. */
export function rateReply(limit: 'per-second' | 'daily', headers: Readonly<Record<string, string>>): Reply {
  const message = limit === 'daily' ? daily : perSecond;
  return { status: 429, code: 429, headers, body: JSON.stringify({ code: 429, message }) };
}
