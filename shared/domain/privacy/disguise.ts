import { createHmac } from 'node:crypto';
import { isRow } from '../exact-json.ts';
import { fieldText, isBlank } from '../field-text.ts';
import { personKey } from '../person-key.ts';
import type { Row } from '../row.ts';
import type { FieldSets } from './field-sets.ts';

/** A row as it may be stored. */
export type Disguise = (row: Row) => Row;

/** Characters. A key that is shorter can be guessed, and with it every address. */
export const shortestPseudonymKey = 32;

/**
 * What stands for a text: `p-` and 32 hexadecimal digits, an HMAC-SHA-256. Blanks around it do not count, nor the case of an
 * address, so that one person has one pseudonym in every list.
 */
export const pseudonymOf = (text: string, key: string): string =>
  `p-${createHmac('sha256', key).update(personKey(text)).digest('hex').slice(0, 32)}`;

export const isPseudonym = (text: string): boolean => /^p-[0-9a-f]{32}$/.test(text);

/**
 * Drops and pseudonymizes fields of a row, before anything else is made of it. What is blank stays as it is, so that guests
 * stay guests. Without a key, what should be pseudonymized is dropped.
 */
export function createDisguise({ dropped, pseudonymized }: FieldSets, key: string | undefined): Disguise {
  if (dropped.size === 0 && pseudonymized.size === 0) return (row) => row;
  const disguised = (value: unknown): unknown => {
    if (isBlank(value) || typeof value === 'boolean') return value;
    if (Array.isArray(value)) return value.map(disguised);
    if (isRow(value)) return Object.fromEntries(Object.entries(value).map(([name, of]) => [name, disguised(of)]));
    return key === undefined ? undefined : pseudonymOf(fieldText({ value }, 'value') ?? '', key);
  };
  const isKept = (name: string) => !dropped.has(name) && (key !== undefined || !pseudonymized.has(name));
  return (row) =>
    Object.fromEntries(
      Object.entries(row)
        .filter(([name]) => isKept(name))
        .map(([name, value]) => [name, pseudonymized.has(name) ? disguised(value) : value]),
    );
}
