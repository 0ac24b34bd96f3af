import type { FileEntry } from './day-state.ts';
import { type DayMeeting, meetingEntry } from './meeting-version.ts';
import type { ExportTable } from './tables/export-columns.ts';

/** Why a file is another than before: the UUIDs of meetings, but for the last three. */
export type Changes = {
  readonly came: readonly string[];
  readonly gone: readonly string[];
  /** More of their rows than before are left out because their person was erased. */
  readonly erased: readonly string[];
  readonly changed: readonly string[];
  /** It was never written before. */
  readonly isNew: boolean;
  /** It was not there, or options or columns are others. */
  readonly missing: boolean;
  readonly resettled: boolean;
};

export const isChange = ({ came, gone, erased, changed, missing, resettled }: Changes): boolean =>
  missing || resettled || [came, gone, erased, changed].some(({ length }) => length > 0);

/** What is another since the file was written, by versions alone. */
export function changesOf(
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
  const came: string[] = [];
  const erased: string[] = [];
  const changed: string[] = [];
  for (const one of meetings) {
    const entry = meetingEntry(now.table, one);
    const former = known.get(entry.uuid);
    known.delete(entry.uuid);
    if (!former) came.push(entry.uuid);
    else if ((entry.erased ?? 0) > (former.erased ?? 0)) erased.push(entry.uuid);
    else if (entry.version !== former.version) changed.push(entry.uuid);
  }
  return {
    came,
    erased,
    changed,
    gone: [...known.keys()],
    isNew: before === undefined,
    missing: now.isMissing && before?.file !== undefined,
    resettled: before !== undefined && (before.settings !== now.settings || before.columns !== now.columns),
  };
}
