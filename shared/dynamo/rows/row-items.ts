import { descriptions } from '../../datasets/datasets.ts';
import { canonicalText } from '../../domain/content-hash.ts';
import type { Dataset } from '../../domain/dataset.ts';
import { omit } from '../../domain/omit.ts';
import { summarizeQuality } from '../../domain/quality/summary.ts';
import type { Row } from '../../domain/row.ts';
import { type Item, type ItemText, itemText } from '../item.ts';
import { entities, sortKeys } from '../schema.ts';
import { decodeRow, encodeRow } from './exact-row.ts';
import { personAttributes } from './person-item.ts';
import { decodeSamples, type SampleChunk } from './qos-samples.ts';
import { qualityAttributes, type RankedIn } from './quality-item.ts';
import { encodeSamples } from './sample-columns.ts';

/**
 * What every item of a page bears beside its row: which run wrote it, from which page, and when it may go. With the
 * meeting's account and end, QoS sessions stand in `by-quality` too.
 */
export type Stamp = Partial<RankedIn> & { readonly run: number; readonly page: number; readonly expiresAt?: number };

export type RowItems = {
  /** One item; a QoS session has its samples' items beside it. */
  readonly items: readonly ItemText[];
  /** Equal for two rows exactly when the rows are equal, whatever the order of their fields. */
  readonly text: string;
};

/** The items that keep one row of Zoom's, exactly. `key` comes from `createOrdinals`. */
export function rowItems(uuid: string, dataset: Dataset, key: string, row: Row, stamp: Stamp): RowItems {
  const stamped = (sk: string, entity: string): Item => ({
    pk: { S: uuid },
    sk: { S: sk },
    entity: { S: entity },
    run: { N: String(stamp.run) },
    page: { N: String(stamp.page) },
    ...(stamp.expiresAt !== undefined && { expiresAt: { N: String(stamp.expiresAt) } }),
  });
  const head = stamped(sortKeys.row(dataset, key), dataset);
  const { samples: field } = descriptions[dataset].rows;
  const samples = field === undefined ? undefined : row[field];
  if (field === undefined || !Array.isArray(samples)) {
    const person = personAttributes(dataset, row, stamp.endTime);
    return { items: [itemText({ ...encodeRow(row), ...head, ...person })], text: canonicalText(row) };
  }
  const session = omit(row, field);
  const chunks = encodeSamples(samples);
  const summary = summarizeQuality(samples);
  const quality = summary ? qualityAttributes(summary, stamp) : {};
  const sampleItems = chunks.map(({ count, columns, verbatim }, index) => {
    const odd = verbatim === undefined ? {} : { verbatim: { S: verbatim } };
    const own = { ...stamped(sortKeys.samples(key, index), entities.samples), count: { N: String(count) }, ...odd };
    return itemText(own, { samples: `{"M":${columns}}` });
  });
  const sampleItemCount = { N: String(chunks.length) };
  return {
    items: [itemText({ ...encodeRow(session), ...head, ...quality, sampleItems: sampleItemCount }), ...sampleItems],
    // The columns stand for the samples one to one, and are a tenth of their length. The summary only follows from them.
    text: `${canonicalText(session)}${chunks.map(({ columns, verbatim }) => columns + JSON.stringify(verbatim ?? null)).join()}`,
  };
}

/** How many sample items stand beside a row's item. */
export const sampleItemCount = (head: Item): number => Number(head.sampleItems?.N ?? 0);

/** The row that {@link rowItems} kept: its own item, and its samples' items in order. */
export function rowFromItems(dataset: Dataset, head: Item, samples: readonly Item[]): Row {
  const row = decodeRow(head);
  const { samples: field } = descriptions[dataset].rows;
  if (field === undefined || head.sampleItems === undefined) return row;
  return { ...row, [field]: samples.flatMap((item) => decodeSamples(decodeChunk(item))) };
}

const decodeChunk = (item: Item): SampleChunk => ({
  count: Number(item.count?.N ?? 0),
  columns: item.samples?.M ?? {},
  ...(item.verbatim?.S !== undefined && { verbatim: item.verbatim.S }),
});
