import { join } from 'node:path';
import * as z from 'zod/mini';
import { ForeignFolderError } from '../../shared/operations/errors.ts';
import type { MirrorFolder } from '../../shared/operations/export/mirror-folder.ts';
import { indexName } from './page-names.ts';

const optional = z.exactOptional;
const count = z.int();
const listedPage = z.object({
  name: z.string(),
  /** Equal as long as the store has the same to show; absent while that cannot be told. */
  version: optional(z.string()),
  /** SHA-256, as hex, of what it shows: all but when it was written. */
  content: z.string(),
  bytes: count,
  /** Of the file, in epoch ms: somebody has changed one whose time is another. */
  modifiedMs: z.number(),
  /** Of a meeting: what lists say of it. */
  facts: optional(z.object({ people: count, isBound: z.boolean(), minutes: count, badMinutes: count })),
});
const manifest = z.object({ version: z.literal(1), table: z.string(), pages: z.array(listedPage) });

/** A page of a folder, as its `pages.json` tells of it. */
export type ListedPage = z.output<typeof listedPage>;

const siteManifestName = 'pages.json';

/**
 * The pages that a folder has, by name; none where it is new.
 * @throws ForeignFolderError where it holds something that would be written over
 */
export async function openSite(
  folder: MirrorFolder,
  { dir, table }: { readonly dir: string; readonly table: string },
): Promise<ReadonlyMap<string, ListedPage>> {
  const text = await folder.readText(siteManifestName);
  if (text === undefined) {
    for (const name of [indexName, 'meetings', 'series']) {
      if (await folder.find(name)) throw new ForeignFolderError(`${join(dir, name)} is there, and not of such pages`);
    }
    await saveSite(folder, table, []);
    return new Map();
  }
  const found = decodeManifest(text);
  if (!found)
    throw new ForeignFolderError(`${join(dir, siteManifestName)} is not of such pages, or of another version`);
  if (found.table !== table) throw new ForeignFolderError(`${dir} holds the pages of another table`);
  return new Map(found.pages.map((page) => [page.name, page]));
}

function decodeManifest(text: string): z.output<typeof manifest> | undefined {
  try {
    return manifest.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Writes the list of pages, unless it says the same already. */
export async function saveSite(folder: MirrorFolder, table: string, pages: readonly ListedPage[]): Promise<void> {
  const sorted = pages.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const text = `${JSON.stringify({ version: 1, table, pages: sorted }, null, 1)}\n`;
  if ((await folder.readText(siteManifestName)) !== text) await folder.writeText(siteManifestName, text);
}
