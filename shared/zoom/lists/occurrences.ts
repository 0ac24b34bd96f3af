import type { Kind } from '../../domain/meeting/kind.ts';
import { isRow } from '../../domain/row/exact-json.ts';
import type { Row } from '../../domain/row/row.ts';

/** A meeting as it was planned, and when one of its instances was. */
export type PlannedMeeting = {
  /** The number that people dial. */
  readonly meetingId: string;
  /** Zoom's number of the meeting's type; absent where nobody has told. */
  readonly type?: number | undefined;
  /** ISO 8601. */
  readonly startTime?: string | undefined;
  readonly endTime: string;
};

/** Recurring with times that were planned; a meeting or webinar of another type has no occurrences. */
const recurringTypes: readonly number[] = [8, 9];

export const mayHaveOccurrences = ({ type }: PlannedMeeting): boolean =>
  type === undefined || recurringTypes.includes(type);

/** Path and query of the plan, with all occurrences, relative to the API's base. */
export const plannedPath = (kind: Kind, { meetingId }: PlannedMeeting): string =>
  `/${kind}s/${encodeURIComponent(meetingId)}?show_previous_occurrences=true`;

/**
 * The occurrence that was planned for the time nearest to the instance's start, or to its end where the start is not known.
 * Undefined where the plan has none.
 */
export function occurrenceOf({ startTime, endTime }: PlannedMeeting, { occurrences }: Row): string | undefined {
  const at = Date.parse(startTime ?? endTime);
  const planned = (Array.isArray(occurrences) ? occurrences : []).filter(isRow).flatMap((one) => {
    const away = Math.abs(Date.parse(String(one.start_time)) - at);
    const isKept = one.status !== 'deleted' && !Number.isNaN(away);
    return isKept && typeof one.occurrence_id === 'string' ? [{ id: one.occurrence_id, away }] : [];
  });
  return planned.toSorted((a, b) => a.away - b.away)[0]?.id;
}
