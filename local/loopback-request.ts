import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a request to a server on this machine names it so, and comes from none but its own pages. A page from elsewhere
 * whose name was turned to 127.0.0.1 (DNS rebinding) names itself as the host; one that only sends requests, its origin.
 * @param port that the server listens on
 */
export function isFromThisMachine({ host, origin }: IncomingHttpHeaders, port: number): boolean {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`, ...(port === 80 ? ['127.0.0.1', 'localhost'] : [])];
  if (host === undefined || !hosts.includes(host.toLowerCase())) return false;
  return origin === undefined || origin === `http://${host.toLowerCase()}`;
}
