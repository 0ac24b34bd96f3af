import { isRow, wholeNumber } from '../../domain/row/exact-json.ts';
import type { Answer } from '../errors.ts';
import type { RawAnswer } from './raw-answer.ts';
import { isHarmlessWord, zoomWords } from './zoom-words.ts';

const longestExcerpt = 200;
/** A page of HTML has its title and its first words by then. */
const longestRead = 20_000;

/**
 * What an answer was like, without anything personal in it: fit for logs, a terminal and the capture's item. `parsed`: its body,
 * where it is JSON; undefined for none. Never throws.
 */
export function answerStory(raw: RawAnswer, parsed: unknown): Answer {
  const excerpt = excerptOf(raw.body, parsed);
  return { ...answerHead(raw), ...(excerpt !== '' && { excerpt }) };
}

/** What its head alone says. */
export function answerHead({ status, headers }: Pick<RawAnswer, 'status' | 'headers'>): Answer {
  const trackingId = headers.get('x-zm-trackingid') ?? '';
  const contentType = contentTypeOf(headers);
  return {
    status,
    ...(/^[\x21-\x7e]{1,200}$/.test(trackingId) && { trackingId }),
    ...(contentType !== undefined && { contentType }),
  };
}

function contentTypeOf(headers: Headers): string | undefined {
  const [name = ''] = (headers.get('content-type') ?? '').toLowerCase().split(';');
  return /^[a-z]{1,20}\/[a-z0-9.+-]{1,60}$/.test(name.trim()) ? name.trim() : undefined;
}

/** Whether it is written for a person's browser: by a firewall, a portal, a page about maintenance. */
export const isMarkup = ({ headers, body }: RawAnswer): boolean =>
  /html|xml/.test(contentTypeOf(headers) ?? '') || /^\s*</.test(body.slice(0, 1_000));

function excerptOf(body: string, parsed: unknown): string {
  const told = parsed === undefined ? wordsOf(body.slice(0, longestRead)) : shapeOf(parsed, 0);
  return told.length <= longestExcerpt ? told : `${told.slice(0, longestExcerpt - 1)}…`;
}

// ── JSON ──

const deepest = 3;
const mostMembers = 12;

function shapeOf(value: unknown, depth: number): string {
  if (Array.isArray(value)) return listShape(value, depth);
  if (isRow(value)) return objectShape(value, depth);
  if (value === null) return 'null';
  // A number that no double holds is an object of its own.
  if (typeof value === 'object') return 'number';
  return typeof value === 'string' ? 'text' : typeof value;
}

function listShape(list: readonly unknown[], depth: number): string {
  if (list.length === 0) return '[]';
  if (depth >= deepest) return '[…]';
  const more = list.length > 1 ? `, ${list.length - 1} more` : '';
  return `[${shapeOf(list[0], depth + 1)}${more}]`;
}

function objectShape(object: Readonly<Record<string, unknown>>, depth: number): string {
  const members = Object.entries(object);
  if (members.length === 0) return '{}';
  if (depth >= deepest) return '{…}';
  const shown = members.slice(0, mostMembers).map(([name, value]) => {
    const known = nameOf(name);
    return depth === 0 && isToldApart(name, value) ? known : `${known}: ${shapeOf(value, depth + 1)}`;
  });
  return `{${[...shown, ...(members.length > mostMembers ? ['…'] : [])].join(', ')}}`;
}

/** Code and message of Zoom's own stand beside the story, in words. */
const isToldApart = (name: string, value: unknown): boolean =>
  (name === 'code' && wholeNumber(value) !== undefined) || (name === 'message' && typeof value === 'string');

/** A name of words that say nothing of anybody: whoever stands before Zoom may put a person's name there. */
function nameOf(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1_$2').split(/[_-]/);
  return name.length <= 40 && words.every(isHarmlessWord) ? name : '…';
}

// ── Any other text ──

const httpStatus = /^[1-5]\d\d$/;

/** The harmless words of a text, its markup taken away. All patterns are linear in its length. */
function wordsOf(text: string): string {
  const plain = text
    .replace(/<(script|style)\b[\s\S]*?(?:<\/\1|$)/gi, ' ')
    .replace(/<!--[\s\S]*?(?:-->|$)/g, ' ')
    .replace(/<[^>]*(?:>|$)/g, ' ')
    .replace(/&#?\w{1,10};/g, ' ')
    // Numbers can be anybody's: those of HTTP are not.
    .replace(/\d+/g, (digits) => (httpStatus.test(digits) ? digits : '…'))
    .replace(/[[\]{}<>=|/\\'":&#?@]/g, ' ')
    // Control characters, and those that turn the direction of what follows.
    .replace(/[\s\p{C}]+/gu, ' ')
    .trim();
  return zoomWords(plain).trim();
}
