import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { ForeignFolderError } from '../errors.ts';
import { writeWhole } from '../whole-file.ts';
import { exportFormats, exportTables } from './export-columns.ts';

const count = z.int();
const fileEntry = z.object({
  name: z.string(),
  day: z.string(),
  dataset: z.enum(exportTables),
  format: z.enum(exportFormats),
  meetings: count,
  rows: count,
  bytes: count,
  /** Of these meetings' captures, how many may still change. */
  unfinished: count,
  /** QoS sessions whose samples the stage does not keep; absent for none. */
  withoutSamples: z.exactOptional(count),
  /** Nothing more is to come: a later run skips it. */
  whole: z.boolean(),
  exportedAt: z.string(),
});
const manifest = z.object({
  version: z.literal(1),
  table: z.string(),
  /** The Zoom accounts asked for; all when absent. */
  accounts: z.exactOptional(z.array(z.string())),
  files: z.array(fileEntry),
});

/** One file of an export, as `manifest.json` tells of it. */
export type ExportedFile = z.output<typeof fileEntry>;
export type Manifest = z.output<typeof manifest>;

const manifestIn = (dir: string) => join(dir, 'manifest.json');

/**
 * The manifest of an export folder; a new one where there is none.
 * @throws ForeignFolderError when the folder holds an export of something else
 */
export async function openManifest(dir: string, table: string, accounts?: readonly string[]): Promise<Manifest> {
  const fresh: Manifest = { version: 1, table, ...(accounts && { accounts: [...accounts].sort() }), files: [] };
  const text = await readFile(manifestIn(dir), 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return fresh;
  const found = readManifest(text);
  if (!found) throw new ForeignFolderError(`${manifestIn(dir)} is not an export's`);
  if (found.table !== table || String(found.accounts) !== String(fresh.accounts)) {
    throw new ForeignFolderError(`${dir} holds an export of another table or of other accounts`);
  }
  return found;
}

function readManifest(text: string): Manifest | undefined {
  try {
    return manifest.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Writes the manifest with this entry in place of an older one, so that a reader finds the old one or the new one. */
export async function addFile(dir: string, to: Manifest, entry: ExportedFile): Promise<Manifest> {
  const others = to.files.filter(({ name }) => name !== entry.name);
  const next = { ...to, files: [...others, entry].sort((a, b) => (a.name < b.name ? -1 : 1)) };
  await writeWhole(manifestIn(dir), (partPath) => writeFile(partPath, `${JSON.stringify(next, null, 2)}\n`));
  return next;
}

/** The entry of a file that is there, whole, as it was written. */
export async function findWholeFile(dir: string, { files }: Manifest, name: string): Promise<ExportedFile | undefined> {
  const entry = files.find((file) => file.name === name);
  if (!entry?.whole) return undefined;
  const bytes = await stat(join(dir, name)).then(
    ({ size }) => size,
    () => undefined,
  );
  return bytes === entry.bytes ? entry : undefined;
}
