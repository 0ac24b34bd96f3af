import type { MeetingFacts } from '../gather-meeting.ts';
import { renderMeetingPage } from '../meeting-page.ts';
import { listSite, type Site } from './list-site.ts';
import { indexName } from './page-names.ts';
import { meetingVersion } from './page-version.ts';
import { readFacts, readMeeting } from './read-meeting.ts';
import { linksAbove, renderIndex, renderSeries, type SiteDeps } from './render-site.ts';

/** The newest, so many: each is read when it is listed first, and again when it has changed. */
const mostMeetings = 200;

export type LiveSite = {
  /** The page at a path such as `/` or `/meetings/….html`, as the store is now; undefined where there is none. */
  readonly page: (path: string) => Promise<string | undefined>;
};

/** The same pages as a folder's, of the newest meetings, made when they are asked for. Holds what lists say of each. */
export function createLiveSite(deps: SiteDeps): LiveSite {
  const { store, now, zone } = deps;
  const known = new Map<string, { readonly version: string; readonly facts: MeetingFacts }>();

  async function factsOf(site: Site): Promise<Map<string, MeetingFacts>> {
    const facts = new Map<string, MeetingFacts>();
    for (const { stored } of site.meetings) {
      const { uuid } = stored.meeting;
      const version = meetingVersion(stored, { now: now(), zone, up: [] });
      const before = known.get(uuid);
      const found = before && before.version === version ? before.facts : await readFacts(stored, store, now());
      facts.set(uuid, found);
      if (version === undefined) known.delete(uuid);
      else known.set(uuid, { version, facts: found });
    }
    for (const uuid of known.keys()) if (!facts.has(uuid)) known.delete(uuid);
    return facts;
  }

  return {
    async page(path) {
      const name = path === '/' ? indexName : path.slice(1);
      const site = await listSite({ most: mostMeetings }, store);
      if (name === indexName) return renderIndex(site, { facts: await factsOf(site) }, deps);
      const meeting = site.meetings.find((one) => one.name === name);
      if (meeting) {
        const { data } = await readMeeting(meeting.stored, store, { now: now(), zone });
        return renderMeetingPage(data, linksAbove(meeting, site));
      }
      const series = site.series.find((one) => one.name === name);
      return series && renderSeries(series, await factsOf(site), deps);
    },
  };
}
