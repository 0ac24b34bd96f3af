import { wholeNumber } from '../../domain/exact-json.ts';
import type { Row } from '../../domain/row.ts';
import {
  type Answer,
  ZoomAccountError,
  type ZoomError,
  ZoomFinalError,
  ZoomInaccessibleError,
  ZoomNotReadyError,
  ZoomPagingError,
  ZoomRateLimitError,
  ZoomTokenRejectedError,
  ZoomTransientError,
  ZoomUnexpectedError,
} from '../errors.ts';
import type { RawAnswer, ReadDeps } from './raw-answer.ts';
import { rateLimitOf } from './retry-after.ts';
import { zoomWords } from './zoom-words.ts';

type ErrorClass = new (message: string, answer: Answer) => ZoomError;

/** Zoom's own codes, whatever the HTTP status. Where Zoom has no code of its own, `code` repeats the status. */
const classes: ReadonlyMap<number, ErrorClass> = new Map<number, ErrorClass>([
  [104, ZoomAccountError],
  [124, ZoomTokenRejectedError],
  [200, ZoomAccountError],
  [300, ZoomInaccessibleError],
  [401, ZoomTokenRejectedError],
  [404, ZoomNotReadyError],
  [408, ZoomTransientError],
  [1001, ZoomFinalError],
  [1010, ZoomFinalError],
  // A sub-account that is not there, or not this master's; one without the plan.
  [2001, ZoomAccountError],
  [2100, ZoomAccountError],
  [3001, ZoomNotReadyError],
  [3161, ZoomFinalError],
  [4700, ZoomAccountError],
  [4711, ZoomAccountError],
  [12702, ZoomFinalError],
  [12703, ZoomAccountError],
]);

type ReadSoFar = {
  /** Undefined where it is no JSON object. */
  readonly body: Row | undefined;
  readonly answer: Answer;
  /** Whether the request had a page token. */
  readonly hadPageToken: boolean;
};

/** The error that an answer without a page stands for. */
export function refusal(raw: RawAnswer, { body, answer, hadPageToken }: ReadSoFar, deps: ReadDeps): ZoomError {
  const { status, headers } = raw;
  const said = typeof body?.message === 'string' ? body.message : '';
  const code = codeOf(body) ?? codeOfStatus(status, body, said);
  const full: Answer = { ...answer, ...(code !== undefined && { code }) };
  const text = `Zoom answered HTTP ${status}, ${body ? `code ${code ?? 'none'}: ${zoomWords(said) || 'no message'}` : 'without a JSON object.'}`;
  if (status === 429 || code === 429) {
    return new ZoomRateLimitError(text, full, rateLimitOf(headers, said, deps));
  }
  if (code === 300 && hadPageToken) return new ZoomPagingError(text, full);
  const Class = classes.get(code ?? 0) ?? (isServerCode(code) ? ZoomTransientError : classOfStatus(raw, body));
  return new Class(text, full);
}

/** Zoom says in a body, with any HTTP status, what a server's status would say. */
const isServerCode = (code = 0): boolean => code >= 500 && code <= 599;

/** For codes that nobody foresaw, and answers of the gateways before Zoom, which have none. */
function classOfStatus({ status, headers }: RawAnswer, body: Row | undefined): ErrorClass {
  if (status === 401) return ZoomTokenRejectedError;
  if (status === 408 || status >= 500) return ZoomTransientError;
  const isHtml = (headers.get('content-type') ?? '').includes('html');
  return status === 200 && body === undefined && !isHtml ? ZoomTransientError : ZoomUnexpectedError;
}

/** Zoom's code, where it is one: a whole number, or the text of one. */
function codeOf(body: Row | undefined): number | undefined {
  const code = body?.code;
  return wholeNumber(typeof code === 'string' && /^\d{1,6}$/.test(code) ? Number(code) : code);
}

/** The status stands in for a code that is left out or none; HTTP 200 only where Zoom says why there is no page. */
function codeOfStatus(status: number, body: Row | undefined, said: string): number | undefined {
  if (body === undefined) return undefined;
  const isExplained = (body.code ?? null) === null && said !== '';
  return status !== 200 || isExplained ? status : undefined;
}
