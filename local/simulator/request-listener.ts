import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerApi, answerOAuth } from './answers/answer-api.ts';
import type { AnsweredCall, ApiRequest, LoggedCall } from './answers/call.ts';
import type { SimulatorState } from './answers/simulator-state.ts';
import type { Latency } from './options.ts';
import { integerFrom, type Random, randomBytesFrom } from './rows/random.ts';
import { jsonType, type Reply } from './zoom/reply.ts';

const trackingIdFrom = (random: Random) => `v=2.0;clid=us02;rid=WEB_${randomBytesFrom(random, 16).toString('hex')}`;

const latencyFrom = (latency: Latency, random: Random) =>
  typeof latency === 'number' ? latency : integerFrom(random, latency.minMs, latency.maxMs);

async function answer(
  state: SimulatorState,
  request: IncomingMessage,
  { atMs, rawPath, query }: Pick<ApiRequest, 'atMs' | 'rawPath' | 'query'>,
): Promise<AnsweredCall> {
  const { method = 'GET' } = request;
  const { authorization } = request.headers;
  if (rawPath !== '/oauth/token') return answerApi(state, { atMs, method, rawPath, query, authorization });
  const form = new URLSearchParams(await text(request));
  return answerOAuth(state, { method, query, form, authorization });
}

/** Reads a request, has it answered, logs it, sends the answer. */
export function createRequestListener(deps: {
  readonly state: SimulatorState;
  readonly calls: LoggedCall[];
  readonly latencyMs: Latency;
  readonly random: Random;
  readonly signal: AbortSignal;
}) {
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const { state, calls, random, signal } = deps;
    const arrivedAt = performance.now();
    const trackingId = trackingIdFrom(random);
    const atMs = state.now();
    const [path = '', search = ''] = (request.url ?? '').split(/\?(.*)/s);
    const query = new URLSearchParams(search);
    const { reply, seen } = await answer(state, request, { atMs, rawPath: path, query });
    const code = reply.code === undefined ? {} : { code: reply.code };
    calls.push({
      atMs,
      method: request.method ?? 'GET',
      path,
      query: Object.fromEntries(query),
      endpoint: 'unknown',
      ...seen,
      status: reply.status,
      ...code,
      trackingId,
    });
    const delayMs = (reply.delayMs ?? 0) + (seen.endpoint === 'oauth' ? 0 : latencyFrom(deps.latencyMs, random));
    await sendReply({ request, response, signal, arrivedAt }, { ...reply, delayMs }, trackingId);
  };

  return (request: IncomingMessage, response: ServerResponse): void => {
    handle(request, response).catch((error: unknown) => {
      if (deps.signal.aborted || response.headersSent) {
        request.socket.destroy();
        return;
      }
      // Not Zoom's fault but ours, or a meeting's with rows that are no JSON: say so rather than look like a bad line.
      process.emitWarning(error instanceof Error ? error : String(error));
      response.writeHead(500, { 'Content-Type': 'text/plain' }).end('The simulator itself failed; see its warnings.');
    });
  };
}

type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly signal: AbortSignal;
  /** Of the request, by `performance.now()`: a reply's delay counts from then, the making of it included. */
  readonly arrivedAt: number;
};

/** Puts a reply on the wire the way it says, also the ways that no client likes. */
async function sendReply(
  exchange: Exchange,
  { status, body, headers, delayMs = 0, delivery = 'whole' }: Reply,
  trackingId: string,
): Promise<void> {
  const { request, response, signal, arrivedAt } = exchange;
  if (delivery === 'never') return;
  const bytes = Buffer.from(body, 'utf8');
  const leftMs = delayMs - (performance.now() - arrivedAt);
  if (leftMs > 0) await sleep(leftMs, undefined, { signal });
  if (delivery === 'reset') {
    request.socket.resetAndDestroy();
    return;
  }
  response.writeHead(status, {
    'Content-Type': jsonType,
    ...headers,
    'Content-Length': bytes.length,
    'x-zm-trackingid': trackingId,
  });
  if (delivery === 'whole') {
    response.end(bytes);
    return;
  }
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => request.socket.destroy());
}
