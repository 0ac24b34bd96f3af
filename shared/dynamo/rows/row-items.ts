import { descriptions } from '../../datasets/datasets.ts';
import type { Dataset } from '../../domain/dataset.ts';
import { omit } from '../../domain/omit.ts';
import type { QosSampleForm } from '../../domain/quality/qos-samples.ts';
import { assessQuality } from '../../domain/quality/summary.ts';
import { canonicalText } from '../../domain/row/content-hash.ts';
import type { Row } from '../../domain/row/row.ts';
import { type Item, type ItemText, itemText, withAttributes } from '../item.ts';
import { badMinutesAttribute } from '../samples/bad-minutes-item.ts';
import { encodeSampleItems, samplesOf } from '../samples/sample-items.ts';
import { entities, sortKeys } from '../schema.ts';
import { decodeRow } from './exact-row.ts';
import { fittingItem, fittingSamples } from './fitting-row.ts';
import { personAttributes } from './person-item.ts';
import { qualityAttributes, type RankedIn } from './quality-item.ts';

/**
 * What every item of a page bears beside its row: which run wrote it, from which page, and when it may go. With the
 * meeting's account and end, QoS sessions stand in `by-quality` too.
 */
export type Stamp = Partial<RankedIn> & {
  readonly run: number;
  readonly page: number;
  readonly expiresAt?: number;
  /** @default 'packed' */
  readonly qosSamples?: QosSampleForm;
};

export type RowItems = {
  /** One item; a QoS session can have items of samples beside it. */
  readonly items: readonly ItemText[];
  /** Equal for two rows exactly when the rows are equal, whatever the order of their fields. */
  readonly text: string;
  /** Values that are not stored, since no item holds them. */
  readonly tooLarge: number;
};

/** A row of a meeting's dataset. `key` comes from `createOrdinals`. */
export type KeyedRow = {
  readonly uuid: string;
  readonly dataset: Dataset;
  readonly key: string;
  readonly row: Row;
};

/** The items that keep one row of Zoom's, exactly. */
export function rowItems({ uuid, dataset, key, row }: KeyedRow, stamp: Stamp): RowItems {
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
    const { item, tooLarge } = fittingItem(row, { ...head, ...person });
    return { items: [item], text: canonicalText(row), tooLarge: tooLarge.length };
  }
  const session = omit(row, field);
  const quality = assessQuality(samples);
  const assessed = quality
    ? { ...qualityAttributes(quality.summary, stamp), ...badMinutesAttribute(quality.badMinutes) }
    : {};
  const { item: own, tooLarge } = fittingItem(session, { ...head, ...assessed });
  const form = stamp.qosSamples ?? 'packed';
  const whole = encodeSampleItems(samples, form, own.length);
  const fitting = whole.isTooLarge ? fittingSamples(samples) : undefined;
  const encoded = fitting ? encodeSampleItems(fitting.kept, form, own.length) : whole;
  const items = encoded.items.map(({ attributes, texts }, index) =>
    withAttributes(itemText(stamped(sortKeys.samples(key, index), entities.samples)), attributes, texts),
  );
  return {
    items: [withAttributes(own, encoded.head.attributes, encoded.head.texts), ...items],
    // What follows from the samples, as the summary does, is left out.
    text: `${canonicalText(session)}${encoded.text}`,
    tooLarge: tooLarge.length + (fitting?.tooLarge ?? 0),
  };
}

/**
 * The row that {@link rowItems} kept: its own item, and its samples' items in order. Without the
 * samples where they were not kept, which `samplesNotKept` tells.
 * @throws DamagedSamplesError
 */
export function rowFromItems(dataset: Dataset, head: Item, samples: readonly Item[]): Row {
  const row = decodeRow(head);
  const { samples: field } = descriptions[dataset].rows;
  const list = field === undefined ? undefined : samplesOf(head, samples);
  return field === undefined || list === undefined ? row : { ...row, [field]: list };
}
