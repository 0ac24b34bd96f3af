import { type PageRequest, pagePath } from './endpoints.ts';
import { ZoomAccountError, ZoomRateLimitError, ZoomTokenRejectedError } from './errors.ts';
import { call, type HttpDeps } from './http.ts';
import { quickRetryMs } from './quick-retry.ts';
import { type Page, type ReadDeps, readAnswer } from './read-answer.ts';
import type { RateLimit } from './retry-after.ts';

/** The account's shared access token. */
export type TokenSource = {
  readonly get: () => Promise<string>;
  /** A token other than the rejected one: another worker's, else a new one. */
  readonly renew: (rejected: string) => Promise<string>;
};

/** The account's share of Zoom's rate limits. */
export type RateBudget = {
  /** Resolves when one more call may start. @throws ZoomRateLimitError when that is too far away to wait for. */
  readonly take: () => Promise<void>;
  /** Tells the budget what Zoom said: nobody calls before. */
  readonly heed: (limit: RateLimit) => Promise<void>;
};

export type ZoomClientDeps = HttpDeps &
  ReadDeps & {
    /** Such as `https://api.zoom.us/v2`, without a slash at its end. */
    readonly apiUrl: string;
    readonly token: TokenSource;
    readonly budget: RateBudget;
    readonly sleep: (ms: number) => Promise<void>;
  };

export type ZoomClient = {
  /** One page. @throws a ZoomError, one class per reaction. */
  readonly page: (request: PageRequest) => Promise<Page>;
};

/**
 * Zoom's API for one account. A rejected access token is renewed once, passing faults and the per-second limit are tried
 * again a few times; what remains is the caller's to react to.
 */
export function createZoomClient({ apiUrl, token, budget, sleep, ...deps }: ZoomClientDeps): ZoomClient {
  const ask = async (request: PageRequest, accessToken: string): Promise<Page> => {
    await budget.take();
    const headers = { authorization: `Bearer ${accessToken}`, accept: 'application/json' };
    const raw = await call(`${apiUrl}${pagePath(request)}`, { headers }, deps);
    return readAnswer(raw, request.pageToken !== undefined, deps);
  };

  return {
    async page(request) {
      let accessToken = await token.get();
      let renewed = false;
      for (let tried = 1; ; tried += 1) {
        try {
          return await ask(request, accessToken);
        } catch (error) {
          if (error instanceof ZoomRateLimitError && error.answer.status !== undefined) await budget.heed(error);
          if (error instanceof ZoomTokenRejectedError) {
            if (renewed) throw rejectedTwice(error);
            renewed = true;
            accessToken = await token.renew(accessToken);
            continue;
          }
          const pauseMs = quickRetryMs(error, tried, deps);
          if (pauseMs === undefined) throw error;
          await sleep(pauseMs);
        }
      }
    },
  };
}

const rejectedTwice = (cause: ZoomTokenRejectedError) =>
  new ZoomAccountError(`Zoom rejects a fresh access token: ${cause.message}`, cause.answer, { cause });
