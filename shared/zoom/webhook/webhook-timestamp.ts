/** How far a request's timestamp may be from now, both ends allowed, in seconds. */
export type SignatureWindow = { readonly maxAgeSeconds: number; readonly maxAheadSeconds: number };

/**
 * Whether a request was signed about now. `timestamp` is the text of `x-zm-request-timestamp`: whole seconds, in plain
 * digits. Milliseconds, fractions, signs and exponents are refused.
 *
 * Zoom sets no rule. Its last retry comes about 85 minutes late, and it does not promise to sign that one anew.
 * @see https://developers.zoom.us/docs/api/webhooks/#webhook-delivery-retry-policy
 */
export function isTimely(timestamp: string, window: SignatureWindow, now: Date): boolean {
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  const ageSeconds = Math.floor(now.getTime() / 1000) - Number(timestamp);
  return ageSeconds <= window.maxAgeSeconds && -ageSeconds <= window.maxAheadSeconds;
}
