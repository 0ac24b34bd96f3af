import type { ReadDeps } from './answers/raw-answer.ts';
import { readAnswer } from './answers/read-answer.ts';
import type { CallHealth, RateBudget, Urgency } from './call-budget.ts';
import { type Ask, type HeldPage, readDatasetPage } from './dataset-page.ts';
import type { PageRequest } from './endpoints.ts';
import { ZoomAccountError, ZoomTokenRejectedError, ZoomTransientError, ZoomUnexpectedError } from './errors.ts';
import { call, type HttpDeps } from './http.ts';
import { judgeCall, type MadeCall } from './judge-call.ts';
import { type DetailsRequest, detailsPath } from './lists/meeting-details.ts';
import { type MeetingListRequest, meetingListCall } from './lists/meeting-lists.ts';
import { subAccountsCall } from './lists/sub-accounts.ts';
import type { PageRoom } from './page-room.ts';
import { quickRetryMs } from './quick-retry.ts';

/** The account's shared access token. */
export type TokenSource = {
  readonly get: () => Promise<string>;
  /** A token other than the rejected one: another worker's, else a new one. */
  readonly renew: (rejected: string) => Promise<string>;
};

export type ZoomClientDeps = HttpDeps &
  ReadDeps & {
    /** Such as `https://api.zoom.us/v2`, without a slash at its end. */
    readonly apiUrl: string;
    readonly token: TokenSource;
    readonly budget: RateBudget;
    readonly health: CallHealth;
    readonly sleep: (ms: number) => Promise<void>;
    readonly room: PageRoom;
  };

export type ZoomClient = {
  /** One page. @throws a ZoomError, one class per reaction. */
  readonly page: (request: PageRequest, urgency?: Urgency) => Promise<HeldPage>;
  /** One page of a list of ended meetings. @throws as `page` */
  readonly list: (request: MeetingListRequest, urgency?: Urgency) => Promise<HeldPage>;
  /** One meeting as a whole, as the only row. @throws as `page` */
  readonly details: (request: DetailsRequest, urgency?: Urgency) => Promise<HeldPage>;
  /** One page of a master account's sub-accounts. @throws as `page` */
  readonly subAccounts: (pageToken?: string, urgency?: Urgency) => Promise<HeldPage>;
  /** When a call is worth asking for (epoch ms), where this worker knows that none is before; undefined where it does not. */
  readonly heldUntil: CallHealth['heldUntil'];
};

/** Zoom's API by account id. */
export type ZoomClients = ((accountId: string) => Promise<ZoomClient>) & {
  /** As a client's, without making one: undefined for an account that this worker has not called for yet. */
  readonly heldUntil: (accountId: string, urgency: Urgency) => Promise<number | undefined>;
};

/** First what another worker may have put in place of a rejected token, then a new one. */
const mostRenewals = 2;

/**
 * Zoom's API for one account. A rejected access token is replaced, passing faults and the per-second limit are tried
 * again a few times; what remains is the caller's to react to.
 */
export function createZoomClient({ apiUrl, token, budget, health, sleep, room, ...deps }: ZoomClientDeps): ZoomClient {
  const judged = (error: unknown, made: MadeCall): Promise<unknown> => judgeCall(error, made, { budget, health });

  const ask = async ({ path, ...asked }: Ask, accessToken: string, urgency: Urgency | undefined): Promise<HeldPage> => {
    const headers = { authorization: `Bearer ${accessToken}`, accept: 'application/json' };
    const made: MadeCall = { about: asked.about, askedAt: deps.now(), urgency };
    health.asked();
    const raw = await call(`${apiUrl}${path}`, { headers }, deps).catch(async (error) => {
      throw await judged(error, made);
    });
    const done = await room.enter(raw.body.length);
    try {
      const page = readAnswer(raw, asked, deps);
      await health.answered(made.askedAt).catch(() => {});
      return { ...page, done };
    } catch (error) {
      done();
      throw await judged(error, made);
    }
  };

  const tokenFor = async (rejected: string | undefined, made: MadeCall): Promise<string> => {
    try {
      return await (rejected === undefined ? token.get() : token.renew(rejected));
    } catch (error) {
      const isSilent = error instanceof ZoomTransientError || error instanceof ZoomUnexpectedError;
      throw isSilent ? await judged(error, made) : error;
    }
  };

  const patiently = async (asked: Ask, urgency: Urgency | undefined): Promise<HeldPage> => {
    const since = deps.now();
    await health.check(urgency);
    let rejected: string | undefined;
    let renewals = 0;
    for (let tries = 1; ; ) {
      let accessToken = '';
      try {
        accessToken = await tokenFor(rejected, { about: asked.about, askedAt: deps.now(), urgency });
        rejected = undefined;
        await budget.take(health.isUnsure() ? { ...urgency, isUnsure: true } : urgency);
        return await ask(asked, accessToken, urgency);
      } catch (error) {
        if (error instanceof ZoomTokenRejectedError) {
          if (renewals >= mostRenewals) throw rejectedAgain(error);
          renewals += 1;
          rejected = accessToken;
          continue;
        }
        const pauseMs = quickRetryMs(error, { tries, since }, deps);
        if (pauseMs === undefined || health.isSuspect()) throw error;
        tries += 1;
        await sleep(pauseMs);
      }
    }
  };

  return {
    page: (request, urgency) => readDatasetPage(request, (asked) => patiently(asked, urgency)),
    list(request, urgency) {
      const { path, rowsName } = meetingListCall(request);
      const hadPageToken = request.pageToken !== undefined;
      return patiently({ path, about: 'list', rowsName, hadPageToken }, urgency);
    },
    details(request, urgency) {
      return patiently({ path: detailsPath(request), about: request.id, hadPageToken: false }, urgency);
    },
    subAccounts(pageToken, urgency) {
      const asked = { ...subAccountsCall(pageToken), hadPageToken: pageToken !== undefined };
      return patiently({ ...asked, about: 'sub-accounts' }, urgency);
    },
    heldUntil: (urgency) => health.heldUntil(urgency),
  };
}

const rejectedAgain = (cause: ZoomTokenRejectedError) =>
  new ZoomAccountError(`Zoom rejects a fresh access token: ${cause.message}`, cause.answer, { cause });
