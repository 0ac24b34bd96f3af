import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isFromThisMachine } from '../loopback-request.ts';
import { keepToOwnUser } from '../own-user.ts';
import { listenOnLoopback } from '../server-process.ts';

/** The page at a path, as HTML; undefined where there is none. */
type FindPage = (path: string) => Promise<string | undefined>;

const headers = {
  'content-type': 'text/html; charset=utf-8',
  // Names and addresses: they stay in no cache, in no frame, and no other origin reads them.
  'cache-control': 'no-store',
  'content-security-policy': "frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Shows pages on 127.0.0.1 alone, to browsers and programs of this machine and this user alone, on a port of their own. */
export async function startPagesServer(findPage: FindPage): Promise<{
  readonly url: string;
  readonly close: () => Promise<void>;
}> {
  let port = 0;
  const server = createServer((request, response) => {
    answer(request, response, { findPage, port }).catch((error: unknown) => {
      // To this machine alone; the store's errors name no person.
      if (!response.headersSent) refuse(response, 500, error instanceof Error ? error.message : String(error));
      else response.destroy();
    });
  });
  keepToOwnUser(server);
  const listener = await listenOnLoopback(server, 0);
  port = listener.port;
  return { url: listener.url, close: listener.close };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { findPage, port }: { readonly findPage: FindPage; readonly port: number },
): Promise<void> {
  if (!isFromThisMachine(request.headers, port))
    return refuse(response, 403, 'These pages are for this machine alone.');
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'These pages are read.');
  const [path = '/'] = (request.url ?? '/').split('?');
  const page = await findPage(path);
  if (page === undefined) return refuse(response, 404, 'There is no such page, or no longer: see / for all there are.');
  const body = Buffer.from(page);
  response.writeHead(200, { ...headers, 'content-length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { ...headers, 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}
