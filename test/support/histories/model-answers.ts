import { type Dataset, isUsual } from '../../../shared/domain/dataset.ts';
import type { Row } from '../../../shared/domain/row/row.ts';

/** What Zoom can answer to a call for a page, other than the page. */
export const answers = [
  'not-ready',
  'inaccessible',
  'empty-list',
  'empty-page-with-token',
  'half-ready',
  'odd-total',
  'repeated-token',
  'token-expired',
  'server-error',
  'error-500-in-200',
  'broken-json',
  'reset',
  'timeout',
  'rate-limit-second',
  'rate-limit-day',
  'unauthorized',
  'missing-scope',
  'final',
  'html',
] as const;
export type Answer = (typeof answers)[number];

/** The time-out of the product's client, which a test's `fetch` has to keep itself: it is in virtual time. */
const clientTimeoutMs = 25_000;

type SpoiltCall = {
  readonly dataset: Dataset;
  readonly token: string | undefined;
  readonly sleep: (ms: number) => Promise<void>;
};

/** What Zoom answers in place of a page; undefined where the page is to be served, spoilt or not. */
export async function spoiltAnswer(
  answer: Answer,
  { dataset, token, sleep }: SpoiltCall,
): Promise<Response | undefined> {
  switch (answer) {
    case 'not-ready':
      return notReady();
    case 'inaccessible':
      return json({ code: 300, message: 'Cannot access meeting information.' }, 400);
    case 'token-expired':
      return token === undefined ? undefined : json({ code: 300, message: 'The next page token is invalid.' }, 400);
    case 'empty-list':
      // Where there are several lists, it is one of them.
      return token === undefined && isUsual(dataset) ? page(dataset, [], '', 0) : undefined;
    case 'server-error':
      return new Response('upstream', { status: 503 });
    case 'error-500-in-200':
      return json({ code: 500, message: 'Internal error.' });
    case 'broken-json':
      return new Response('{"participants":[{"user', { headers: { 'content-type': 'application/json' } });
    case 'reset':
      throw Object.assign(new TypeError('fetch failed'), {
        cause: Object.assign(new Error(), { code: 'ECONNRESET' }),
      });
    case 'timeout':
      await sleep(clientTimeoutMs);
      throw new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    case 'rate-limit-second':
      return json({ code: 429, message: 'You have reached the maximum per-second rate limit.' }, 429);
    case 'rate-limit-day':
      return json({ code: 429, message: 'You have reached the maximum daily rate limit.' }, 429);
    case 'unauthorized':
      return json({ code: 124, message: 'Access token is expired.' }, 401);
    case 'missing-scope':
      return json({ code: 4711, message: 'Invalid access token, does not contain scopes.' }, 400);
    case 'final':
      return json({ code: 12702, message: 'Can not access a meeting a year ago.' }, 400);
    case 'html':
      return new Response('<html>', { status: 403, headers: { 'content-type': 'text/html' } });
    default:
      return undefined;
  }
}

export const json = (body: unknown, status = 200): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
export const notReady = (): Response => json({ code: 3001, message: 'Meeting does not exist.' }, 404);

/** A page of a dataset's list. */
export function page(dataset: Dataset, rows: readonly Row[], next_page_token: string, total_records: number): Response {
  // Whoever has a registrant's link joins in their name: it is served, and never to be stored.
  const shown = isUsual(dataset)
    ? { participants: rows }
    : { registrants: rows.map((row) => ({ ...row, join_url: 'https://zoom.test/w/1?tk=x' })) };
  return json({ page_count: 1, page_size: rows.length, total_records, next_page_token, ...shown });
}
