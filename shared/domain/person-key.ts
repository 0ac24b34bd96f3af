import { descriptions } from '../datasets/datasets.ts';
import type { Dataset } from './dataset.ts';
import type { Row } from './row/row.ts';

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

/** The one key that a row is listed under, for one index entry a row: the first that is filled of what the dataset names. */
export function listedPersonKey(dataset: Dataset, row: Row): PersonKey | undefined {
  for (const field of descriptions[dataset].rows.person) {
    const key = filled(row[field]);
    if (key !== undefined) return key;
  }
  return undefined;
}
