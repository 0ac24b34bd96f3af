import { get } from 'node:http';
import { text } from 'node:stream/consumers';

type PlainAnswer = { readonly ok: boolean; readonly status: number; readonly text: () => Promise<string> };

/** As much of `fetch` as a call to this machine needs. */
export type PlainGet = (
  url: string,
  init: { readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal },
) => Promise<PlainAnswer>;

/**
 * A GET by `node:http`, which the SDK has loaded anyway: the first `fetch` of a process loads a client of its own, some 25 ms
 * of the webhook's cold start.
 * @throws the signal's reason, such as a TimeoutError, when that ended it; else what the socket says.
 */
export const plainGet: PlainGet = (url, { headers, signal }) => {
  const { promise, resolve, reject } = Promise.withResolvers<PlainAnswer>();
  const fail = (error: unknown) => reject(signal.aborted ? signal.reason : error);
  const request = get(url, { headers, signal }, (response) => {
    const { statusCode: status = 0 } = response;
    // Read at once: the time-out is for the whole answer.
    text(response).then((body) => resolve({ ok: status >= 200 && status < 300, status, text: async () => body }), fail);
  });
  request.on('error', fail);
  return promise;
};
