import { fieldText } from '../field-text.ts';
import type { Row } from '../row.ts';

/** What one row shows of its person, without blanks. A name is no sign: guests have the same ones. */
export type RowSigns = {
  /** The signed-in user's. */
  readonly ids: readonly string[];
  /** In small letters. */
  readonly emails: readonly string[];
  /** `user_id`: of one stay in one meeting. */
  readonly stay: string | undefined;
  /** What holds within one meeting and is weaker than an id or an address, each with its kind before it. */
  readonly others: readonly string[];
};

const otherFields = ['participant_uuid', 'registrant_id', 'customer_key'] as const;

/** The signs of a row of any dataset: what the report calls `user_email` is an address too. */
export function rowSigns(row: Row): RowSigns {
  const texts = (...fields: string[]) =>
    fields.map((field) => fieldText(row, field)).filter((text) => text !== undefined);
  return {
    ids: texts('participant_user_id', 'id'),
    emails: texts('email', 'user_email').map((text) => text.toLowerCase()),
    stay: fieldText(row, 'user_id'),
    others: otherFields.flatMap((field) => texts(field).map((text) => `${field} ${text}`)),
  };
}
