import { createHmac, hkdfSync } from 'node:crypto';

const modulus = 1n << 128n;

/** Before the digits of a hash that is keyed: without it, whoever guesses a row that was left out could try it. */
const keyed = 'k';

/** The hash of no rows at all. */
export const emptyContentHash = `${keyed}${'0'.repeat(32)}`;

/** A capture, as its own hashes are told from those of others. */
type Hashed = { readonly uuid: string; readonly dataset: string };

/**
 * Adds rows to a content hash: the sum of their keyed hashes, so the order does not matter but the count of equal rows
 * does. `rows` are texts that are equal exactly when the rows are. One that versions without a key had begun is gone on with.
 */
export type ContentHasher = (contentHash: string, rows: Iterable<string>) => string;

/** The hasher of one capture. `storeSecret` stands in no table: who reads the tables alone can try no row. */
export function createContentHasher(storeSecret: string, { uuid, dataset }: Hashed): ContentHasher {
  const key = keyOf(storeSecret, { uuid, dataset });
  return (contentHash, rows) => {
    let sum = BigInt(`0x${isKeyed(contentHash) ? contentHash.slice(keyed.length) : contentHash}`);
    for (const row of rows) sum += BigInt(`0x${createHmac('sha256', key).update(row).digest('hex').slice(0, 32)}`);
    return `${keyed}${(sum % modulus).toString(16).padStart(32, '0')}`;
  };
}

export const isKeyed = (contentHash: string): boolean => contentHash.startsWith(keyed);

/** What stands in place of a hash that has no key: it tells as much as that one was there, and agrees with no poll. */
export const sealedContentHash = (storeSecret: string, contentHash: string, of: Hashed): string =>
  `${keyed}${createHmac('sha256', keyOf(storeSecret, of)).update(`sealed ${contentHash}`).digest('hex').slice(0, 32)}`;

const keyOf = (storeSecret: string, { uuid, dataset }: Hashed): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', storeSecret, JSON.stringify([uuid, dataset]), 'zoom-capture content hash', 32));

/** A text that is equal for two values exactly when they are equal, whatever the order of their fields. */
export function canonicalText(value: unknown): string {
  if (typeof value !== 'object' || value === null || JSON.isRawJSON(value)) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalText).join()}]`;
  return canonicalMembers(Object.entries(value).map(([name, field]) => [name, canonicalText(field)]));
}

/** The canonical text of an object whose members' values are canonical texts. */
export function canonicalMembers(members: readonly (readonly [name: string, text: string])[]): string {
  const sorted = members.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join()}}`;
}
