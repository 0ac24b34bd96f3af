import type { QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { Item } from '../dynamo/item.ts';
import { queryPage } from '../dynamo/query.ts';
import { type IndexSchema, tableKeys } from '../dynamo/schema.ts';
import { decodeCursor, encodeCursor, keyItem } from './cursor.ts';
import { checkPaging, type Page, type Paging } from './pages.ts';
import type { Store } from './store.ts';

const defaultPageSize = 100;

export type Question<Answer> = {
  /** A cursor is taken by the question with the same text alone. */
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
  { name, index, input, selective = false, answer }: Question<Answer>,
  paging: Paging,
  { client, table, now }: Store,
): AsyncGenerator<Page<Answer>> {
  checkPaging(paging);
  const { limit = Number.POSITIVE_INFINITY, pageSize = defaultPageSize, after } = paging;
  const question = [index?.name ?? 'table', name, input.ScanIndexForward === false ? 'back' : 'on'].join(' ');
  const keyNames = [tableKeys.partitionKey, tableKeys.sortKey, ...(index ? [index.partitionKey, index.sortKey] : [])];
  let start = after === undefined ? undefined : keyItem(decodeCursor(question, after));
  let left = limit;
  do {
    const { items, lastKey } = await queryPage(
      client,
      {
        ...{ ...input, TableName: table, Limit: selective ? pageSize : Math.min(left, pageSize) },
        ...(index && { IndexName: index.name }),
        ...(start && { ExclusiveStartKey: start }),
      },
      now,
    );
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

const keyTexts = (item: Item, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, item[name]?.S ?? '']));
