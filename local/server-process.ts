import { once } from 'node:events';
import type { Server } from 'node:http';
import { ConfigurationError } from '../shared/runtime/errors.ts';

type LoopbackListener = {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Cuts every connection. */
  readonly close: () => Promise<void>;
};

/**
 * Lets a server listen on 127.0.0.1 alone.
 * @param port 0 takes a free one
 * @throws when the port is taken, saying so
 */
export async function listenOnLoopback(server: Server, port: number): Promise<LoopbackListener> {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new ConfigurationError(
      `Cannot listen on port ${port} of 127.0.0.1: stop what listens there or choose another port (0 takes a free one)`,
      {
        cause: error,
      },
    );
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    async close() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** How often the parent is asked for, in milliseconds. */
const parentIntervalMs = 100;

/**
 * Ends this process when npm's shell ends, if it was started by `npm run`; else does nothing. npm passes no signal on to
 * what its shell started. A kill of npm alone would leave a server behind that holds its port and its data.
 */
export function endWithParent(): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(0);
  }, parentIntervalMs).unref();
}
