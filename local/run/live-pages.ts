import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Dataset } from '../../shared/domain/dataset.ts';
import type { HttpAnswer, ReceivedRequest } from '../emulator/http/http-payload.ts';
import { isFromThisMachine } from '../loopback-request.ts';

export type PagesStart = {
  readonly dynamodbUrl: string;
  readonly table: string;
  /** In which times are shown, as the IANA database names it. */
  readonly timeZone: string;
  readonly datasets?: readonly Dataset[];
};

export type LivePages = {
  /** The way to the pages, for `GET /`; undefined for all else, and for who is not of this machine. */
  readonly answer: (request: ReceivedRequest, port: number) => Promise<HttpAnswer | undefined>;
  readonly close: () => Promise<void>;
};

/** Bounds a page of thousands of people, and leaves the run beside it alone. */
const resourceLimits = { maxOldGenerationSizeMb: 512 };

/**
 * Leads from `GET /` of the HTTP API to the pages of the running stack. The API's port is the one that a tunnel or a proxy
 * opens to the outside, so the pages are on another one, which nobody passes on: what goes out from here is its address
 * alone. They begin when they are first asked for, in a thread of their own.
 */
export function createLivePages(start: () => PagesStart | undefined): LivePages {
  let running: Worker | undefined;
  let url: Promise<string> | undefined;
  const begin = async (workerData: PagesStart): Promise<string> => {
    const thread = new Worker(new URL('./pages-thread.ts', import.meta.url), { workerData, resourceLimits });
    running = thread;
    thread.unref();
    // A page that takes too much memory ends the thread, and not the run beside it: the next request begins anew.
    thread.on('error', () => {});
    thread.once('exit', () => {
      url = undefined;
    });
    const [address]: string[] = await once(thread, 'message');
    return address ?? '';
  };
  return {
    async answer({ method, target, headers }, port) {
      const started = start();
      const isAsked = (method === 'GET' || method === 'HEAD') && target.split('?')[0] === '/';
      if (!isAsked || !started || !isFromThisMachine(Object.fromEntries(headers), port)) return undefined;
      url ??= begin(started);
      url.catch(() => {
        url = undefined;
      });
      return {
        statusCode: 307,
        headers: { location: `${await url}/`, 'cache-control': 'no-store' },
        body: Buffer.alloc(0),
      };
    },
    async close() {
      await running?.terminate();
    },
  };
}
