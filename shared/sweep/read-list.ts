import { capturedDatasets } from '../domain/account/captured-parts.ts';
import { oldestPageTokenMs } from '../domain/capture/poll.ts';
import type { Kind } from '../domain/meeting/kind.ts';
import { listSpacingMs, type SweepWindow } from '../domain/sweep/sweep-plan.ts';
import type { Urgency } from '../zoom/call-budget.ts';
import type { ZoomClient } from '../zoom/client.ts';
import { ZoomAccountError, ZoomError, ZoomPagingError } from '../zoom/errors.ts';
import { type ListedMeeting, listedMeetingFrom } from '../zoom/lists/listed-meeting.ts';
import { type ListSource, type MeetingList, meetingLists } from '../zoom/lists/meeting-lists.ts';
import type { SweepDeps, SweptAccount } from './sweep-deps.ts';

/** A place in the lists of a window: which list of the source, after which page. */
export type ListPlace = {
  readonly source: ListSource;
  readonly list: number;
  readonly pageToken?: string;
  /** Epoch ms. */
  readonly pageTokenAt?: number;
};

type ListRead = {
  readonly meetings: readonly ListedMeeting[];
  /** Absent once the window's last list is at its end. */
  readonly next?: ListPlace;
};

/** New beginnings of a list that broke off, in one invocation. */
const mostRestarts = 3;

export type ListReader = (window: Pick<SweepWindow, 'from' | 'to'>, place: ListPlace) => Promise<ListRead>;

/**
 * Reads lists of ended meetings page by page, 300 at a time. What is refused for good by the history is looked for on the
 * dashboard; a list whose page token died begins anew; an account without webinars needs no list of them.
 * @throws ZoomError: the account's lists are refused, or something passing was in the way.
 */
export function createListReader(
  account: SweptAccount,
  zoom: Pick<ZoomClient, 'list'>,
  { now, sleep, log, urgency }: Pick<SweepDeps, 'now' | 'sleep' | 'log'> & { readonly urgency: Urgency },
): ListReader {
  const { name, plan } = account;
  let nextDashboardCallAt = 0;
  let restarts = 0;

  const ask: ListReader = async ({ from, to }, { source, list: index, pageToken, pageTokenAt = 0 }) => {
    const lists = meetingLists[source];
    const list = lists[index];
    if (list === undefined) return { meetings: [] };
    const following = index + 1 < lists.length ? { next: { source, list: index + 1 } } : {};
    const kind = kindOfList(list);
    if (kind && capturedDatasets(account, kind).length === 0) return { meetings: [], ...following };
    if (source === 'dashboard') {
      if (nextDashboardCallAt > now()) await sleep(nextDashboardCallAt - now());
      nextDashboardCallAt = now() + listSpacingMs[plan];
    }
    const isAlive = pageToken !== undefined && now() - pageTokenAt < oldestPageTokenMs;
    const page = await zoom.list({ list, from, to, ...(isAlive && { pageToken }) }, urgency);
    page.done();
    const meetings = page.rows.flatMap((row) => listedMeetingFrom(list, row, new Date(now())) ?? []);
    const unreadable = page.rows.length - meetings.length;
    if (unreadable > 0) log.error('listed meetings without a UUID', { account: name, list, unreadable });
    if (page.nextPageToken !== undefined && page.nextPageToken === pageToken) {
      throw new ZoomPagingError('Zoom gave a page token of a list that it was asked with.');
    }
    if (page.nextPageToken !== undefined) {
      return { meetings, next: { source, list: index, pageToken: page.nextPageToken, pageTokenAt: now() } };
    }
    return { meetings, ...following };
  };

  return async function read(window, place): Promise<ListRead> {
    try {
      return await ask(window, place);
    } catch (error) {
      if (error instanceof ZoomPagingError && restarts < mostRestarts) {
        restarts += 1;
        return read(window, { source: place.source, list: place.list });
      }
      if (!isRefusal(error)) throw error;
      if (place.source === 'history') return read(window, { source: 'dashboard', list: 0 });
      const isWebinars = meetingLists.dashboard[place.list] === 'webinars';
      if (isWebinars && error instanceof ZoomAccountError) return { meetings: [] };
      throw error;
    }
  };
}

/** Undefined for a list of both. */
function kindOfList(list: MeetingList): Kind | undefined {
  if (list === 'history') return undefined;
  return list === 'webinars' ? 'webinar' : 'meeting';
}

/** Whether Zoom will say the same for hours, or until somebody changes something: a scope, the plan, the path. */
export const isRefusal = (error: unknown): boolean => error instanceof ZoomError && error.retry !== 'soon';
