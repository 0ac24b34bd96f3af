import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Latency } from '../options.ts';
import { integerFrom, type Random, randomBytesFrom } from '../rows/random.ts';
import { answerApi } from '../zoom/answer-api.ts';
import { answerOAuth } from '../zoom/answer-oauth.ts';
import type { Answer, ApiRequest } from '../zoom/api-request.ts';
import type { World } from '../zoom/world.ts';
import type { Call } from './call.ts';
import { sendReply } from './send-reply.ts';

const trackingIdFrom = (random: Random) => `v=2.0;clid=us02;rid=WEB_${randomBytesFrom(random, 16).toString('hex')}`;

const latencyFrom = (latency: Latency, random: Random) =>
  typeof latency === 'number' ? latency : integerFrom(random, latency.minMs, latency.maxMs);

async function answer(
  world: World,
  request: IncomingMessage,
  { atMs, rawPath, query }: Pick<ApiRequest, 'atMs' | 'rawPath' | 'query'>,
): Promise<Answer> {
  const { method = 'GET' } = request;
  const { authorization } = request.headers;
  if (rawPath !== '/oauth/token') return answerApi(world, { atMs, method, rawPath, query, authorization });
  const form = new URLSearchParams(await text(request));
  return answerOAuth(world, { method, query, form, authorization });
}

/** Reads a request, has it answered, logs it, sends the answer. */
export function createRequestListener(deps: {
  readonly world: World;
  readonly calls: Call[];
  readonly latencyMs: Latency;
  readonly random: Random;
  readonly signal: AbortSignal;
}) {
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const { world, calls, random, signal } = deps;
    const arrivedAt = performance.now();
    const trackingId = trackingIdFrom(random);
    const atMs = world.now();
    const [path = '', search = ''] = (request.url ?? '').split(/\?(.*)/s);
    const query = new URLSearchParams(search);
    const { reply, seen } = await answer(world, request, { atMs, rawPath: path, query });
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
