import type { IncomingHttpHeaders } from 'node:http';

const names = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Whether a request to a server on this machine names it so. One that somebody else's DNS led here (DNS rebinding) has that
 * name in its Host header.
 * @param port that the server listens on
 */
export function namesThisMachine({ host }: IncomingHttpHeaders, port: number): boolean {
  const url = URL.parse(`http://${host}`);
  return url !== null && names.includes(url.hostname) && Number(url.port || 80) === port;
}

/** The same of one that comes from none but the server's own pages: what a page from elsewhere sends has another origin. */
export function isFromThisMachine(headers: IncomingHttpHeaders, port: number): boolean {
  const { host, origin } = headers;
  return namesThisMachine(headers, port) && (origin === undefined || origin === `http://${host?.toLowerCase()}`);
}
