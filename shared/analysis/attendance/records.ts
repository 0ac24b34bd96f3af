import type { StayTraits } from '../../datasets/dataset.ts';
import { readings } from '../../datasets/datasets.ts';
import { type Dataset, knownDatasets } from '../../domain/dataset.ts';
import { canonicalText } from '../../domain/row/content-hash.ts';
import { fieldText } from '../../domain/row/field-text.ts';
import type { Row } from '../../domain/row/row.ts';
import { parseInstant } from './time.ts';

/** One row as Zoom returned it, and which list of which meeting it stood in. QoS rows may come without their samples. */
export type SourceRow = { readonly uuid: string; readonly dataset: Dataset; readonly row: Row };

/** A source row with its index in the list of source rows. */
type IndexedRow = readonly [index: number, source: SourceRow];

/** The datasets that tell of stays, in the order in which they are believed where several of them have a value for one stay. */
export const datasetsByRank: readonly Dataset[] = knownDatasets
  .filter((dataset) => readings[dataset].stays)
  .toSorted((a, b) => stayTraits(a).rank - stayTraits(b).rank);

/** What has to be known of a dataset to join its rows with those of the others. @throws RangeError when it tells of no stays */
export function stayTraits(dataset: Dataset): StayTraits {
  const { stays } = readings[dataset];
  if (!stays) throw new RangeError(`The rows of ${dataset} tell of no stays.`);
  return stays;
}

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
export function readStayRecords(rows: readonly IndexedRow[]): StayRecord[] {
  const distinct: StayRecord[] = [];
  for (const record of rows.map(readStayRecord).sort(compareContents)) {
    const last = distinct.at(-1);
    const isRepeated = last && isIdentifiable(record) && compareContents(last, record) === 0;
    if (isRepeated) distinct[distinct.length - 1] = { ...last, indexes: [...last.indexes, ...record.indexes] };
    else distinct.push(record);
  }
  return distinct;
}

function readStayRecord([index, source]: IndexedRow): StayRecord {
  const { row, dataset } = source;
  const participantUserId = fieldText(row, 'participant_user_id');
  const userId = participantUserId ?? fieldText(row, 'id');
  const email = fieldText(row, stayTraits(dataset).emailField)?.toLowerCase();
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

const isIdentifiable = ({ sessionId, row }: StayRecord): boolean =>
  (sessionId ?? fieldText(row, 'participant_uuid')) !== undefined;

function compareContents(a: StayRecord, b: StayRecord): number {
  const [first, second] = [a.joinAtMs ?? Number.POSITIVE_INFINITY, b.joinAtMs ?? Number.POSITIVE_INFINITY];
  if (first !== second) return first - second;
  return compareTexts(a.sessionId ?? '', b.sessionId ?? '') || compareTexts(a.text(), b.text());
}

/** Below 0 when `a` sorts before `b`, by UTF-16 units: the same on every machine. */
export const compareTexts = (a: string, b: string): number => Number(a > b) - Number(a < b);
