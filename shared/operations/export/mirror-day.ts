import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dataset } from '../../domain/dataset.ts';
import type { Store } from '../../dynamo/store.ts';
import { type DayState, type FileEntry, findFile, fingerprint, readDayState, writeDayState } from './day-state.ts';
import { columnsOf, type ExportFormat, type ExportTable, exportTables, sourcesOf } from './export-columns.ts';
import type { SinkOptions } from './export-rows.ts';
import { type DayMeeting, isFinished, meetingEntry } from './meeting-version.ts';
import type { MirrorFolder } from './mirror-folder.ts';
import { readDay } from './read-day.ts';
import { type TableToWrite, writeTable } from './write-table.ts';

export type DayRequest = {
  /** UTC, such as `2026-11-20`. */
  readonly day: string;
  readonly tables: readonly ExportTable[];
  /** With every other table that the mirror has a file of: what is captured no longer is still erased, and runs out. */
  readonly withHeld?: true;
  readonly format: ExportFormat;
  readonly folder: MirrorFolder;
  readonly accounts: readonly string[];
  readonly options: MirrorOptions;
};

export type MirrorOptions = SinkOptions & {
  /** Only meetings whose captures are finished. */
  readonly settled?: boolean;
  /** Writes all files anew, also over what is not the export's. */
  readonly force?: boolean;
  /** Compares and changes nothing. */
  readonly check?: boolean;
};

export type DayDependencies = {
  readonly store: Store;
  readonly now: () => number;
  /** A folder of this machine where files grow: on the disk of the mirror, if that is one and not only compared. */
  readonly scratch: string;
  /** @throws when the folder is another process's by now */
  readonly checkLock: () => Promise<void>;
  readonly tell: (progress: { readonly table: ExportTable; readonly meetings: number; readonly rows: number }) => void;
};

/** What was, or with `check` would be, done with a file. */
export type FileOutcome = {
  readonly name: string;
  readonly did: 'wrote' | 'deleted' | 'nothing' | 'left alone';
  readonly entry: FileEntry;
  readonly why: Changes;
};

/** Why a file is another than before, in meetings but for the last two. */
export type Changes = {
  readonly came: number;
  readonly gone: number;
  readonly erased: number;
  readonly changed: number;
  /** It was not there, or options or columns are others. */
  readonly missing: boolean;
  readonly resettled: boolean;
};

/** Above this, a change of a column's meaning is said: files are written anew. */
const schemaVersion = 2;

const fileName = (table: ExportTable, day: string, format: ExportFormat): string =>
  `${table}/day=${day}/part-00000.${format}`;

type Planned = FileOutcome & { readonly grown?: string };

/**
 * Makes the files of one day equal to the store. New files are complete before the state is saved, and the state is saved
 * before they get their places: after a kill at any point the next run knows each file for what it is.
 */
export async function mirrorDay(request: DayRequest, deps: DayDependencies): Promise<FileOutcome[]> {
  const { day, folder, format, accounts, options } = request;
  const found = await readDayState(folder, format, day);
  const state: DayState = found === 'damaged' ? { version: 2, day, files: [] } : found;
  const tables = request.withHeld ? withHeld(request.tables, found) : request.tables;
  const sources = [...new Set(tables.flatMap((table): readonly Dataset[] => sourcesOf(table)))];
  const meetings = await readDay(day, sources, { accounts, store: deps.store });
  const planned: Planned[] = [];
  for (const table of tables) planned.push(await planFile(table, { request, state, meetings }, deps));
  if (!options.check) await commitDay(request, state, { planned, checkLock: deps.checkLock });
  return planned;
}

/** What a damaged state does not tell of may be held. */
const withHeld = (wanted: readonly ExportTable[], state: DayState | 'damaged'): readonly ExportTable[] =>
  exportTables.filter(
    (table) =>
      wanted.includes(table) || state === 'damaged' || state.files.some((one) => one.table === table && one.file),
  );

type Known = { readonly request: DayRequest; readonly state: DayState; readonly meetings: readonly DayMeeting[] };

async function planFile(table: ExportTable, known: Known, deps: DayDependencies): Promise<Planned> {
  const { request, state } = known;
  const { day, folder, format, options } = request;
  const name = fileName(table, day, format);
  const before = state.files.find((file) => file.table === table);
  const meetings = options.settled ? known.meetings.filter((one) => isFinished(table, one)) : known.meetings;
  const settings = settingsText(options);
  const columns = fingerprint([schemaVersion, columnsOf(table).map(({ name, type }) => [name, type])]);
  const stands = await findFile(folder, name, before);
  const why = changesOf(before, meetings, { table, settings, columns, isMissing: stands === 'absent' });
  const blank = { table, settings, columns, meetings: [], unfinished: 0, rows: 0, exportedAt: '' };
  if (stands === 'other' && !options.force) return { name, did: 'left alone', entry: before ?? blank, why };
  const isInPlace = stands === (before?.file ? 'whole' : 'absent');
  const isSame = before !== undefined && isInPlace && !isChange(why) && !before.meetings.some(({ open }) => open);
  if (isSame && !options.force) return { name, did: 'nothing', entry: before, why };

  const startedAt = new Date(deps.now()).toISOString();
  const grown = join(deps.scratch, randomUUID());
  const wanted: TableToWrite = { table, format, options, meetings };
  const tell = (counts: { readonly meetings: number; readonly rows: number }) => deps.tell({ table, ...counts });
  const written = await writeTable(wanted, grown, { store: deps.store, tell });
  const unfinished = meetings.filter((one) => !isFinished(table, one)).length;
  const entry: FileEntry = { table, settings, columns, unfinished, ...written, exportedAt: startedAt };
  const isEqual = isInPlace && before !== undefined && before.file?.sha256 === written.file?.sha256;
  if (isEqual && !options.force) {
    await rm(grown, { force: true });
    const kept = { ...entry, ...(before.file && { file: before.file }), exportedAt: before.exportedAt };
    return { name, did: 'nothing', entry: kept, why };
  }
  const replaced = stands === 'former' ? before?.replaced : before?.file?.sha256;
  const replacing = { ...entry, ...(replaced !== undefined && { replaced }) };
  if (written.file) return { name, did: 'wrote', entry: replacing, why, grown };
  await rm(grown, { force: true });
  return { name, did: stands === 'absent' ? 'nothing' : 'deleted', entry: replacing, why };
}

async function commitDay(
  { folder, format, day }: DayRequest,
  state: DayState,
  { planned, checkLock }: { readonly planned: readonly Planned[]; readonly checkLock: () => Promise<void> },
): Promise<void> {
  const done = planned.filter(({ did }) => did !== 'left alone');
  const tables = new Set(done.map(({ entry }) => entry.table));
  const others = state.files.filter(({ table }) => !tables.has(table));
  const files = [...others, ...done.map(({ entry }) => entry)].sort((a, b) => (a.table < b.table ? -1 : 1));
  if (JSON.stringify(files) === JSON.stringify(state.files)) return;
  await checkLock();
  await writeDayState(folder, format, { ...state, day, files });
  for (const { did, name, grown, entry } of done) {
    if (grown !== undefined && entry.file) await folder.place(grown, name, entry.file.sha256);
    if (did === 'deleted') await folder.remove(name);
  }
}

const settingsText = ({ blanks, excel, settled = false }: MirrorOptions): string =>
  JSON.stringify({ blanks, excel, settled });

const isChange = ({ came, gone, erased, changed, missing, resettled }: Changes): boolean =>
  missing || resettled || came + gone + erased + changed > 0;

/** What is another since the file was written, by versions alone. */
function changesOf(
  before: FileEntry | undefined,
  meetings: readonly DayMeeting[],
  now: {
    readonly table: ExportTable;
    readonly settings: string;
    readonly columns: string;
    readonly isMissing: boolean;
  },
): Changes {
  const known = new Map(before?.meetings.map((entry) => [entry.uuid, entry]));
  const counts = { came: 0, erased: 0, changed: 0 };
  let kept = 0;
  for (const one of meetings) {
    const entry = meetingEntry(now.table, one);
    const former = known.get(entry.uuid);
    if (former) kept += 1;
    if (!former) counts.came += 1;
    else if ((entry.erased ?? 0) > (former.erased ?? 0)) counts.erased += 1;
    else if (entry.version !== former.version) counts.changed += 1;
  }
  return {
    ...counts,
    gone: known.size - kept,
    missing: now.isMissing && before?.file !== undefined,
    resettled: before !== undefined && (before.settings !== now.settings || before.columns !== now.columns),
  };
}
