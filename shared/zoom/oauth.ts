import { isRow, wholeNumber } from '../domain/row/exact-json.ts';
import { answerHead, isMarkup } from './answers/answer-story.ts';
import type { RawAnswer, ReadDeps } from './answers/raw-answer.ts';
import { rateLimitOf } from './answers/retry-after.ts';
import {
  ZoomAccountError,
  type ZoomError,
  ZoomRateLimitError,
  ZoomTransientError,
  ZoomUnexpectedError,
} from './errors.ts';
import { call, type HttpDeps } from './http.ts';

export type Credentials = { readonly accountId: string; readonly clientId: string; readonly clientSecret: string };

export type AccessToken = {
  readonly value: string;
  /** Epoch ms; by Zoom's word an hour from its issue. */
  readonly expiresAt: number;
};

const usualLifetimeSeconds = 3_600;

/**
 * Asks Zoom for a server-to-server access token. Each may put an end to the one before, so there is one per account,
 * shared by all functions.
 * @throws ZoomAccountError when Zoom refuses the credentials; ZoomTransientError or ZoomRateLimitError when it may work a
 * little later. None quotes the answer, which may hold a token.
 * @see https://developers.zoom.us/docs/internal-apps/s2s-oauth/
 */
export async function requestToken(
  { accountId, clientId, clientSecret }: Credentials,
  { oauthUrl, ...deps }: HttpDeps & ReadDeps & { readonly oauthUrl: string },
): Promise<AccessToken> {
  const askedAt = deps.now();
  const raw = await call(
    oauthUrl,
    {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'account_credentials', account_id: accountId }),
    },
    deps,
  );
  const body = parse(raw.body);
  if (raw.status === 200 && isToken(body.access_token)) {
    const lifetimeSeconds = wholeNumber(Number(body.expires_in), usualLifetimeSeconds) || usualLifetimeSeconds;
    return { value: body.access_token, expiresAt: askedAt + lifetimeSeconds * 1_000 };
  }
  throw refusal(raw, body, deps);
}

/** What can stand in a header. */
const isToken = (value: unknown): value is string => typeof value === 'string' && /^[\x21-\x7e]+$/.test(value);

/** No excerpt: an answer that is no token may still hold one. */
function refusal(raw: RawAnswer, body: Readonly<Record<string, unknown>>, deps: ReadDeps): ZoomError {
  const { status, headers } = raw;
  const answer = answerHead(raw);
  if (status === 429) {
    const limit = rateLimitOf(headers, String(body.message ?? body.reason ?? ''), deps);
    return new ZoomRateLimitError('Zoom limits requests for access tokens.', answer, limit);
  }
  if (status === 200 || status === 408 || status >= 500) {
    return new ZoomTransientError(`Zoom gave no access token (HTTP ${status}).`, answer);
  }
  // A firewall or a portal before Zoom: it says nothing of the credentials.
  const isZooms = [body.error, body.reason, body.code].some((one) => one !== undefined);
  if (!isZooms && (isMarkup(raw) || (status !== 400 && status !== 401))) {
    return new ZoomUnexpectedError(`Zoom gave no access token (HTTP ${status}, without a word of Zoom's).`, answer);
  }
  const error = typeof body.error === 'string' && /^[a-z_]{1,40}$/.test(body.error) ? body.error : 'no reason given';
  return new ZoomAccountError(
    `Zoom refused the account's credentials (HTTP ${status}, ${error}). Check account id, client id and client secret in the account's secret, and that the app is activated.`,
    answer,
  );
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const body: unknown = JSON.parse(text);
    return isRow(body) ? body : {};
  } catch {
    return {};
  }
}
