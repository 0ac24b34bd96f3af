import { isRow, parseExact } from '../domain/exact-json.ts';
import type { Row } from '../domain/row.ts';
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
  ZoomTroubleError,
  ZoomUnexpectedError,
} from './errors.ts';
import { rateLimitOf } from './retry-after.ts';

/** One page of rows as Zoom served them. */
export type Page = {
  readonly rows: readonly Row[];
  /** Leads to the next page, for 15 minutes; absent on the last one. */
  readonly nextPageToken?: string;
  /** Zoom's count of all rows; absent where Zoom leaves it out. */
  readonly totalRows?: number;
  readonly trackingId?: string;
};

export type RawAnswer = { readonly status: number; readonly headers: Headers; readonly body: string };

export type ReadDeps = { readonly now: () => number; readonly random: () => number };

/**
 * A page out of an answer. Branches on the body's `code` before the HTTP status: Zoom sends the same code with different
 * statuses, and errors with HTTP 200.
 * @throws a {@link ZoomError}: one class per reaction.
 */
export function readAnswer(raw: RawAnswer, hadPageToken: boolean, deps: ReadDeps): Page {
  const trackingId = raw.headers.get('x-zm-trackingid');
  const answer: Answer = { status: raw.status, ...(trackingId !== null && { trackingId }) };
  const body = parseBody(raw, answer);
  if (raw.status === 200 && isPage(body)) return readPage(body, answer);
  const code = typeof body.code === 'number' ? body.code : raw.status;
  throw refusal(code, messageOf(body), { ...answer, code }, raw, hadPageToken, deps);
}

function parseBody({ status, headers, body }: RawAnswer, answer: Answer): Row {
  try {
    const parsed = parseExact(body);
    if (isRow(parsed)) return parsed;
  } catch (cause) {
    // A gateway's 429 or 5xx has no JSON; that it is one says enough.
    if (status === 401 || status === 429 || status >= 500) return {};
    const broken = status === 200 && !(headers.get('content-type') ?? '').includes('html');
    const message = `Zoom answered ${status} with a body that is no JSON.`;
    throw broken ? new ZoomTroubleError(message, answer, { cause }) : new ZoomUnexpectedError(message, answer);
  }
  throw new ZoomUnexpectedError(`Zoom answered ${status} with JSON that is no object.`, answer);
}

/** Zoom can leave the list out where there are no rows; an error body has a code. */
const isPage = ({ participants, code, total_records: total }: Row): boolean =>
  Array.isArray(participants) || ((participants ?? null) === null && code === undefined && total !== undefined);

function readPage(body: Row, answer: Answer): Page {
  const rows: unknown[] = Array.isArray(body.participants) ? body.participants : [];
  if (!rows.every(isRow)) throw new ZoomUnexpectedError('Zoom answered a row that is no object.', answer);
  const { next_page_token: token, total_records: total } = body;
  return {
    rows,
    ...(typeof token === 'string' && token !== '' && { nextPageToken: token }),
    ...(typeof total === 'number' && Number.isInteger(total) && { totalRows: total }),
    ...(answer.trackingId !== undefined && { trackingId: answer.trackingId }),
  };
}

/** Zoom's own words: they name scopes, fields and ids, and sometimes an address, which must not reach a log. */
const messageOf = ({ message }: Row): string =>
  typeof message === 'string' ? message.replace(/\S+@\S+/g, '(address)') : 'no message';

function refusal(
  code: number,
  message: string,
  answer: Answer,
  { status, headers }: RawAnswer,
  hadPageToken: boolean,
  { now, random }: ReadDeps,
): ZoomError {
  const text = `Zoom answered ${status}, code ${code}: ${message}`;
  if (status === 401 || code === 124) return new ZoomTokenRejectedError(text, answer);
  if (status === 429 || code === 429) {
    return new ZoomRateLimitError(text, answer, rateLimitOf(headers, message, now(), random));
  }
  if (status >= 500) return new ZoomTroubleError(text, answer);
  switch (code) {
    case 300:
      return hadPageToken ? new ZoomPagingError(text, answer) : new ZoomInaccessibleError(text, answer);
    case 404:
    case 3001:
      return new ZoomNotReadyError(text, answer);
    case 104:
    case 200:
    case 4700:
    case 4711:
      return status === 200 && message === 'no message'
        ? new ZoomUnexpectedError(text, answer)
        : new ZoomAccountError(text, answer);
    case 1001:
    case 1010:
    case 3161:
    case 12702:
      return new ZoomFinalError(text, answer);
    default:
      return new ZoomUnexpectedError(text, answer);
  }
}
