import type { Store } from '../../shared/queries/index.ts';
import type { ExportTable } from './columns.ts';
import { exportFile, fileName } from './export-file.ts';
import type { Format } from './format.ts';
import { makeFolder } from './make-folder.ts';
import { addFile, type FileEntry, openManifest, wholeFile } from './manifest.ts';

export type ExportWanted = {
  /** UTC, such as `2026-11-20`, in order. */
  readonly days: readonly string[];
  readonly tables: readonly ExportTable[];
  readonly format: Format;
  /** Made when it is not there. */
  readonly dir: string;
  /** Ids of Zoom accounts; all when absent. */
  readonly accounts?: readonly string[] | undefined;
};

export type ExportProgress = {
  readonly files: number;
  readonly filesDone: number;
  /** The file under way. */
  readonly day: string;
  readonly table: ExportTable;
  readonly meetings: number;
  readonly rows: number;
};

export type Exported = { readonly written: readonly FileEntry[]; readonly skipped: readonly FileEntry[] };

/** A file per day and table, each with its line in `manifest.json`. Run again it goes on, and skips what is whole. */
export async function exportDays(
  { days, tables, format, dir, accounts }: ExportWanted,
  deps: Store & { readonly allAccounts: () => Promise<readonly string[]>; readonly now: () => number },
  told: (progress: ExportProgress) => void,
): Promise<Exported> {
  await makeFolder(dir);
  let manifest = await openManifest(dir, deps.table, accounts);
  const wanted = days.flatMap((day) => tables.map((table) => ({ day, table, format })));
  const of = accounts ?? (await deps.allAccounts());
  const written: FileEntry[] = [];
  const skipped: FileEntry[] = [];
  for (const [filesDone, file] of wanted.entries()) {
    const { day, table } = file;
    const whole = await wholeFile(dir, manifest, fileName(file));
    if (whole) {
      skipped.push(whole);
      continue;
    }
    const tell = (meetings: number, rows: number) =>
      told({ files: wanted.length, filesDone, day, table, meetings, rows });
    tell(0, 0);
    const entry = await exportFile({ ...file, dir, accounts: of }, deps, deps.now, tell);
    manifest = await addFile(dir, manifest, entry);
    written.push(entry);
  }
  return { written, skipped };
}
