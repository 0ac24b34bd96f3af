import { hash } from 'node:crypto';
import type { DatasetDescription } from '../../datasets/dataset.ts';
import type { Row } from './row.ts';

const part = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

/** What a sort key can hold of a value: never blank, ASCII (so that every sort order agrees), without the separator, and short. */
const keyPart = (value: unknown, length: number): string =>
  part(value)
    .replace(/[^!-~]|#/g, '_')
    .slice(0, length) || '-';

type IdentityFields = DatasetDescription['rows']['identity'];

const digestLength = 10;

/**
 * The part of a row's sort key that says which stay it is: the first two of the dataset's `fields`, such as join time and user
 * id, and a short hash of all of them. Their values stay the same, so that a later poll overwrites the same item. Rows that
 * share it are told apart by {@link createOrdinals}.
 */
export function rowIdentity(row: Row, fields: IdentityFields): string {
  const [first, second] = fields;
  const stable = fields.map((field) => part(row[field]));
  const digest = hash('sha256', JSON.stringify(stable), 'hex').slice(0, digestLength);
  return `${keyPart(row[first], 40)}#${keyPart(row[second], 80)}#${digest}`;
}

/**
 * Numbers rows that share an identity, in the order Zoom served them, so that no row is ever merged into another.
 * The same pages in the same order give the same keys. `seen` is what earlier pages of this run wrote.
 *
 * Counted by their digests: whole identities would be most of what the capture of a large webinar holds. Two of them that share one by
 * chance, in 1 of 600 webinars of 50,000 people, have different numbers for nothing.
 */
export function createOrdinals(fields: IdentityFields, seen: Iterable<string> = []): (row: Row) => string {
  const counts = new Map<string, number>();
  const count = (identity: string): number => {
    const digest = identity.slice(-digestLength);
    const ordinal = counts.get(digest) ?? 0;
    counts.set(digest, ordinal + 1);
    return ordinal;
  };
  for (const key of seen) count(identityOf(key));
  return (row) => {
    const identity = rowIdentity(row, fields);
    return `${identity}#${count(identity)}`;
  };
}

/** The identity inside a key that {@link createOrdinals} made. */
export const identityOf = (key: string): string => key.slice(0, key.lastIndexOf('#'));
