import { hash } from 'node:crypto';
import type { Row } from './row.ts';

const part = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

/** What a sort key can hold of a value: never blank, ASCII (so that every sort order agrees), without the separator, and short. */
const keyPart = (value: unknown, length: number): string =>
  part(value)
    .replace(/[^!-~]|#/g, '_')
    .slice(0, length) || '-';

const digestLength = 10;

/**
 * The part of a row's sort key that says which stay it is: join time, user id and a short hash of what else stays the
 * same. Never `id` or `email` (blank for guests) and never `leave_time` (corrected later), so that a later poll
 * overwrites the same item. Rows that share it are told apart by {@link createOrdinals}.
 */
export function rowIdentity(row: Row): string {
  const stable = [row.join_time, row.user_id, row.participant_uuid, row.bo_mtg_id, row.status].map(part);
  const digest = hash('sha256', JSON.stringify(stable), 'hex').slice(0, digestLength);
  return `${keyPart(row.join_time, 40)}#${keyPart(row.user_id, 80)}#${digest}`;
}

/**
 * Numbers rows that share an identity, in the order Zoom served them, so that no row is ever merged into another.
 * The same pages in the same order give the same keys. `seen` is what earlier pages of this run wrote.
 *
 * Counted by their digests: whole identities would be most of what the capture of a large webinar holds. Two of them that share one by
 * chance, in 1 of 600 webinars of 50,000 people, have different numbers for nothing.
 */
export function createOrdinals(seen: Iterable<string> = []): (row: Row) => string {
  const counts = new Map<string, number>();
  const count = (identity: string): number => {
    const digest = identity.slice(-digestLength);
    const ordinal = counts.get(digest) ?? 0;
    counts.set(digest, ordinal + 1);
    return ordinal;
  };
  for (const key of seen) count(identityOf(key));
  return (row) => {
    const identity = rowIdentity(row);
    return `${identity}#${count(identity)}`;
  };
}

/** The identity inside a key that {@link createOrdinals} made. */
export const identityOf = (key: string): string => key.slice(0, key.lastIndexOf('#'));
