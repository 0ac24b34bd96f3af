import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dataset } from '../../domain/dataset.ts';
import { listAccounts } from '../../dynamo/meetings/meeting-accounts.ts';
import { countReadUnits } from '../../dynamo/read-units.ts';
import type { Store } from '../../dynamo/store.ts';
import { makeFolder } from '../whole-file.ts';
import { stateFolder } from './day-state.ts';
import { lockFolder } from './folder-lock.ts';
import { findForeignFiles } from './foreign-files.ts';
import { type ListedFile, listedFileOf, openManifest, saveManifest } from './manifest.ts';
import {
  type ComparedDay,
  compareDay,
  type DayRequest,
  type FileOutcome,
  type MirrorOptions,
  mirrorCompared,
} from './mirror-day.ts';
import { diskFolder } from './mirror-folder.ts';
import { readAhead } from './read-ahead.ts';
import type { ExportFormat, ExportTable } from './tables/export-columns.ts';

/** Zoom's last try to send an event comes 85 minutes late; then no more meetings are to be expected of a day. */
const latestEventMs = 2 * 3_600_000;
const dayMs = 24 * 3_600_000;
/** Days that are compared with the store while another is looked at or written. */
const daysAhead = 2;

export type ExportRequest = {
  /** UTC, such as `2026-11-20`, in order. */
  readonly days: readonly string[];
  readonly tables: readonly ExportTable[];
  readonly format: ExportFormat;
  /** Made when it is not there. */
  readonly dir: string;
  /** Ids of Zoom accounts; all when absent. */
  readonly accounts?: readonly string[] | undefined;
  readonly options?: MirrorOptions;
  /** What the stage captures. @default the usual datasets */
  readonly captured?: readonly Dataset[] | undefined;
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

export type ExportDependencies = {
  readonly store: Store;
  /** Epoch ms. */
  readonly now: () => number;
  /** Told of every row, so it had better be quick. */
  readonly tell: (progress: ExportProgress) => void;
};

/** `did` as `check` would have done it. */
export type ExportedFile = Omit<FileOutcome, 'entry'> & { readonly listed: ListedFile };

export type ExportResult = {
  readonly files: readonly ExportedFile[];
  /** Files in the folder that no export has made, without those that stand in the place of one. */
  readonly foreign: readonly string[];
  readonly readUnits: number;
};

/**
 * Makes a folder equal to the store for these days and tables, and leaves all other files in it alone. What has not changed is
 * told by keys and hashes. With `check` nothing is changed.
 * @throws ForeignFolderError when the folder holds an export of something else; OperationError while another export writes
 * into it; what the file system says
 */
export async function exportDays(request: ExportRequest, deps: ExportDependencies): Promise<ExportResult> {
  const { dir, options = {} } = request;
  if (options.check) {
    const scratch = await mkdtemp(join(tmpdir(), 'export-check-'));
    try {
      return await mirror(request, deps, { scratch, checkLock: async () => {} });
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }
  await makeFolder(dir);
  await openManifest(dir, deps.store.table, request.accounts);
  await makeFolder(join(dir, stateFolder));
  const lock = await lockFolder(join(dir, stateFolder, 'lock'));
  const scratch = join(dir, stateFolder, 'growing');
  try {
    // What a killed run has left.
    await rm(scratch, { recursive: true, force: true });
    await mkdir(scratch);
    return await mirror(request, deps, { scratch, checkLock: lock.check });
  } finally {
    await rm(scratch, { recursive: true, force: true });
    await lock.release();
  }
}

type Place = { readonly scratch: string; readonly checkLock: () => Promise<void> };

async function mirror(request: ExportRequest, deps: ExportDependencies, place: Place): Promise<ExportResult> {
  const { days, tables, format, dir, options = {} } = request;
  const { store, now } = deps;
  const manifest = await openManifest(dir, store.table, request.accounts);
  const folder = diskFolder(dir);
  const { result: files, readUnits } = await countReadUnits(store.client, async () => {
    const accounts = request.accounts ?? (await listAccounts(store.client, store.table));
    const done: ExportedFile[] = [];
    const ofEach = { tables, format, folder, accounts, options, captured: request.captured };
    for await (const compared of readAhead(comparedOf(days, ofEach, store), daysAhead)) {
      const { day } = compared.request;
      const tell = (progress: { readonly table: ExportTable; readonly meetings: number; readonly rows: number }) =>
        deps.tell({ files: days.length * tables.length, filesDone: done.length, day, ...progress });
      const isOver = now() > Date.parse(day) + dayMs + latestEventMs;
      const outcomes = await mirrorCompared(compared, { ...place, store, now, tell });
      for (const { entry, ...outcome } of outcomes) {
        done.push({ ...outcome, listed: listedFileOf(entry, { day, format, name: outcome.name, isOver }) });
      }
    }
    return done;
  });
  const ours = files.filter(({ did }) => did !== 'left alone');
  if (!options.check) {
    const listed = ours.map(({ listed }) => listed);
    await saveManifest(dir, manifest, listed);
  }
  const blocked = new Set(files.filter(({ did }) => did === 'left alone').map(({ name }) => name));
  const foreign = (await findForeignFiles(dir)).filter((name) => !blocked.has(name));
  return { files, foreign, readUnits };
}

/** A list of one for each day. */
async function* comparedOf(
  days: readonly string[],
  ofEach: Omit<DayRequest, 'day'>,
  store: Store,
): AsyncGenerator<AsyncGenerator<ComparedDay>> {
  const compared = async function* (day: string) {
    yield await compareDay({ ...ofEach, day }, { store });
  };
  for (const day of days) yield compared(day);
}
