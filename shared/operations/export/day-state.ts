import { hash } from 'node:crypto';
import * as z from 'zod/mini';
import type { MirrorFolder } from './mirror-folder.ts';
import { type ExportFormat, exportTables } from './tables/export-columns.ts';

const optional = z.exactOptional;
const meetingEntry = z.object({
  uuid: z.string(),
  version: z.string(),
  contentHashes: optional(z.record(z.string(), z.string())),
  erased: optional(z.int()),
  open: optional(z.literal(true)),
});
const fileEntry = z.object({
  table: z.enum(exportTables),
  /** What it was written with: options, and the columns. */
  settings: z.string(),
  columns: z.string(),
  meetings: z.array(meetingEntry),
  /** Of the meetings' captures, how many may still change. */
  unfinished: z.int(),
  rows: z.int(),
  /** Absent where there are no rows, and so no file. */
  file: optional(z.object({ bytes: z.int(), sha256: z.string(), modifiedMs: z.number() })),
  /** The hash of the file that stood there before: a run that died may have left it. */
  replaced: optional(z.string()),
  /** Its former contents are still to be deleted for good: they have in them what is gone from the store. */
  forget: optional(z.literal(true)),
  exportedAt: z.string(),
});
const dayState = z.object({ version: z.literal(2), day: z.string(), files: z.array(fileEntry) });

/** One file of a day, as it was written last. */
export type FileEntry = z.output<typeof fileEntry>;
export type DayState = z.output<typeof dayState>;

/** Where a mirror keeps what it knows. Readers of tables pass over names that begin so. */
export const stateFolder = '_manifest';

/** Where a day's state stands. */
const stateName = (format: ExportFormat, day: string): string => `${stateFolder}/${format}/day=${day}.json`;

/** What a mirror holds of a day in one format; nothing where there is no such file, `damaged` where it cannot be read. */
export async function readDayState(
  folder: MirrorFolder,
  format: ExportFormat,
  day: string,
): Promise<DayState | 'damaged'> {
  const text = await folder.readText(stateName(format, day));
  if (text === undefined) return { version: 2, day, files: [] };
  try {
    return dayState.parse(JSON.parse(text));
  } catch {
    return 'damaged';
  }
}

/** Twice changes nothing; a reader finds the old one or the new one. */
export async function writeDayState(folder: MirrorFolder, format: ExportFormat, state: DayState): Promise<void> {
  const name = stateName(format, state.day);
  if (state.files.length === 0) return folder.remove(name);
  await folder.writeText(name, `${JSON.stringify(state)}\n`);
}

/**
 * What stands in a file's place: nothing, the file as it was written, the one that it was to replace, or something else.
 * The contents are read only where size or time of change is another.
 */
export async function findFile(
  folder: MirrorFolder,
  name: string,
  entry: FileEntry | undefined,
): Promise<'absent' | 'whole' | 'former' | 'other'> {
  const found = await folder.find(name);
  if (!found) return 'absent';
  const { file, replaced } = entry ?? {};
  if (file && found.bytes === file.bytes && found.modifiedMs === file.modifiedMs) return 'whole';
  const sha256 = await found.sha256();
  if (file && sha256 === file.sha256) return 'whole';
  return replaced !== undefined && sha256 === replaced ? 'former' : 'other';
}

/** A short text that is another when the value is. */
export const fingerprint = (value: unknown): string => hash('sha256', JSON.stringify(value), 'hex').slice(0, 16);
