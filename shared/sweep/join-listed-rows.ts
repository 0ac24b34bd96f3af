import { type ListedRow, replaces } from '../domain/meeting/listed-row.ts';
import { canonicalText } from '../domain/row/content-hash.ts';
import type { MeetingRecord } from '../dynamo/meetings/meeting-item.ts';
import type { SweepDeps } from './sweep-deps.ts';

/** A meeting that the store has, and its row in the list that was just read. */
export type JoinedRow = { readonly meeting: MeetingRecord; readonly listed: ListedRow };

/** Rows written at the same time. */
const atOnce = 10;

/**
 * Keeps the rows of a list on the items of their meetings, which were read for the comparison anyway: no call to Zoom and no
 * read more. A row that is stored as it is costs nothing; whether its host was erased is asked of a changed one alone.
 * @returns how many were written
 */
export async function joinListedRows(
  rows: readonly JoinedRow[],
  deps: Pick<SweepDeps, 'listedRows' | 'redactMeeting' | 'redactListedRow'>,
): Promise<number> {
  let written = 0;
  const join = async ({ meeting, listed }: JoinedRow): Promise<void> => {
    if (!replaces(listed, meeting.listed)) return;
    if (isSame(await deps.redactListedRow(meeting, listed), meeting.listed)) return;
    const { listed: shown } = await deps.redactMeeting({ ...meeting, listed });
    if (!shown || isSame(shown, meeting.listed)) return;
    if (await deps.listedRows.put(meeting.uuid, shown)) written += 1;
  };
  for (let at = 0; at < rows.length; at += atOnce) await Promise.all(rows.slice(at, at + atOnce).map(join));
  return written;
}

const isSame = (one: ListedRow, other: ListedRow | undefined): boolean =>
  one.source === other?.source && canonicalText(one.row) === canonicalText(other.row);
