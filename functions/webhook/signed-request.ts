import type { Measurement } from '../../shared/telemetry/metric-names.ts';
import type { SignedRequest } from '../../shared/zoom/webhook/signature.ts';

/** The part of API Gateway's event (payload format 2.0) that matters here. */
export type HttpRequest = {
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
};

/** Zoom's events have some kilobytes; what is longer is not even hashed. */
export const longestBodyBytes = 256 * 1024;

/**
 * The request as its sender signed it: the body's bytes, not its text. Undefined when a header is missing, or the body is
 * empty or longer than {@link longestBodyBytes}. Names of headers may be in any case.
 */
export function signedRequest({ headers = {}, body = '', isBase64Encoded }: HttpRequest): SignedRequest | undefined {
  const signature = header(headers, 'x-zm-signature');
  const timestamp = header(headers, 'x-zm-request-timestamp');
  const longest = isBase64Encoded ? base64Length(longestBodyBytes) : longestBodyBytes;
  if (body.length > longest) return undefined;
  const rawBody = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (!signature || !timestamp || rawBody.length === 0) return undefined;
  if (rawBody.length > longestBodyBytes) return undefined;
  return { signature, timestamp, rawBody };
}

const base64Length = (bytes: number): number => Math.ceil(bytes / 3) * 4;

function header(headers: NonNullable<HttpRequest['headers']>, name: string): string | undefined {
  return headers[name] ?? Object.entries(headers).find(([given]) => given.toLowerCase() === name)?.[1];
}

/** Zoom's validations are a fraction of this. */
const longestValidationBytes = 2_000;

/**
 * What to count of a request that bore a signature and was refused. Whether it wanted to validate the endpoint is told by
 * its words alone: nothing in it is trusted.
 */
export function refusalMeasurements({ rawBody }: SignedRequest): readonly Measurement[] {
  const isValidation =
    rawBody.byteLength <= longestValidationBytes && Buffer.from(rawBody).includes('endpoint.url_validation');
  return [
    { metric: 'SignatureFailures', value: 1 },
    ...(isValidation ? [{ metric: 'UrlValidationFailures', value: 1 } as const] : []),
  ];
}
