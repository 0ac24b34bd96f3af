import { hash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createMeetingReader, type StoredMeeting } from '../../shared/dynamo/meetings/meeting-reader.ts';
import { OperationError } from '../../shared/operations/errors.ts';
import { lockFolder } from '../../shared/operations/export/folder-lock.ts';
import { diskFolder, type MirrorFolder } from '../../shared/operations/export/mirror-folder.ts';
import { makeFolder } from '../../shared/operations/whole-file.ts';
import { factsOf, type MeetingFacts } from '../gather-meeting.ts';
import { contentOf } from '../html/document.ts';
import { renderMeetingPage } from '../meeting-page.ts';
import { listSite, type Site, type SiteMeeting, type SiteScope } from './list-site.ts';
import { indexName, isPageName } from './page-names.ts';
import { meetingVersion, seriesVersion } from './page-version.ts';
import { readMeeting } from './read-meeting.ts';
import { linksAbove, renderIndex, renderSeries, type SiteDeps } from './render-site.ts';
import { type ListedPage, openSite, saveSite } from './site-manifest.ts';

/** More than this no browser lists. */
const mostMeetings = 10_000;
/** A meeting that changes while it is read is read again; after so many times the next run does. */
const mostReads = 3;

export type SiteRequest = Omit<SiteScope, 'most'> & {
  /** Made when it is not there. */
  readonly dir: string;
};

export type SiteResult = {
  /** The path of the page that leads to all others. */
  readonly index: string;
  readonly meetings: number;
  readonly series: number;
  /** Files, the index among them. */
  readonly written: number;
  readonly unchanged: number;
  readonly removed: number;
};

type WriteDeps = SiteDeps & {
  /** Told of each meeting's page. */
  readonly tell?: (done: { readonly meetings: number; readonly of: number }) => void;
};

/**
 * Makes a folder of pages equal to the store: an index, a page for each meeting that ended then and one for each series of
 * them. A page that would show the same is not written again, and pages of other meetings go. Files that are none of these
 * pages are left alone.
 * @throws ForeignFolderError where the folder holds something that would be written over; OperationError while another run
 * writes into it, or where there are too many meetings; what the file system says
 */
export async function writeSite({ dir, ...scope }: SiteRequest, deps: WriteDeps): Promise<SiteResult> {
  await makeFolder(dir);
  const lock = await lockFolder(join(dir, '.pages-lock'));
  try {
    const folder = diskFolder(dir);
    const before = await openSite(folder, { dir, table: deps.store.table });
    const site = await listSite({ ...scope, most: mostMeetings }, deps.store);
    if (site.isCut) {
      throw new OperationError(
        `More than ${mostMeetings.toLocaleString('en')} meetings ended then: choose fewer days, or one account.`,
      );
    }
    const writer = createWriter(folder, before);
    const facts = await writeMeetings(site, writer, deps);
    await writeSeries(site, { writer, facts }, deps);
    await writer.write({ name: indexName, text: await renderIndex(site, { facts, ended: scope.ended }, deps) });
    await lock.check();
    const removed = await removeOthers(dir, folder, writer.pages());
    await saveSite(folder, deps.store.table, [...writer.pages().values()]);
    const { written, unchanged } = writer.counts();
    const index = join(dir, indexName);
    return { index, meetings: site.meetings.length, series: site.series.length, written, unchanged, removed };
  } finally {
    await lock.release();
  }
}

type PageToWrite = {
  readonly name: string;
  readonly version?: string | undefined;
  readonly text: string;
  readonly facts?: MeetingFacts;
};

type Writer = ReturnType<typeof createWriter>;

/** Writes what is not there as it should be, and remembers what is. */
function createWriter(folder: MirrorFolder, before: ReadonlyMap<string, ListedPage>) {
  const pages = new Map<string, ListedPage>();
  let written = 0;
  const isAsWritten = async (page: ListedPage): Promise<boolean> => {
    const found = await folder.find(page.name);
    return found?.bytes === page.bytes && found.modifiedMs === page.modifiedMs;
  };
  return {
    pages: (): ReadonlyMap<string, ListedPage> => pages,
    counts: () => ({ written, unchanged: pages.size - written }),
    /** The page of before, where it still shows what this version does. */
    async keep(name: string, version: string | undefined): Promise<ListedPage | undefined> {
      const page = before.get(name);
      if (!page || version === undefined || page.version !== version || !(await isAsWritten(page))) return undefined;
      pages.set(name, page);
      return page;
    },
    async write({ name, version, text, facts }: PageToWrite): Promise<void> {
      const content = hash('sha256', contentOf(text), 'hex');
      const known = { name, content, ...(version !== undefined && { version }), ...(facts && { facts }) };
      const page = before.get(name);
      if (page?.content === content && (await isAsWritten(page))) {
        pages.set(name, { ...known, bytes: page.bytes, modifiedMs: page.modifiedMs });
        return;
      }
      await folder.writeText(name, text);
      const found = await folder.find(name);
      written += 1;
      pages.set(name, { ...known, bytes: found?.bytes ?? 0, modifiedMs: found?.modifiedMs ?? 0 });
    },
  };
}

async function writeMeetings(site: Site, writer: Writer, deps: WriteDeps): Promise<Map<string, MeetingFacts>> {
  const facts = new Map<string, MeetingFacts>();
  for (const one of site.meetings) {
    const { uuid } = one.stored.meeting;
    const up = linksAbove(one, site);
    const shown = { now: deps.now(), zone: deps.zone, up };
    const kept = await writer.keep(one.name, meetingVersion(one.stored, shown));
    if (kept?.facts) facts.set(uuid, kept.facts);
    else {
      const { text, found, version } = await makeMeeting(one, up, deps);
      await writer.write({ name: one.name, version, text, facts: found });
      facts.set(uuid, found);
    }
    deps.tell?.({ meetings: facts.size, of: site.meetings.length });
  }
  return facts;
}

/** Of one state of the store: what changed while it was read is read again. */
async function makeMeeting({ stored, name }: SiteMeeting, up: ReturnType<typeof linksAbove>, deps: WriteDeps) {
  const { store, now, zone } = deps;
  const reader = createMeetingReader(store);
  const versionOf = (one: StoredMeeting) => meetingVersion(one, { now: now(), zone, up });
  let current = stored;
  for (let reads = 1; ; reads += 1) {
    const { data } = await readMeeting(current, store, { now: now(), zone });
    const after = await reader.find(stored.meeting.uuid);
    const version = versionOf(current);
    const isSame = after !== undefined && versionOf(after) === version;
    if (isSame || reads === mostReads) {
      const text = await renderMeetingPage(data, up);
      return { name, text, found: factsOf(data), version: isSame ? version : undefined };
    }
    current = after ?? current;
  }
}

async function writeSeries(
  site: Site,
  { writer, facts }: { readonly writer: Writer; readonly facts: ReadonlyMap<string, MeetingFacts> },
  deps: WriteDeps,
): Promise<void> {
  for (const series of site.series) {
    const own = series.meetings.flatMap(({ name, stored }) => {
      const known = facts.get(stored.meeting.uuid);
      return known ? [{ name, version: writer.pages().get(name)?.version, facts: known }] : [];
    });
    const version = seriesVersion(own, deps.zone);
    if (await writer.keep(series.name, version)) continue;
    await writer.write({ name: series.name, version, text: await renderSeries(series, facts, deps) });
  }
}

/** Pages of meetings that are not asked for, or no longer stored; and what a killed run has left. */
async function removeOthers(
  dir: string,
  folder: MirrorFolder,
  pages: ReadonlyMap<string, ListedPage>,
): Promise<number> {
  let removed = 0;
  for (const below of ['meetings', 'series']) {
    const found = await readdir(join(dir, below)).catch(() => []);
    for (const name of found.map((file) => `${below}/${file}`)) {
      if (!isPageName(name) || pages.has(name)) continue;
      await folder.remove(name);
      removed += 1;
    }
  }
  return removed;
}
