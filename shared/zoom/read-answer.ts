import { isRow, parseExact } from '../domain/exact-json.ts';
import type { Row } from '../domain/row.ts';
import { type Answer, ZoomUnexpectedError } from './errors.ts';
import type { RawAnswer, ReadDeps } from './raw-answer.ts';
import { refusal } from './refusal.ts';

/** One page of rows as Zoom served them. */
export type Page = {
  readonly rows: readonly Row[];
  /** Leads to the next page, for 15 minutes; absent on the last one. */
  readonly nextPageToken?: string;
  /** Zoom's count of all rows; absent where Zoom leaves it out. */
  readonly totalRows?: number;
  readonly trackingId?: string;
};

export type AskedFor = {
  /** Where the rows stand in the answer, such as `participants`; absent where the answer is one row itself. */
  readonly rowsName?: string;
  readonly hadPageToken: boolean;
};

/**
 * A page out of an answer. Branches on the body's `code` before the HTTP status: Zoom sends the same code with different
 * statuses, and errors with HTTP 200.
 * @throws a {@link ZoomError}: one class per reaction. It quotes no more than harmless words of the answer.
 */
export function readAnswer(raw: RawAnswer, { rowsName, hadPageToken }: AskedFor, deps: ReadDeps): Page {
  const trackingId = raw.headers.get('x-zm-trackingid');
  const answer: Answer = { status: raw.status, ...(trackingId !== null && { trackingId }) };
  const body = bodyOf(raw.body);
  if (rowsName === undefined) {
    if (raw.status === 200 && typeof body?.uuid === 'string') return { rows: [body] };
  } else if (raw.status === 200 && body && isPage(body, rowsName)) return readPage(body, rowsName, answer);
  throw refusal(raw, body, answer, { ...deps, hadPageToken });
}

/** Undefined for what is no JSON object. The parser's own error would quote the body, names and all. */
function bodyOf(text: string): Row | undefined {
  try {
    const parsed = parseExact(text);
    return isRow(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

const envelope = ['total_records', 'next_page_token', 'page_count', 'page_size'];

/** Zoom can leave the list out where there are no rows, and parts of the envelope; an error body has a code. */
function isPage(body: Row, rowsName: string): boolean {
  const { [rowsName]: rows = null, code = null } = body;
  if (Array.isArray(rows) && rows.length > 0) return true;
  if (code !== null) return false;
  return Array.isArray(rows) || (rows === null && envelope.some((name) => Object.hasOwn(body, name)));
}

function readPage(body: Row, rowsName: string, answer: Answer): Page {
  const found = body[rowsName];
  const rows: unknown[] = Array.isArray(found) ? found : [];
  if (!rows.every(isRow)) throw new ZoomUnexpectedError('Zoom answered a row that is no object.', answer);
  const { next_page_token: token, total_records: total } = body;
  // Taken for the last page, it would lose the rest without a word.
  if ((token ?? null) !== null && typeof token !== 'string') {
    throw new ZoomUnexpectedError('Zoom answered a page token that is no text.', answer);
  }
  return {
    rows,
    ...(typeof token === 'string' && token.trim() !== '' && { nextPageToken: token }),
    ...(typeof total === 'number' && Number.isInteger(total) && total >= 0 && { totalRows: total }),
    ...(answer.trackingId !== undefined && { trackingId: answer.trackingId }),
  };
}
