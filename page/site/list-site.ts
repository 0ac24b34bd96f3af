import { isMeetingId } from '../../shared/domain/meeting/meeting-id.ts';
import { listAccounts } from '../../shared/dynamo/meetings/meeting-accounts.ts';
import { createMeetingReader, type StoredMeeting } from '../../shared/dynamo/meetings/meeting-reader.ts';
import type { Store } from '../../shared/dynamo/store.ts';
import type { TimeSpan } from '../../shared/queries/time-span.ts';
import { meetingPageName, seriesPageName } from './page-names.ts';

/** Which meetings have pages. */
export type SiteScope = {
  /** Ids of the Zoom accounts. @default all */
  readonly accounts?: readonly string[] | undefined;
  /** When they ended, both included; instants. @default ever */
  readonly ended?: TimeSpan | undefined;
  /** The newest, so many at the most. */
  readonly most: number;
};

export type SiteMeeting = { readonly stored: StoredMeeting; readonly name: string; readonly series?: string };

export type SiteSeries = {
  readonly meetingId: string;
  readonly name: string;
  /** The newest first. */
  readonly meetings: readonly SiteMeeting[];
};

/** What pages there are to make. */
export type Site = {
  readonly accounts: readonly string[];
  /** The newest first. */
  readonly meetings: readonly SiteMeeting[];
  /** There are older ones. */
  readonly isCut: boolean;
  /** Meeting ids with several of these meetings, that of the newest first. */
  readonly series: readonly SiteSeries[];
};

/** Two read units per ten meetings, and one for each of their captures. */
export async function listSite({ accounts, ended, most }: SiteScope, store: Store): Promise<Site> {
  const wanted = accounts ?? (await listAccounts(store.client, store.table));
  const newest = createMeetingReader(store).newest({ accounts: wanted, limit: most + 1, ended });
  const found = await Array.fromAsync(newest);
  const shown = found.slice(0, most);
  const byId = Map.groupBy(shown, ({ meeting }) => meeting.meetingId);
  const isSeries = (meetingId: string) => isMeetingId(meetingId) && (byId.get(meetingId)?.length ?? 0) > 1;
  const meetings = shown.map((stored): SiteMeeting => {
    const { uuid, meetingId } = stored.meeting;
    return { stored, name: meetingPageName(uuid), ...(isSeries(meetingId) && { series: meetingId }) };
  });
  const series = [...byId.keys()].filter(isSeries).map((meetingId): SiteSeries => {
    const own = meetings.filter((one) => one.series === meetingId);
    return { meetingId, name: seriesPageName(meetingId), meetings: own };
  });
  return { accounts: wanted, meetings, isCut: found.length > most, series };
}
