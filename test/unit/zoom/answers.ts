import type { RawAnswer } from '../../../shared/zoom/answers/raw-answer.ts';
import { type Page, readAnswer } from '../../../shared/zoom/answers/read-answer.ts';
import { ZoomError } from '../../../shared/zoom/errors.ts';

export const now = Date.parse('2026-11-20T12:00:00Z');

/** An answer as it came off the wire; JSON unless `body` is a text. */
export function answer(status: number, body: unknown, headers: Record<string, string> = {}): RawAnswer {
  return {
    status,
    headers: new Headers({ 'content-type': 'application/json;charset=UTF-8', ...headers }),
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

export const html = (status: number): RawAnswer =>
  answer(status, '<!DOCTYPE html><title>Attention Required!</title>', { 'content-type': 'text/html; charset=UTF-8' });

export const read = (raw: RawAnswer, { hadPageToken = false } = {}): Page =>
  readAnswer(raw, { rowsName: 'participants', hadPageToken }, { now: () => now, random: () => 0.5 });

/** The error of an answer that is no page. */
export function refused(raw: RawAnswer, options: { hadPageToken?: boolean } = {}): ZoomError {
  try {
    read(raw, options);
  } catch (error) {
    if (error instanceof ZoomError) return error;
    throw error;
  }
  throw new Error('It was taken for a page.');
}
