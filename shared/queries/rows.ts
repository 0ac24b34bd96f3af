import type { QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { type Dataset, hasSamples } from '../domain/dataset.ts';
import type { Row } from '../domain/row/row.ts';
import type { Item } from '../dynamo/item.ts';
import { decodeRow } from '../dynamo/rows/exact-row.ts';
import { rowFromItems } from '../dynamo/rows/row-items.ts';
import { sampleItemCount } from '../dynamo/samples/sample-items.ts';
import { rowPrefix, sortKeys } from '../dynamo/schema.ts';
import type { Store } from '../dynamo/store.ts';
import { getItems, itemKey } from './items-by-key.ts';
import { type Paging, type QueryPage, queryPages } from './paging.ts';

export type StoredRowsQuery = Paging & {
  /** As Zoom writes it. */
  readonly uuid: string;
  readonly dataset: Dataset;
  /** Whether `user_qos` comes with QoS sessions. @default false */
  readonly samples?: boolean;
  /** Fields of Zoom's that are wanted, under its names; saves transfer and memory, no read units. @default all */
  readonly fields?: readonly string[];
};

/**
 * The rows of one dataset of one meeting, as Zoom returned them, by the time of joining. Whether they are complete says
 * the capture's item (`findMeeting`).
 *
 * The table itself, consistent: a read unit per 4 KB: about ten rows of the report, three of the participants' list, three QoS
 * sessions. Samples are about three units more per session and hour, one at the least.
 * @throws CursorError
 */
export function storedRows(query: StoredRowsQuery, store: Store): AsyncGenerator<QueryPage<Row>> {
  const { uuid, dataset, samples = false, fields } = query;
  const pickFields = (row: Row): Row =>
    fields ? Object.fromEntries(Object.entries(row).filter(([name]) => fields.includes(name))) : row;
  const answer = async (items: readonly Item[]): Promise<Row[]> => {
    const rows =
      samples && hasSamples(dataset) ? await readSamples(dataset, items, store) : items.map((item) => decodeRow(item));
    return rows.map(pickFields);
  };
  return queryPages(
    {
      name: JSON.stringify([uuid, dataset]),
      input: { ...rowsInput(uuid, dataset), ...projectFields(fields, samples) },
      answer,
    },
    samples ? { ...query, pageSize: query.pageSize ?? pageSizeWithSamples } : query,
    store,
  );
}

/** Sessions with their samples are large: one is up to some hundred KB. */
export const pageSizeWithSamples = 25;

/** A Query of a dataset's rows. */
export const rowsInput = (uuid: string, dataset: Dataset) => ({
  ConsistentRead: true,
  KeyConditionExpression: 'pk = :uuid AND begins_with(sk, :prefix)',
  ExpressionAttributeValues: { ':uuid': { S: uuid }, ':prefix': { S: sortKeys.row(dataset, '') } },
});

/** Rows, each with its samples: only the items that the rows name are read. */
export async function readSamples(dataset: Dataset, heads: readonly Item[], store: Store): Promise<Row[]> {
  const sortKeysOf = (head: Item): string[] => {
    const key = (head.sk?.S ?? '').slice(rowPrefix(dataset).length);
    return Array.from({ length: sampleItemCount(head) }, (_, chunk) => sortKeys.samples(key, chunk));
  };
  const sessions = heads.map((head) => ({ head, sampleKeys: sortKeysOf(head) }));
  const keys = sessions.flatMap(({ head, sampleKeys }) => sampleKeys.map((sk) => itemKey(head.pk?.S ?? '', sk)));
  const samples = new Map((await getItems(keys, store)).map((item) => [item.sk?.S, item]));
  return sessions.map(({ head, sampleKeys }) => {
    const own = sampleKeys.map((sk) => samples.get(sk)).filter((item) => item !== undefined);
    return rowFromItems(dataset, head, own);
  });
}

/** What every row needs to be decoded, and the wanted fields, which may stand in `verbatim`. */
function projectFields(fields: readonly string[] | undefined, samples: boolean): Partial<QueryCommandInput> {
  if (!fields) return {};
  const ofSamples = samples ? ['sampleItems', 'samplesEncoding', 'sampleCount', 'samples'] : [];
  const names = [...new Set(['pk', 'sk', 'expiresAt', 'verbatim', ...ofSamples, ...fields])];
  return {
    ProjectionExpression: names.map((_, at) => `#f${at}`).join(),
    ExpressionAttributeNames: Object.fromEntries(names.map((name, at) => [`#f${at}`, name])),
  };
}
