import { hash } from 'node:crypto';
import { type Capture, isFinal, isSnapshot } from '../../domain/capture/capture.ts';
import type { Dataset } from '../../domain/dataset.ts';
import { canonicalText } from '../../domain/row/content-hash.ts';
import type { MeetingRecord } from '../../dynamo/meetings/meeting-item.ts';
import { type ExportTable, requiredSources, sourcesOf } from './tables/export-columns.ts';
import { meetingFields } from './tables/export-rows.ts';

/** A meeting of a day, and the captures that a table is made of, by dataset. */
export type DayMeeting = {
  readonly meeting: MeetingRecord;
  readonly captures: Readonly<Partial<Record<Dataset, Capture>>>;
};

/** What a file holds of a meeting, as the manifest keeps it. */
export type MeetingEntry = {
  readonly uuid: string;
  /** Equal as long as the store has the same of the meeting. */
  readonly version: string;
  /** Of its captures, as they were stored; without those that have brought no rows. */
  readonly contentHashes?: Readonly<Record<string, string>>;
  /** Rows of its captures that are left out because their person was erased; absent for none. */
  readonly erased?: number;
  /** Its rows may change without its captures' items saying so: they are read again by the next run. */
  readonly open?: true;
};

/**
 * What a table says of a meeting, by its items alone. Whoever writes or removes rows has given the capture another `run`
 * before, so that a new `run` and nothing less makes rows another.
 */
export function meetingEntry(table: ExportTable, { meeting, captures }: DayMeeting): MeetingEntry {
  const own = sourcesOf(table).flatMap((dataset) => captures[dataset] ?? []);
  const facts = [meetingFields(meeting), ...own.map((capture) => captureFacts(table, capture))];
  const listed =
    table === 'meetings' ? [meeting.timezone, meeting.registeredAt, meeting.reason, listRowText(meeting)] : [];
  const erased = own.reduce((sum, capture) => sum + (capture.erased ?? 0), 0);
  const hashes = own.flatMap(({ dataset, contentHash }) => (contentHash === undefined ? [] : [[dataset, contentHash]]));
  const isOpen = table !== 'meetings' && own.some(isAtWork);
  return {
    uuid: meeting.uuid,
    version: hash('sha256', JSON.stringify([...facts, ...listed]), 'hex').slice(0, 16),
    ...(hashes.length > 0 && { contentHashes: Object.fromEntries(hashes) }),
    ...(erased > 0 && { erased }),
    ...(isOpen && { open: true }),
  };
}

/** Equal while the row of Zoom's list is. */
const listRowText = ({ listed }: MeetingRecord): string | undefined => listed && canonicalText(listed.row);

function captureFacts(table: ExportTable, capture: Capture): readonly unknown[] {
  const { dataset, run, contentHash, rows, erased, state, capturedAt } = capture;
  const rowFacts = [dataset, run, contentHash, rows, erased];
  return table === 'meetings' ? [...rowFacts, state, capturedAt] : rowFacts;
}

/** A worker is at it, or has left rows of a poll that has not ended. */
const isAtWork = (capture: Capture): boolean => isSnapshot(capture) || !(isFinal(capture.state) || isAtRest(capture));
const isAtRest = ({ state, progress, unfinishedRows }: Capture): boolean =>
  state !== 'running' && progress === undefined && unfinishedRows !== true;

/** How many rows of a dataset the store should have of a meeting. */
export const expectedRows = ({ captures }: DayMeeting, dataset: Dataset): number => {
  const capture = captures[dataset];
  return capture?.storedRows ?? capture?.rows ?? 0;
};

/** Whether nothing more is planned for any of the captures. */
export const isFinished = (table: ExportTable, { captures }: DayMeeting): boolean =>
  sourcesOf(table).every((dataset) => {
    const capture = captures[dataset];
    return capture ? isFinal(capture.state) : !requiredSources(table).includes(dataset);
  });
