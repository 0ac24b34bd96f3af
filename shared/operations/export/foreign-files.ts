import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type FileEntry, findFile, readDayState, stateFolder } from './day-state.ts';
import { manifestName } from './manifest.ts';
import { diskFolder } from './mirror-folder.ts';
import { type ExportFormat, exportFormats, exportTables } from './tables/export-columns.ts';

/** Files and folders in an export's folder that no export has made, by their names within it, sorted. */
export async function findForeignFiles(dir: string): Promise<string[]> {
  const foreign: string[] = [];
  for (const entry of await listFolder(dir)) {
    if (entry === manifestName || entry === stateFolder) continue;
    if (!exportTables.some((table) => table === entry)) {
      foreign.push(entry);
      continue;
    }
    for (const day of await listFolder(join(dir, entry))) {
      const own = await ownFiles(dir, entry, day);
      const names = await listFolder(join(dir, entry, day));
      if (!day.startsWith('day=')) foreign.push(join(entry, day));
      else foreign.push(...names.filter((name) => !own.has(name)).map((name) => join(entry, day, name)));
    }
  }
  return foreign.sort();
}

async function ownFiles(dir: string, table: string, folder: string): Promise<ReadonlySet<string>> {
  const day = folder.slice('day='.length);
  const formats = await Promise.all(
    exportFormats.map(async (format: ExportFormat): Promise<string[]> => {
      const state = await readDayState(diskFolder(dir), format, day);
      const entry = state === 'damaged' ? undefined : state.files.find((file) => file.table === table);
      const name = `part-00000.${format}`;
      return entry && (await isOwn(dir, join(table, folder, name), entry)) ? [name] : [];
    }),
  );
  return new Set(formats.flat());
}

/** Also one that a run was to delete, and died before. */
const isOwn = async (dir: string, name: string, entry: FileEntry): Promise<boolean> =>
  entry.file !== undefined || (await findFile(diskFolder(dir), name, entry)) === 'former';

/** Names in a folder; none where it is no folder. */
async function listFolder(path: string): Promise<string[]> {
  return readdir(path).catch(() => []);
}
