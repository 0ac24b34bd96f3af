import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { listenOnLoopback } from '../../server-process.ts';
import type { InvocationOutcome } from '../functions/invocation-outcome.ts';
import type { HttpApiDefinition } from './http-api-definition.ts';
import {
  gatewayAnswer,
  type HttpAnswer,
  type ReceivedRequest,
  splitTarget,
  toHttpAnswer,
  toHttpEvent,
} from './http-payload.ts';
import { matchRoute } from './http-routes.ts';
import { createUploadRoom, type RefusedBody, readBody, type Upload } from './upload-room.ts';

export type HttpApiServer = {
  readonly url: string;
  /** Until then every request is answered 503. */
  readonly serve: (api: HttpApiDefinition, invoke: InvokeFunction, unrouted?: AnswerUnrouted) => void;
  /** Resolves when no request waits for its answer, and after so long at the latest. */
  readonly whenQuiet: (longestMs: number) => Promise<void>;
  /** Answers 503 from now on, so that senders come back later. */
  readonly stopServing: () => void;
  readonly close: () => Promise<void>;
};

/** Answers what no route of the API takes; undefined leaves it to the API, which has nothing there. */
export type AnswerUnrouted = (request: ReceivedRequest, port: number) => Promise<HttpAnswer | undefined>;

type InvokeFunction = (functionArn: string, event: unknown) => Promise<InvocationOutcome>;

/** Without a request for so long, a burst is taken to be over. */
const quietMs = 50;

/** API Gateway's limit of a request's body. */
const longestBodyBytes = 10 * 1024 * 1024;
/** Of the bodies of all requests that wait for an answer. Zoom's have some hundred bytes, and it sends again after a 503. */
const mostHeldBytes = 64 * 1024 * 1024;

/**
 * An HTTP API on one machine. Listens before it serves, since the template may ask for its address.
 * @param port 0 takes a free one
 */
export async function startHttpApiServer(port: number): Promise<HttpApiServer> {
  const unavailable = async () => gatewayAnswer(503, 'Service Unavailable');
  let answer: (request: ReceivedRequest) => Promise<HttpAnswer> = unavailable;
  const requests = new Set<Promise<void>>();
  const room = createUploadRoom(mostHeldBytes);
  const server = createServer((request, response) => {
    const upload = room.begin();
    const answered = readRequest(request, upload)
      .then((received) => (typeof received === 'string' ? refusals[received] : answer(received)))
      .then((result) => write(response, result))
      .catch(() => void response.destroy())
      .finally(() => {
        upload.end();
        requests.delete(answered);
      });
    requests.add(answered);
  });
  const { url, close, port: ownPort } = await listenOnLoopback(server, port);
  const domainName = new URL(url).host;
  return {
    url,
    serve(api, invoke, unrouted) {
      const otherwise = unrouted && ((request: ReceivedRequest) => unrouted(request, ownPort));
      answer = (request) => answerRequest({ api, invoke, domainName, otherwise }, request);
    },
    async whenQuiet(longestMs) {
      const givesUpAt = Date.now() + longestMs;
      while (requests.size > 0 && Date.now() < givesUpAt) {
        await within(givesUpAt - Date.now(), Promise.all(requests));
        // The next request of a burst may be on its way.
        await sleep(quietMs);
      }
    },
    stopServing() {
      answer = unavailable;
    },
    close,
  };
}

type ServedApi = {
  readonly api: HttpApiDefinition;
  readonly invoke: InvokeFunction;
  /** Host name and port that clients use. */
  readonly domainName: string;
  readonly otherwise: ((request: ReceivedRequest) => Promise<HttpAnswer | undefined>) | undefined;
};

async function answerRequest(served: ServedApi, request: ReceivedRequest): Promise<HttpAnswer> {
  const { api, invoke, domainName, otherwise } = served;
  const found = findRoute(api, request);
  if (found === undefined) return (await otherwise?.(request)) ?? gatewayAnswer(404, 'Not Found');
  const { stage, route, pathParameters } = found;
  if (!route.permitted(stage.name)) return gatewayAnswer(500, 'Internal Server Error');
  const event = toHttpEvent(request, {
    apiId: api.apiId,
    routeKey: route.routeKey,
    pathParameters,
    domainName,
    stage: stage.name,
    stageVariables: stage.variables,
    requestId: randomUUID(),
    receivedAtMs: Date.now(),
  });
  const outcome = await within(route.integrationTimeoutMs, invoke(route.functionArn, event));
  return outcome === 'timed-out' ? gatewayAnswer(503, 'Service Unavailable') : toHttpAnswer(outcome);
}

function findRoute({ stages, routes }: HttpApiDefinition, { method, target }: ReceivedRequest) {
  const [path] = splitTarget(target);
  const named = stages.find(({ name }) => path === `/${name}` || path.startsWith(`/${name}/`));
  const stage = named ?? stages.find(({ name }) => name === '$default');
  const pathInStage = named ? path.slice(named.name.length + 1) || '/' : path;
  const match = stage && matchRoute(routes, method, pathInStage);
  return match && { stage, ...match };
}

async function within<Value>(longestMs: number, value: Promise<Value>): Promise<Value | 'timed-out'> {
  const timer = new AbortController();
  const timeout = sleep(longestMs, 'timed-out' as const, { signal: timer.signal });
  // Aborted below; by then the race is over.
  timeout.catch(() => {});
  const first = await Promise.race([value, timeout]);
  timer.abort();
  return first;
}

const refusals = {
  'too-large': gatewayAnswer(413, 'Request Entity Too Large'),
  'no-room': gatewayAnswer(503, 'Service Unavailable'),
};

async function readRequest(request: IncomingMessage, upload: Upload): Promise<ReceivedRequest | RefusedBody> {
  const body = await readBody(request, { upload, longestBytes: longestBodyBytes });
  if (typeof body === 'string') return body;
  const pairs = Object.entries(request.headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  return {
    method: request.method ?? 'GET',
    target: request.url ?? '/',
    headers: pairs,
    body,
    sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
  };
}

function write(response: ServerResponse, { statusCode, headers, body }: HttpAnswer): void {
  response.writeHead(statusCode, { ...headers, 'apigw-requestid': randomUUID() } as Record<string, string | string[]>);
  response.end(body);
}
