import { hash } from 'node:crypto';
import type { QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { isRow } from '../domain/row/exact-json.ts';
import type { Item } from '../dynamo/item.ts';
import { queryPage } from '../dynamo/query.ts';
import { type IndexSchema, tableKeys } from '../dynamo/schema.ts';
import type { Store } from '../dynamo/store.ts';
import { ProductError } from '../runtime/errors.ts';

/** Some of the answers to a question. Never empty. */
export type QueryPage<Answer> = {
  readonly items: readonly Answer[];
  /** Continues after the last of {@link items}, in any process; absent when there is no more. */
  readonly cursor?: string;
};

/** Which of the answers are wanted. */
export type Paging = {
  /** At most so many in all; 1 or more. @default all */
  readonly limit?: number;
  /** At most so many a page; 1 to 1,000. A page is also never more than 1 MB. */
  readonly pageSize?: number;
  /** A page's `cursor`, of the same question: goes on after it. */
  readonly after?: string;
};

/** Paging with its defaults filled in. */
type KnownPaging = {
  /** Infinity where all answers are wanted. */
  readonly limit: number;
  readonly pageSize: number;
  readonly after: string | undefined;
};

const defaultPageSize = 100;

/** @throws RangeError when a number is out of its bounds */
export function readPaging({ limit, pageSize = defaultPageSize, after }: Paging): KnownPaging {
  if (limit !== undefined && (!Number.isSafeInteger(limit) || limit < 1)) {
    throw new RangeError(`limit is ${limit}: it must be 1 or more.`);
  }
  if (!Number.isInteger(pageSize) || pageSize < 1 || pageSize > 1_000) {
    throw new RangeError(`pageSize is ${pageSize}: it must be 1 to 1,000.`);
  }
  return { limit: limit ?? Number.POSITIVE_INFINITY, pageSize, after };
}

/** The answers of all pages, one by one; the next page is read when it is needed. */
export async function* itemsOf<Answer>(pages: AsyncIterable<QueryPage<Answer>>): AsyncGenerator<Answer> {
  for await (const { items } of pages) yield* items;
}

/** A question that DynamoDB answers by Query. */
export type PagedQuery<Answer> = {
  /** A cursor is accepted by the question with the same text alone. */
  readonly name: string;
  /** The table itself when absent. */
  readonly index?: IndexSchema;
  readonly input: Omit<QueryCommandInput, 'TableName' | 'IndexName' | 'Limit' | 'ExclusiveStartKey'>;
  /** Whether answers may pass over many items: then whole pages are read also for few answers. */
  readonly selective?: boolean;
  /** An answer for each item, in their order; undefined passes over it. */
  readonly answer: (items: readonly Item[]) => Promise<readonly (Answer | undefined)[]>;
};

/** Asks one Query a page, and no more once the reader stops. Holds one page. */
export async function* queryPages<Answer>(
  { name, index, input, selective = false, answer }: PagedQuery<Answer>,
  paging: Paging,
  { client, table, now }: Store,
): AsyncGenerator<QueryPage<Answer>> {
  const { limit, pageSize, after } = readPaging(paging);
  const question = [index?.name ?? 'table', name, input.ScanIndexForward === false ? 'back' : 'on'].join(' ');
  const keyNames = [tableKeys.partitionKey, tableKeys.sortKey, ...(index ? [index.partitionKey, index.sortKey] : [])];
  let start = after === undefined ? undefined : keyItem(decodeCursor(question, after));
  let left = limit;
  do {
    const request: QueryCommandInput = {
      ...input,
      TableName: table,
      Limit: selective ? pageSize : Math.min(left, pageSize),
      ...(index && { IndexName: index.name }),
      ...(start && { ExclusiveStartKey: start }),
    };
    const { items, lastKey } = await queryPage(client, request, now);
    const found = (await answer(items)).flatMap((one, at) => (one === undefined ? [] : [{ one, item: items[at] }]));
    const wanted = found.slice(0, left);
    left -= wanted.length;
    // Where the limit cuts a page off, what follows begins within it.
    const last = found.length > wanted.length ? wanted.at(-1)?.item : lastKey;
    const cursor = last && encodeCursor(question, keyTexts(last, keyNames));
    if (wanted.length > 0) yield { items: wanted.map(({ one }) => one), ...(cursor !== undefined && { cursor }) };
    start = lastKey;
  } while (start && left > 0);
}

/** A key as DynamoDB takes it; all our keys are texts. */
const keyItem = (key: Readonly<Record<string, string>>): Item =>
  Object.fromEntries(Object.entries(key).map(([name, S]) => [name, { S }]));

const keyTexts = (item: Item, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, item[name]?.S ?? '']));

/** The text is no cursor, or one of another question. Ask without it to begin anew. */
export class CursorError extends ProductError {
  override readonly name = 'CursorError';
  override readonly retry = 'no';
}

/**
 * A text that continues `question` after the item with this key. Safe in a URL; its contents are nobody's business. It
 * holds the key of that item in clear, and of the question, which may name a person, a digest alone.
 */
export const encodeCursor = (question: string, key: Readonly<Record<string, string>>): string =>
  Buffer.from(JSON.stringify([digest(question), key])).toString('base64url');

/** The key that {@link encodeCursor} was given. @throws {CursorError} also when it was for another question */
export function decodeCursor(question: string, cursor: string): Record<string, string> {
  const [questionDigest, key] = parseCursor(cursor);
  if (typeof questionDigest !== 'string' || !isRow(key)) {
    throw new CursorError('This is no cursor: begin anew without it.');
  }
  if (questionDigest !== digest(question)) {
    throw new CursorError('This cursor is of another question: begin anew without it.');
  }
  return Object.fromEntries(Object.entries(key).map(([name, value]) => [name, String(value)]));
}

const digest = (question: string): string => hash('sha256', question, 'base64url').slice(0, 16);

function parseCursor(cursor: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
