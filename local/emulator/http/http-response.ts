import type { InvocationOutcome } from '../functions/invocation-outcome.ts';
import { isRecord } from '../template/read-value.ts';

export type HttpAnswer = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
};

/** An answer of API Gateway's own. */
export const gatewayAnswer = (statusCode: number, message: string): HttpAnswer => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify({ message })),
});

const internalError = gatewayAnswer(500, 'Internal Server Error');

/**
 * What API Gateway answers for what a function did: its response in payload format 2.0, 503 when it had no instance
 * left, 500 for every other failure and for a response that is not understood. Failures never show why.
 */
export function toHttpAnswer(outcome: InvocationOutcome): HttpAnswer {
  if (outcome.kind === 'failed') {
    return outcome.reason === 'throttled' ? gatewayAnswer(503, 'Service Unavailable') : internalError;
  }
  const result: unknown = JSON.parse(outcome.payload);
  if (!isRecord(result) || result.statusCode === undefined) {
    return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: inferredBody(result) };
  }
  const { statusCode, headers = {}, cookies = [], body = '', isBase64Encoded = false } = result;
  const status = Number(statusCode);
  const isValid = Number.isInteger(status) && status >= 200 && status <= 599;
  if (!isValid || !isRecord(headers) || !Array.isArray(cookies) || typeof body !== 'string') return internalError;
  const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)] as const);
  return {
    statusCode: status,
    headers: {
      ...(body !== '' && { 'content-type': 'text/plain;charset=utf-8' }),
      ...Object.fromEntries(lowerCase),
      ...(cookies.length > 0 && { 'set-cookie': cookies.map(String) }),
    },
    body: Buffer.from(body, isBase64Encoded === true ? 'base64' : 'utf8'),
  };
}

const inferredBody = (result: unknown) => Buffer.from(typeof result === 'string' ? result : JSON.stringify(result));
