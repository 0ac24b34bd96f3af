import type { Measurement } from '../../shared/domain/metric-names.ts';
import type { SignedRequest } from '../../shared/zoom/signature.ts';

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
