import { wholeNumber } from '../../domain/row/exact-json.ts';
import type { Row } from '../../domain/row/row.ts';
import {
  type Answer,
  ZoomAccountError,
  type ZoomError,
  ZoomFinalError,
  ZoomInaccessibleError,
  ZoomNoneError,
  ZoomNotReadyError,
  ZoomPagingError,
  ZoomRateLimitError,
  ZoomTokenRejectedError,
  ZoomTransientError,
  ZoomUnexpectedError,
} from '../errors.ts';
import { isMarkup } from './answer-story.ts';
import { type AskedList, type CodeMeaning, meaningOf, saysNone } from './known-codes.ts';
import type { RawAnswer, ReadDeps } from './raw-answer.ts';
import { rateLimitOf } from './retry-after.ts';
import { zoomWords } from './zoom-words.ts';

type ErrorClass = new (message: string, answer: Answer) => ZoomError;

const classes: Readonly<Record<Exclude<CodeMeaning, 'page-token'>, ErrorClass>> = {
  final: ZoomFinalError,
  account: ZoomAccountError,
  'access-token': ZoomTokenRejectedError,
  'not-ready': ZoomNotReadyError,
  busy: ZoomTransientError,
};

type ReadSoFar = {
  /** The body's JSON, and whether it is an object; undefined where it is none. */
  readonly parsed: unknown;
  readonly body: Row | undefined;
  /** Without a code yet. */
  readonly answer: Answer;
  /** Whether the request had a page token. */
  readonly hadPageToken: boolean;
  readonly list?: AskedList;
};

/** The error that an answer without a page stands for. */
export function refusal(raw: RawAnswer, read: ReadSoFar, deps: ReadDeps): ZoomError {
  const { status, headers } = raw;
  const { body, answer, hadPageToken, list } = read;
  const said = typeof body?.message === 'string' ? body.message : '';
  const code = codeOf(body) ?? codeOfStatus(status, body, said);
  const full: Answer = { ...answer, ...(code !== undefined && { code }) };
  const text = `Zoom answered HTTP ${status}, ${body ? `code ${code ?? 'none'}: ${zoomWords(said) || 'no message'}` : `without ${raw.body.trim() === '' ? 'a body' : 'a JSON object'}.`}`;
  if (status === 429 || code === 429) {
    return new ZoomRateLimitError(text, full, rateLimitOf(headers, said, deps));
  }
  if (!hadPageToken && saysNone(code, list)) return new ZoomNoneError(text, full);
  const means = isServerCode(code) ? 'busy' : meaningOf(code, list);
  if (means === 'page-token') return new (hadPageToken ? ZoomPagingError : ZoomInaccessibleError)(text, full);
  const Class = means ? classes[means] : classOfStatus(raw, read.parsed);
  return new Class(text, full);
}

/** Zoom says in a body, with any HTTP status, what a server's status would say. */
const isServerCode = (code = 0): boolean => code >= 500 && code <= 599;

/** For codes that nobody foresaw, and answers of the gateways before Zoom, which have none. */
function classOfStatus(raw: RawAnswer, parsed: unknown): ErrorClass {
  const { status, body } = raw;
  if (status === 408 || status >= 500) return ZoomTransientError;
  // Whoever answers a browser is not Zoom's API: it knows nothing of our token, and may take hours.
  if (isMarkup(raw)) return ZoomUnexpectedError;
  if (status === 401) return ZoomTokenRejectedError;
  const isBroken = parsed === undefined && body.trim() !== '';
  return status === 200 && isBroken ? ZoomTransientError : ZoomUnexpectedError;
}

/** Zoom's code, where it is one: a whole number, or the text of one. */
function codeOf(body: Row | undefined): number | undefined {
  const code = body?.code;
  return wholeNumber(typeof code === 'string' && /^\d{1,6}$/.test(code) ? Number(code) : code);
}

/** The status stands in for a code that is left out or none; HTTP 200 only where Zoom says what the account has not. */
function codeOfStatus(status: number, body: Row | undefined, said: string): number | undefined {
  if (body === undefined) return undefined;
  const isPlan = (body.code ?? null) === null && /\b(paid|dashboard|permission|plan)/i.test(said);
  return status !== 200 || isPlan ? status : undefined;
}
