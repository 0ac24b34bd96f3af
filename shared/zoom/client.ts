import { descriptions } from '../datasets/datasets.ts';
import { type PageRequest, pagePath } from './endpoints.ts';
import { ZoomAccountError, ZoomRateLimitError, ZoomTokenRejectedError } from './errors.ts';
import { call, type HttpDeps } from './http.ts';
import { type DetailsRequest, detailsPath } from './meeting-details.ts';
import { type MeetingListRequest, meetingListCall } from './meeting-lists.ts';
import type { PageRoom } from './page-room.ts';
import { quickRetryMs } from './quick-retry.ts';
import type { ReadDeps } from './raw-answer.ts';
import { type AskedFor, type Page, readAnswer } from './read-answer.ts';
import type { RateLimit } from './retry-after.ts';

/** The account's shared access token. */
export type TokenSource = {
  readonly get: () => Promise<string>;
  /** A token other than the rejected one: another worker's, else a new one. */
  readonly renew: (rejected: string) => Promise<string>;
};

export type Urgency = {
  /** The share of a day's calls, 0 to 1, that is left to those in a hurry. @default 0 */
  readonly reserve?: number;
  /** A call of a backfill, which has an allowance of its own besides. */
  readonly purpose?: 'backfill';
};

/** The account's share of Zoom's rate limits. */
export type RateBudget = {
  /** Resolves when one more call may start. @throws ZoomRateLimitError when that is too far away to wait for. */
  readonly take: (urgency?: Urgency) => Promise<void>;
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
    readonly room: PageRoom;
  };

export type HeldPage = Page & {
  /** To be called when the rows are stored or not wanted: until then the page takes room from the worker's others. */
  readonly done: () => void;
};

export type ZoomClient = {
  /** One page. @throws a ZoomError, one class per reaction. */
  readonly page: (request: PageRequest, urgency?: Urgency) => Promise<HeldPage>;
  /** One page of a list of ended meetings. @throws as `page` */
  readonly list: (request: MeetingListRequest, urgency?: Urgency) => Promise<HeldPage>;
  /** One meeting as a whole, as the only row. @throws as `page` */
  readonly details: (request: DetailsRequest, urgency?: Urgency) => Promise<HeldPage>;
};

/** One call; `path` is relative to the API's base. */
type Ask = AskedFor & { readonly path: string };

/** First what another worker may have put in place of a rejected token, then a new one. */
const mostRenewals = 2;

/**
 * Zoom's API for one account. A rejected access token is replaced, passing faults and the per-second limit are tried
 * again a few times; what remains is the caller's to react to.
 */
export function createZoomClient({ apiUrl, token, budget, sleep, room, ...deps }: ZoomClientDeps): ZoomClient {
  const ask = async ({ path, ...asked }: Ask, accessToken: string): Promise<HeldPage> => {
    const headers = { authorization: `Bearer ${accessToken}`, accept: 'application/json' };
    const raw = await call(`${apiUrl}${path}`, { headers }, deps);
    const done = await room.enter(raw.body.length);
    try {
      return { ...readAnswer(raw, asked, deps), done };
    } catch (error) {
      done();
      // What Zoom said counts for this call, also where the others cannot be told: they hear it from Zoom then.
      if (error instanceof ZoomRateLimitError) await budget.heed(error).catch(() => {});
      throw error;
    }
  };

  const patiently = async (asked: Ask, urgency: Urgency | undefined): Promise<HeldPage> => {
    const since = deps.now();
    let rejected: string | undefined;
    let renewals = 0;
    for (let tries = 1; ; ) {
      let accessToken = '';
      try {
        accessToken = await (rejected === undefined ? token.get() : token.renew(rejected));
        rejected = undefined;
        await budget.take(urgency);
        return await ask(asked, accessToken);
      } catch (error) {
        if (error instanceof ZoomTokenRejectedError) {
          if (renewals >= mostRenewals) throw rejectedAgain(error);
          renewals += 1;
          rejected = accessToken;
          continue;
        }
        const pauseMs = quickRetryMs(error, { tries, since }, deps);
        if (pauseMs === undefined) throw error;
        tries += 1;
        await sleep(pauseMs);
      }
    }
  };

  return {
    page(request, urgency) {
      const hadPageToken = request.pageToken !== undefined;
      const { rowsName } = descriptions[request.dataset].zoom;
      return patiently({ path: pagePath(request), rowsName, hadPageToken }, urgency);
    },
    list(request, urgency) {
      const { path, rowsName } = meetingListCall(request);
      return patiently({ path, rowsName, hadPageToken: request.pageToken !== undefined }, urgency);
    },
    details: (request, urgency) => patiently({ path: detailsPath(request), hadPageToken: false }, urgency),
  };
}

const rejectedAgain = (cause: ZoomTokenRejectedError) =>
  new ZoomAccountError(`Zoom rejects a fresh access token: ${cause.message}`, cause.answer, { cause });
