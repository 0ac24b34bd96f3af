import { isRow, parseExact, wholeNumber } from '../../domain/row/exact-json.ts';
import type { Row } from '../../domain/row/row.ts';
import { type Answer, ZoomUnexpectedError } from '../errors.ts';
import { answerHead, answerStory } from './answer-story.ts';
import type { AskedList } from './known-codes.ts';
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
  /** Names of the counts around the rows that are no counts, such as 1.5 or 1e20; absent for none. Fit for logs. */
  readonly oddFields?: readonly string[];
};

export type AskedFor = {
  /** Where the rows stand in the answer, such as `participants`; absent where the answer is one row itself. */
  readonly rowsName?: string;
  readonly hadPageToken: boolean;
  /** Absent where it is none of a meeting's lists. */
  readonly list?: AskedList;
};

/**
 * A page out of an answer. Branches on the body's `code` before the HTTP status: Zoom sends the same code with different
 * statuses, and errors with HTTP 200.
 * @throws a {@link ZoomError}: one class per reaction. It quotes no more than harmless words of the answer.
 */
export function readAnswer(raw: RawAnswer, { rowsName, ...asked }: AskedFor, deps: ReadDeps): Page {
  const parsed = parsedBody(raw.body);
  const body = isRow(parsed) ? parsed : undefined;
  if (rowsName === undefined) {
    if (raw.status === 200 && typeof body?.uuid === 'string') return { rows: [body] };
  } else if (raw.status === 200 && body && isPage(body, rowsName)) {
    return readPage(raw, body, rowsName);
  }
  throw refusal(raw, { ...asked, parsed, body, answer: answerStory(raw, parsed) }, deps);
}

/** Undefined for what is no JSON. The parser's own error would quote the body, names and all. */
function parsedBody(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    return undefined;
  }
}

const counts = ['total_records', 'page_count', 'page_size'];
/** Reports without pages have the meeting's start around their rows. */
const envelope = ['next_page_token', ...counts, 'start_time'];

/** The largest webinars have a million attendees. */
const mostRows = 1_000_000_000;
/** Zoom's tokens have some dozen characters. A longer one would outgrow the item that it is kept on. */
const longestToken = 2_000;

/** Zoom can leave the list out where there are no rows, and parts of the envelope; an error body has a code. */
function isPage(body: Row, rowsName: string): boolean {
  const { [rowsName]: rows = null, code = null } = body;
  if (Array.isArray(rows) && rows.length > 0) return true;
  if (code !== null) return false;
  return Array.isArray(rows) || (rows === null && envelope.some((name) => Object.hasOwn(body, name)));
}

function readPage(raw: RawAnswer, body: Row, rowsName: string): Page {
  const story = () => answerStory(raw, body);
  const found = body[rowsName];
  const rows: unknown[] = Array.isArray(found) ? found : [];
  if (!rows.every(isRow)) throw new ZoomUnexpectedError('Zoom answered a row that is no object.', story());
  const nextPageToken = tokenFrom(body, story);
  const { trackingId } = answerHead(raw);
  const totalRows = wholeNumber(body.total_records, mostRows);
  const oddFields = counts.filter(
    (name) => (body[name] ?? null) !== null && wholeNumber(body[name], mostRows) === undefined,
  );
  return {
    rows,
    ...(nextPageToken !== undefined && { nextPageToken }),
    ...(totalRows !== undefined && { totalRows }),
    ...(trackingId !== undefined && { trackingId }),
    ...(oddFields.length > 0 && { oddFields }),
  };
}

/** @throws ZoomUnexpectedError for what is no token: taken for the last page, it would lose the rest without a word. */
function tokenFrom({ next_page_token: token = null }: Row, story: () => Answer): string | undefined {
  if (token === null) return undefined;
  if (typeof token !== 'string' || token.length > longestToken || !token.isWellFormed()) {
    throw new ZoomUnexpectedError('Zoom answered a page token that is no text, or too long.', story());
  }
  return token.trim() === '' ? undefined : token;
}
