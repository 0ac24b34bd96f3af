import type { Dataset } from './dataset.ts';
import type { Row } from './row.ts';

/** How a person is asked for: an e-mail address in lower case, or a Zoom user id as it is. */
export type PersonKey = string;

/** The key that somebody's spelling of an address or id stands for. */
export const personKey = (spelling: string): PersonKey => {
  const text = spelling.trim();
  return text.includes('@') ? text.toLowerCase() : text;
};

const filled = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? personKey(value) : undefined;

/** Every key that a row names its person by; none for a guest without id and address. Zoom's datasets name them differently. */
export function personKeysOf(row: Row): readonly PersonKey[] {
  const keys = [row.user_email, row.email, row.participant_user_id, row.id].map(filled);
  return [...new Set(keys.filter((key) => key !== undefined))];
}

/**
 * The one key that a row is listed under. The report goes by address and the participants' list by id, so that a person with both
 * is found by either, for one index entry a row. A row that lacks the one goes by the other; QoS rows by none.
 */
export function listedPersonKey(dataset: Dataset, row: Row): PersonKey | undefined {
  const address = filled(row.user_email) ?? filled(row.email);
  const id = filled(row.participant_user_id) ?? filled(row.id);
  if (dataset === 'report') return address ?? id;
  return dataset === 'participants' ? (id ?? address) : undefined;
}
