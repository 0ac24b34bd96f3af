import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { namesThisMachine } from './loopback-request.ts';
import { keepToOwnUser } from './own-user.ts';

/** A server on loopback for the programs of this process's user. A page in a browser is refused, whatever name it has for this machine. */
export function createOwnServer(listener: RequestListener): Server {
  const server = createServer((request, response) => {
    const reason = foreignRequest(request);
    if (reason === undefined) return listener(request, response);
    response.writeHead(403, { 'content-type': 'application/json', connection: 'close' });
    response.end(JSON.stringify({ __type: 'AccessDeniedException', message: reason }));
  });
  keepToOwnUser(server);
  return server;
}

/** What tells a request of a page; undefined where nothing does. Programs send neither of these headers. */
function foreignRequest({ headers, socket: { localPort = 0 } }: IncomingMessage): string | undefined {
  if (headers.origin !== undefined || headers['sec-fetch-site'] !== undefined)
    return 'Pages in a browser are not answered.';
  return namesThisMachine(headers, localPort) ? undefined : 'Only requests to 127.0.0.1 are answered.';
}
