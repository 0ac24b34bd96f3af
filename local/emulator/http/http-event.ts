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

export type MatchedRoute = {
  readonly apiId: string;
  readonly stage: string;
  readonly stageVariables: Readonly<Record<string, string>> | undefined;
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  /** Host name and port that clients use. */
  readonly domainName: string;
};

/**
 * The event in payload format 2.0 that API Gateway sends to a function.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function toHttpEvent(request: ReceivedRequest, route: MatchedRoute, requestId: string, nowMs: number) {
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
      requestId,
      routeKey: route.routeKey,
      stage: route.stage,
      time: formatTime(new Date(nowMs)),
      timeEpoch: nowMs,
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

const hopHeaders: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'transfer-encoding', 'cookie']);

const joinHeaders = (headers: ReceivedRequest['headers']) =>
  joinPairs(headers.filter(([name]) => !hopHeaders.has(name)));

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
