import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Dataset, datasets } from '../../domain/dataset.ts';
import { omit } from '../../domain/omit.ts';
import type { Store } from '../../dynamo/store.ts';
import { type DayState, type FileEntry, findFile, fingerprint, readDayState, writeDayState } from './day-state.ts';
import { type Changes, changesOf, isChange } from './file-changes.ts';
import { type DayMeeting, isFinished } from './meeting-version.ts';
import type { MirrorFolder } from './mirror-folder.ts';
import { readDay } from './read-day.ts';
import {
  columnsOf,
  type ExportFormat,
  type ExportTable,
  exportTables,
  requiredSources,
  sourcesOf,
} from './tables/export-columns.ts';
import type { SinkOptions } from './tables/export-rows.ts';
import { type TableToWrite, writeTable } from './tables/write-table.ts';

export type DayRequest = {
  /** UTC, such as `2026-11-20`. */
  readonly day: string;
  readonly tables: readonly ExportTable[];
  /** With every other table that the mirror has a file of: what is captured no longer is still erased, and runs out. */
  readonly withHeld?: true;
  /**
   * Whose former contents are deleted where the folder keeps any: of files that had in them what is gone from the store, or of all.
   * @default 'lessened'
   */
  readonly forget?: 'lessened' | 'all';
  /**
   * How captures are compared: `eventual` costs half, and may pass over what changed a moment ago; the next run finds it. What is
   * written is read consistently in any case.
   * @default 'consistent'
   */
  readonly reads?: Store['reads'];
  /** What the stage captures; of a dataset that it does not, a table tells what it told before. @default the usual datasets */
  readonly captured?: readonly Dataset[] | undefined;
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
  /** Former contents of it that were deleted for good. */
  readonly forgotten?: number;
};

/** Above this, a change of a column's meaning is said: files are written anew. */
const schemaVersion = 2;

const fileName = (table: ExportTable, day: string, format: ExportFormat): string =>
  `${table}/day=${day}/part-00000.${format}`;

type Planned = FileOutcome & { readonly grown?: string };

/** A day as mirror and store have it, before anything is made of it. Holds its meetings without their rows. */
export type ComparedDay = Known & { readonly tables: readonly ExportTable[] };

/** Reads what {@link mirrorCompared} needs of a day; changes nothing. */
export async function compareDay(request: DayRequest, { store }: Pick<DayDependencies, 'store'>): Promise<ComparedDay> {
  const { day, folder, format, accounts, reads } = request;
  const found = await readDayState(folder, format, day);
  const state: DayState = found === 'damaged' ? { version: 2, day, files: [] } : found;
  const tables = request.withHeld ? withHeld(request.tables, found) : request.tables;
  const sources = neededSources(tables, found, request.captured);
  const meetings = await readDay(day, sources, { accounts, store: { ...store, ...(reads && { reads }) } });
  return { request, state, tables, sources, meetings };
}

/**
 * Makes the files of one day equal to the store. New files are complete before the state is saved, and the state is saved
 * before they get their places: after a kill at any point the next run knows each file for what it is, and whose former
 * contents are still to be deleted.
 */
export async function mirrorCompared(compared: ComparedDay, deps: DayDependencies): Promise<FileOutcome[]> {
  const { request, state, tables } = compared;
  const planned: Planned[] = [];
  for (const table of tables) planned.push(await planFile(table, compared, deps));
  if (request.options.check) return planned;
  return commitDay(request, state, { planned, checkLock: deps.checkLock });
}

/** Both, one after the other. */
export const mirrorDay = async (request: DayRequest, deps: DayDependencies): Promise<FileOutcome[]> =>
  mirrorCompared(await compareDay(request, deps), deps);

/** Of a dataset that no account captures there is nothing to read, unless it was captured once. */
function neededSources(
  tables: readonly ExportTable[],
  state: DayState | 'damaged',
  captured: readonly Dataset[] = datasets,
): readonly Dataset[] {
  const all = new Set(tables.flatMap(sourcesOf));
  if (state === 'damaged') return [...all];
  const entries = state.files.flatMap(({ meetings }) => meetings);
  const told = new Set(entries.flatMap(({ contentHashes = {} }) => Object.keys(contentHashes)));
  const needed = new Set([...tables.flatMap(requiredSources), ...captured]);
  return [...all].filter((dataset) => needed.has(dataset) || told.has(dataset));
}

/** What a damaged state does not tell of may be held. */
const withHeld = (wanted: readonly ExportTable[], state: DayState | 'damaged'): readonly ExportTable[] =>
  exportTables.filter(
    (table) =>
      wanted.includes(table) || state === 'damaged' || state.files.some((one) => one.table === table && one.file),
  );

type Known = {
  readonly request: DayRequest;
  readonly state: DayState;
  readonly meetings: readonly DayMeeting[];
  /** Whose captures were read of each meeting. */
  readonly sources: readonly Dataset[];
};

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
  // A capture may have come to its end without another row.
  const unfinished = meetings.filter((one) => !isFinished(table, one)).length;
  if (isSame && !options.force) return { name, did: 'nothing', entry: { ...before, unfinished }, why };

  const startedAt = new Date(deps.now()).toISOString();
  const grown = join(deps.scratch, randomUUID());
  const wanted: TableToWrite = { table, format, options, meetings, sources: known.sources };
  const tell = (counts: { readonly meetings: number; readonly rows: number }) => deps.tell({ table, ...counts });
  const written = await writeTable(wanted, grown, { store: deps.store, tell });
  const entry: FileEntry = { table, settings, columns, unfinished, ...written, exportedAt: startedAt };
  const isEqual = isInPlace && before !== undefined && before.file?.sha256 === written.file?.sha256;
  if (isEqual && !options.force) {
    await rm(grown, { force: true });
    const { file, forget, exportedAt } = before;
    const kept = { ...entry, ...(file && { file }), ...(forget && { forget }), exportedAt };
    return { name, did: 'nothing', entry: kept, why };
  }
  const replaced = stands === 'former' ? before?.replaced : before?.file?.sha256;
  const isLess = why.erased.length + why.gone.length > 0 || request.forget === 'all' || before?.forget === true;
  const forget = folder.forget !== undefined && isLess && ({ forget: true } as const);
  const replacing = { ...entry, ...(replaced !== undefined && { replaced }), ...forget };
  if (written.file) return { name, did: 'wrote', entry: replacing, why, grown };
  await rm(grown, { force: true });
  return { name, did: stands === 'absent' ? 'nothing' : 'deleted', entry: replacing, why };
}

async function commitDay(
  { folder, format, day, forget }: DayRequest,
  state: DayState,
  { planned, checkLock }: { readonly planned: readonly Planned[]; readonly checkLock: () => Promise<void> },
): Promise<FileOutcome[]> {
  const done = planned.filter(({ did }) => did !== 'left alone');
  const tables = new Set(done.map(({ entry }) => entry.table));
  const others = state.files.filter(({ table }) => !tables.has(table));
  const files = [...others, ...done.map(({ entry }) => entry)].sort((a, b) => (a.table < b.table ? -1 : 1));
  const isSame = JSON.stringify(files) === JSON.stringify(state.files);
  const toForget = folder.forget ? done.filter(({ entry }) => entry.forget || forget === 'all') : [];
  if (isSame && toForget.length === 0) return [...planned];
  await checkLock();
  if (!isSame) await writeDayState(folder, format, { ...state, day, files });
  for (const { did, name, grown, entry } of done) {
    if (grown !== undefined && entry.file) await folder.place(grown, name, entry.file.sha256);
    if (did === 'deleted') await folder.remove(name);
  }
  const forgotten = new Map<string, number>();
  for (const { name } of toForget) forgotten.set(name, (await folder.forget?.(name)) ?? 0);
  if (files.some((file) => file.forget)) {
    await writeDayState(folder, format, { ...state, day, files: files.map((file) => omit(file, 'forget')) });
  }
  return planned.map((one) => ({ ...one, forgotten: forgotten.get(one.name) ?? 0 }));
}

const settingsText = ({ blanks, excel, settled = false }: MirrorOptions): string =>
  JSON.stringify({ blanks, excel, settled });
