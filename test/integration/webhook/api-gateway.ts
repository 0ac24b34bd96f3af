import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { signature } from '../../../shared/zoom/webhook/signature.ts';

export type Sending = { readonly token?: string; readonly base64?: boolean; readonly at?: Date };

/** A request as an HTTP API hands it to a function (payload format 2.0), signed as Zoom signs. */
export function apiGatewayEvent(
  body: unknown,
  { token = 'north-now', base64 = false, at = new Date() }: Sending = {},
): APIGatewayProxyEventV2 {
  const raw = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const timestamp = String(Math.floor(at.getTime() / 1000));
  return {
    version: '2.0',
    routeKey: 'POST /webhook',
    rawPath: '/webhook',
    rawQueryString: '',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Zoom Marketplace/1.0a',
      'x-zm-request-timestamp': timestamp,
      'x-zm-signature': signature(token, timestamp, raw),
    },
    requestContext: {
      accountId: '123456789012',
      apiId: 'api',
      domainName: 'api.example.com',
      domainPrefix: 'api',
      http: { method: 'POST', path: '/webhook', protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'Zoom' },
      requestId: 'request',
      routeKey: 'POST /webhook',
      stage: '$default',
      time: '04/Mar/2026:12:00:00 +0000',
      timeEpoch: at.getTime(),
    },
    body: raw.toString(base64 ? 'base64' : 'utf8'),
    isBase64Encoded: base64,
  };
}

export const invocation: Context = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'webhook',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:eu-central-1:123456789012:function:webhook',
  memoryLimitInMB: '256',
  awsRequestId: 'request',
  logGroupName: 'group',
  logStreamName: 'stream',
  getRemainingTimeInMillis: () => 120_000,
  done: () => {},
  fail: () => {},
  succeed: () => {},
};
