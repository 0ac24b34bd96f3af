import { setImmediate as nextTurn } from 'node:timers/promises';
import { descriptions } from '../../datasets/datasets.ts';
import type { Segment } from '../../domain/capture/capture.ts';
import { belongs } from '../../domain/capture/segments.ts';
import { type Dataset, hasSamples } from '../../domain/dataset.ts';
import type { QosSampleForm } from '../../domain/quality/qos-samples.ts';
import type { Row } from '../../domain/row/row.ts';
import { type BatchWriteDeps, batchWrite, deleteText, type MayWrite, putText } from '../batch-write.ts';
import type { Item } from '../item.ts';
import { queryItems } from '../query.ts';
import { samplePrefix, sortKeys } from '../schema.ts';
import { type RowItems, rowItems, type Stamp } from './row-items.ts';

export type RowStore = {
  /**
   * Stores a page's rows, all of them or throws; the same page again overwrites itself.
   * @returns a text per row for the content hash, also of those that are left out; and how many values are not stored because
   * no item holds them.
   */
  readonly write: (page: PageOfRows) => Promise<{ readonly texts: readonly string[]; readonly tooLarge: number }>;
  /** The keys of the rows that this poll's earlier pages stored, in no order. */
  readonly keys: (uuid: string, dataset: Dataset, segments: readonly Segment[]) => AsyncIterable<string>;
  /**
   * Deletes what does not belong to this poll, samples included.
   * @returns the number of rows that do belong.
   */
  readonly prune: (uuid: string, dataset: Dataset, poll: Pruning) => Promise<number>;
  /** Rows of the dataset that are stored, of whatever poll. */
  readonly count: (uuid: string, dataset: Dataset) => Promise<number>;
};

type Pruning = { readonly segments: readonly Segment[]; readonly mayWrite?: MayWrite };

type PageOfRows = {
  readonly uuid: string;
  readonly dataset: Dataset;
  /** A row and the key that `createOrdinals` gave it. */
  readonly rows: readonly { readonly key: string; readonly row: Row }[];
  /** Counted among what Zoom returned, and not stored. */
  readonly leftOut?: readonly Row[];
  readonly stamp: Stamp;
  readonly mayWrite?: MayWrite;
};

type RowStoreDeps = BatchWriteDeps & {
  readonly table: string;
  /** How samples of QoS sessions are stored from now on; what is stored is read in any form. @default 'packed' */
  readonly qosSamples?: QosSampleForm;
};

/** Rows in the `Captures` table. Reads are consistent; nothing here reads an index. */
export function createRowStore({ table, qosSamples, ...deps }: RowStoreDeps): RowStore {
  const stored = (uuid: string, prefix: string) =>
    queryItems(deps.client, {
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :uuid AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':uuid': { S: uuid }, ':prefix': { S: prefix } },
      ProjectionExpression: 'pk, sk, #run, #page',
      ExpressionAttributeNames: { '#run': 'run', '#page': 'page' },
    });

  return {
    async write({ uuid, dataset, rows, leftOut = [], stamp: given, mayWrite }) {
      const stamp = { ...given, ...(qosSamples && { qosSamples }) };
      const { perTurn } = descriptions[dataset].rows;
      const encoded: RowItems[] = [];
      for (const [index, { key, row }] of rows.entries()) {
        // The call for the next page comes first, and those of other captures have their turns.
        if (index % perTurn === 0) await nextTurn();
        encoded.push(rowItems({ uuid, dataset, key, row }, stamp));
      }
      const puts = encoded.flatMap(({ items }) => items.map(putText));
      await batchWrite(table, puts, { ...deps, ...(mayWrite && { mayWrite }) });
      const unstored = leftOut.map((row) => rowItems({ uuid, dataset, key: '', row }, stamp));
      const all = [...encoded, ...unstored];
      return { texts: all.map(({ text }) => text), tooLarge: all.reduce((sum, one) => sum + one.tooLarge, 0) };
    },

    async *keys(uuid, dataset, segments) {
      const prefix = sortKeys.row(dataset, '');
      for await (const item of stored(uuid, prefix)) {
        if (isOurs(item, segments)) yield (item.sk?.S ?? '').slice(prefix.length);
      }
    },

    async prune(uuid, dataset, { segments, mayWrite }) {
      const writing = { ...deps, ...(mayWrite && { mayWrite }) };
      let kept = 0;
      for (const prefix of [sortKeys.row(dataset, ''), ...(hasSamples(dataset) ? [samplePrefix] : [])]) {
        let stale: string[] = [];
        for await (const item of stored(uuid, prefix)) {
          if (isOurs(item, segments)) kept += prefix === samplePrefix ? 0 : 1;
          else stale.push(deleteText(keyOf(item)));
          if (stale.length >= 500) {
            await batchWrite(table, stale, writing);
            stale = [];
          }
        }
        await batchWrite(table, stale, writing);
      }
      return kept;
    },

    async count(uuid, dataset) {
      let rows = 0;
      for await (const _item of stored(uuid, sortKeys.row(dataset, ''))) rows += 1;
      return rows;
    },
  };
}

const isOurs = (item: Item, segments: readonly Segment[]) =>
  belongs(segments, Number(item.run?.N), Number(item.page?.N));

function keyOf({ pk, sk }: Item): Item {
  if (!pk || !sk) throw new Error('An item of the Captures table came back without its key.');
  return { pk, sk };
}
