import type { Row } from './row.ts';

/** Zoom writes what it does not know as `""`, as null, or not at all. */
export const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/** A field's text without blanks around it, undefined when it is blank; numbers as Zoom wrote them, also long ones. */
export function fieldText(row: Row, field: string): string | undefined {
  const value = row[field];
  if (isBlank(value)) return undefined;
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' || JSON.isRawJSON(value) ? JSON.stringify(value) : undefined;
}
