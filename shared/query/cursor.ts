import { hash } from 'node:crypto';
import { isRow } from '../domain/exact-json.ts';
import type { Item } from '../dynamo/item.ts';

/** The cursor is none, or one of another question. Ask without it to begin anew. */
export class CursorError extends Error {
  override readonly name = 'CursorError';
}

/**
 * A text that continues `question` after the item with this key. Safe in a URL; its contents are nobody's business. It
 * holds the key of that item in clear, and of the question, which may name a person, a digest alone.
 */
export const encodeCursor = (question: string, key: Readonly<Record<string, string>>): string =>
  Buffer.from(JSON.stringify([digest(question), key])).toString('base64url');

/** The key that {@link encodeCursor} was given. @throws {CursorError} also when it was for another question */
export function decodeCursor(question: string, cursor: string): Record<string, string> {
  const [of, key] = parsed(cursor);
  if (typeof of !== 'string' || !isRow(key)) throw new CursorError('This is no cursor: begin anew without it.');
  if (of !== digest(question)) throw new CursorError('This cursor is of another question: begin anew without it.');
  return Object.fromEntries(Object.entries(key).map(([name, value]) => [name, String(value)]));
}

const digest = (question: string): string => hash('sha256', question, 'base64url').slice(0, 16);

function parsed(cursor: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

/** A key as DynamoDB takes it; all our keys are texts. */
export const keyItem = (key: Readonly<Record<string, string>>): Item =>
  Object.fromEntries(Object.entries(key).map(([name, S]) => [name, { S }]));
