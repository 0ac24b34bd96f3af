import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { ForeignFolderError } from '../errors.ts';
import { writeWhole } from '../whole-file.ts';
import type { FileEntry } from './day-state.ts';
import { type ExportFormat, exportFormats, exportTables } from './tables/export-columns.ts';

const count = z.int();
const optional = z.exactOptional;
const listedFile = z.object({
  /** Absent where the day has no rows, and so no file. */
  name: optional(z.string()),
  day: z.string(),
  dataset: z.enum(exportTables),
  format: z.enum(exportFormats),
  meetings: count,
  rows: count,
  bytes: count,
  sha256: optional(z.string()),
  /** Rows of these meetings that are left out because their person was erased; absent for none. */
  erased: optional(count),
  /** Of these meetings' captures, how many may still change. */
  unfinished: count,
  /** Nothing more is expected of the day. */
  whole: z.boolean(),
  exportedAt: z.string(),
});
const manifest = z.object({
  version: z.literal(2),
  table: z.string(),
  /** The Zoom accounts asked for; all when absent. */
  accounts: optional(z.array(z.string())),
  files: z.array(listedFile),
});

/** One file of an export, as `manifest.json` tells of it. */
export type ListedFile = z.output<typeof listedFile>;
export type Manifest = z.output<typeof manifest>;

export const manifestName = 'manifest.json';

/**
 * The manifest of an export folder; a new one where there is none.
 * @throws ForeignFolderError when the folder holds an export of something else
 */
export async function openManifest(dir: string, table: string, accounts?: readonly string[]): Promise<Manifest> {
  const fresh: Manifest = { version: 2, table, ...(accounts && { accounts: [...accounts].sort() }), files: [] };
  const path = join(dir, manifestName);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return fresh;
  const found = readManifest(text);
  if (!found) throw new ForeignFolderError(`${path} is not an export's of this version`);
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

/** Writes the manifest, unless it says the same already; a reader finds the old one or the new one. */
export async function saveManifest(dir: string, before: Manifest, files: readonly ListedFile[]): Promise<void> {
  const key = ({ dataset, day, format }: ListedFile) => `${dataset}/${day}/${format}`;
  const known = new Map([...before.files, ...files].map((file) => [key(file), file]));
  const sorted = [...known.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, file]) => file);
  const text = `${JSON.stringify({ ...before, files: sorted }, null, 2)}\n`;
  const path = join(dir, manifestName);
  if ((await readFile(path, 'utf8').catch(() => '')) === text) return;
  await writeWhole(path, (partPath) => writeFile(partPath, text, { flush: true }));
}

/** A file's line in the manifest. `isOver`: no more meetings are to be expected of its day. */
export function listedFileOf(
  entry: FileEntry,
  { day, format, name, isOver }: { day: string; format: ExportFormat; name: string; isOver: boolean },
): ListedFile {
  const erased = entry.meetings.reduce((sum, meeting) => sum + (meeting.erased ?? 0), 0);
  const isSteady = entry.unfinished === 0 && entry.meetings.every(({ open }) => !open);
  return {
    ...(entry.file && { name }),
    day,
    dataset: entry.table,
    format,
    meetings: entry.meetings.length,
    rows: entry.rows,
    bytes: entry.file?.bytes ?? 0,
    ...(entry.file && { sha256: entry.file.sha256 }),
    ...(erased > 0 && { erased }),
    unfinished: entry.unfinished,
    whole: isOver && isSteady,
    exportedAt: entry.exportedAt,
  };
}
