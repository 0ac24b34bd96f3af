import type { InvocationOutcome } from '../functions/invocation-outcome.ts';
import { isRecord } from '../template/read-value.ts';
import { account } from '../template/resource-names.ts';

export type ReceivedRequest = {
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  /** Names lower-case; a header sent twice, twice. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
  readonly sourceIp: string;
};

type MatchedRoute = {
  readonly apiId: string;
  readonly stage: string;
  readonly stageVariables: Readonly<Record<string, string>> | undefined;
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  /** Host name and port that clients use. */
  readonly domainName: string;
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly receivedAtMs: number;
};

/**
 * The event in payload format 2.0 that API Gateway sends to a function.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function toHttpEvent(request: ReceivedRequest, route: MatchedRoute) {
  const [path = '/', query = ''] = splitTarget(request.target);
  const cookies = request.headers.filter(([name]) => name === 'cookie').flatMap(([, value]) => value.split(/;\s*/));
  const headers = joinHeaders(request.headers);
  const parameters = joinPairs([...new URLSearchParams(query)]);
  const isText = isTextType(headers['content-type']);
  return {
    version: '2.0',
    routeKey: route.routeKey,
    rawPath: path,
    rawQueryString: query,
    ...(cookies.length > 0 && { cookies }),
    headers: {
      ...headers,
      'x-forwarded-for': request.sourceIp,
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
    },
    ...(query !== '' && { queryStringParameters: parameters }),
    requestContext: {
      accountId: account,
      apiId: route.apiId,
      domainName: route.domainName,
      domainPrefix: route.apiId,
      http: {
        method: request.method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: request.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: route.requestId,
      routeKey: route.routeKey,
      stage: route.stage,
      time: formatTime(new Date(route.receivedAtMs)),
      timeEpoch: route.receivedAtMs,
    },
    ...(Object.keys(route.pathParameters).length > 0 && { pathParameters: route.pathParameters }),
    ...(route.stageVariables && { stageVariables: route.stageVariables }),
    ...(request.body.length > 0 && { body: request.body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: request.body.length > 0 && !isText,
  };
}

/**
 * Whether API Gateway takes a body for text. AWS lists the types nowhere; these were observed there: everything else
 * comes in base64, forms and bodies without a type as well.
 * @see https://github.com/ministackorg/ministack/pull/766
 */
export function isTextType(contentType: string | undefined): boolean {
  const type = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return type.startsWith('text/') || /^application\/(json|xml|javascript)$/.test(type);
}

const connectionHeaders: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'transfer-encoding', 'cookie']);

const joinHeaders = (headers: ReceivedRequest['headers']) =>
  joinPairs(headers.filter(([name]) => !connectionHeaders.has(name)));

function joinPairs(pairs: readonly (readonly [string, string])[]): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of pairs) joined[name] = name in joined ? `${joined[name]},${value}` : value;
  return joined;
}

export function splitTarget(target: string): [string, string] {
  const mark = target.indexOf('?');
  return mark < 0 ? [target, ''] : [target.slice(0, mark), target.slice(mark + 1)];
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `20/Nov/2026:11:58:00 +0000` */
function formatTime(date: Date): string {
  const [day, time] = date.toISOString().split('T');
  const [year, month, dayOfMonth] = day?.split('-') ?? [];
  return `${dayOfMonth}/${months[Number(month) - 1]}/${year}:${time?.slice(0, 8)} +0000`;
}

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
