import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Outcome } from './receive.ts';

/**
 * Zoom takes 200 and 204 as received and sends again after a 5xx only.
 * @see https://developers.zoom.us/docs/api/webhooks/#webhook-delivery-retry-policy
 */
const statusCodes = {
  queued: 204,
  ignored: 204,
  validated: 200,
  refused: 401,
  malformed: 400,
} as const satisfies Record<Outcome['type'], number>;

export function answer(outcome: Outcome): APIGatewayProxyStructuredResultV2 {
  const statusCode = statusCodes[outcome.type];
  if (outcome.type !== 'validated') return { statusCode };
  const { plainToken, encryptedToken } = outcome;
  return {
    statusCode,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ plainToken, encryptedToken }),
  };
}
