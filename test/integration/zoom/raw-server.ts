import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export type RawServer = AsyncDisposable & {
  readonly url: string;
  /** Paths and queries exactly as they came off the wire. */
  readonly paths: readonly string[];
};

export type Handle = (request: IncomingMessage, response: ServerResponse, calls: number) => void;

/** An HTTP server that does anything to its caller. `calls` counts from 1. */
export async function rawServer(handle: Handle): Promise<RawServer> {
  const paths: string[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url ?? '');
    handle(request, response, paths.length);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    paths,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json;charset=UTF-8', 'x-zm-trackingid': 'WEB_1' });
  response.end(JSON.stringify(body));
};
