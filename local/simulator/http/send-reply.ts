import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { jsonType, type Reply } from './reply.ts';

export type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly signal: AbortSignal;
  /** Of the request, by `performance.now()`: a reply's delay counts from then, the making of it included. */
  readonly arrivedAt: number;
};

/** Puts a reply on the wire the way it says, also the ways that no client likes. */
export async function sendReply(
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
