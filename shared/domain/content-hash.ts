import { hash } from 'node:crypto';

const modulus = 1n << 128n;

/** The hash of no rows at all. */
export const emptyContentHash = '0'.repeat(32);

/**
 * Adds rows to a content hash: the sum of their hashes, so the order does not matter but the count of equal rows does.
 * `rows` are texts that are equal exactly when the rows are.
 */
export function addToContentHash(contentHash: string, rows: Iterable<string>): string {
  let sum = BigInt(`0x${contentHash}`);
  for (const row of rows) sum += BigInt(`0x${hash('sha256', row, 'hex').slice(0, 32)}`);
  return (sum % modulus).toString(16).padStart(32, '0');
}

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
