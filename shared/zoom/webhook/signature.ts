import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Zoom's signature of a webhook request: `v0=` and 64 hex digits, as in the header `x-zm-signature`.
 *
 * `timestamp` is the text of the header `x-zm-request-timestamp`, `rawBody` the bytes as they came, before any parsing.
 * @see https://developers.zoom.us/docs/api/webhooks/#verify-with-zooms-header
 */
export function signature(secretToken: string, timestamp: string, rawBody: Uint8Array): string {
  return `v0=${createHmac('sha256', secretToken).update(`v0:${timestamp}:`).update(rawBody).digest('hex')}`;
}

export type SignedRequest = {
  /** Text of `x-zm-signature`. */
  readonly signature: string;
  /** Text of `x-zm-request-timestamp`. */
  readonly timestamp: string;
  readonly rawBody: Uint8Array;
};

/**
 * The secret tokens, out of several, that made this signature; none when it is forged.
 *
 * Takes the same time whichever token matches, if any: each comparison is constant time and all tokens are tried.
 * An empty token verifies nothing, since everybody knows it.
 */
export function verifySignature(secretTokens: Iterable<string>, request: SignedRequest): readonly string[] {
  const given = Buffer.from(request.signature);
  return [...new Set(secretTokens)].filter((token) => {
    if (token === '') return false;
    const expected = Buffer.from(signature(token, request.timestamp, request.rawBody));
    // timingSafeEqual throws on unequal lengths; the length of a right signature is no secret.
    return expected.length === given.length && timingSafeEqual(expected, given);
  });
}

/**
 * What Zoom wants to read back of a `plainToken`, to see that we hold the secret token: hex, without a prefix.
 * @see https://developers.zoom.us/docs/api/webhooks/#validate-your-webhook-endpoint
 */
export function encryptedToken(secretToken: string, plainToken: string): string {
  return createHmac('sha256', secretToken).update(plainToken).digest('hex');
}
