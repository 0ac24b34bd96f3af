import { canonicalText } from '../content-hash.ts';
import type { Dataset } from '../dataset.ts';
import { fieldText } from '../field-text.ts';
import { parseInstant } from './instant.ts';
import type { SourceRow } from './source-row.ts';

/** What one dataset says of one stay, and what of it tells which stay that is. */
export type StayRecord = SourceRow & {
  /** Of the row, and of rows equal to it, in the list of source rows. */
  readonly indexes: readonly number[];
  readonly sessionId: string | undefined;
  readonly participantUserId: string | undefined;
  /** Of a person: Zoom's id or the e-mail address, each with its kind before it. */
  readonly personKeys: readonly string[];
  /** Whether it is of the waiting room; undefined where the row does not say. */
  readonly waiting: boolean | undefined;
  readonly breakoutId: string | undefined;
  readonly joinAtMs: number | undefined;
  readonly leaveAtMs: number | undefined;
  /** Equal exactly when the rows are. Worked out when first needed. */
  readonly text: () => string;
};

/**
 * The records of one dataset of one meeting, in an order that depends on what the rows say alone.
 *
 * Zoom numbers each joining anew (`user_id`), so rows equal in every field are one stay that was listed twice, and one
 * record. Where neither `user_id` nor `participant_uuid` is there to say so, they stay apart.
 */
export function stayRecords(rows: readonly SourceRow[], indexes: readonly number[]): StayRecord[] {
  const records = indexes.flatMap((index) => {
    const source = rows[index];
    return source ? [stayRecord(source, index)] : [];
  });
  const distinct: StayRecord[] = [];
  for (const record of records.sort(byContent)) {
    const last = distinct.at(-1);
    const again = last && isIdentifiable(record) && byContent(last, record) === 0;
    if (again) distinct[distinct.length - 1] = { ...last, indexes: [...last.indexes, ...record.indexes] };
    else distinct.push(record);
  }
  return distinct;
}

function stayRecord(source: SourceRow, index: number): StayRecord {
  const { row, dataset } = source;
  const participantUserId = fieldText(row, 'participant_user_id');
  const userId = participantUserId ?? fieldText(row, 'id');
  const email = fieldText(row, emailField(dataset))?.toLowerCase();
  const status = fieldText(row, 'status');
  let text: string | undefined;
  return {
    ...source,
    indexes: [index],
    sessionId: fieldText(row, 'user_id'),
    participantUserId,
    personKeys: [...(userId ? [`id ${userId}`] : []), ...(email ? [`email ${email}`] : [])],
    waiting: status === undefined ? undefined : status === 'in_waiting_room',
    breakoutId: fieldText(row, 'bo_mtg_id'),
    joinAtMs: parseInstant(row.join_time),
    leaveAtMs: parseInstant(row.leave_time),
    text: () => {
      text ??= canonicalText(row);
      return text;
    },
  };
}

/** The report has its own names for what the dashboard calls `user_name` and `email`. */
export const emailField = (dataset: Dataset): string => (dataset === 'report' ? 'user_email' : 'email');

const isIdentifiable = ({ sessionId, row }: StayRecord): boolean =>
  (sessionId ?? fieldText(row, 'participant_uuid')) !== undefined;

function byContent(a: StayRecord, b: StayRecord): number {
  const [first, second] = [a.joinAtMs ?? Number.POSITIVE_INFINITY, b.joinAtMs ?? Number.POSITIVE_INFINITY];
  return first !== second
    ? first - second
    : compare(a.sessionId ?? '', b.sessionId ?? '') || compare(a.text(), b.text());
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
