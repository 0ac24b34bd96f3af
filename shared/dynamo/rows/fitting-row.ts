import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { omit } from '../../domain/omit.ts';
import { isRow } from '../../domain/row/exact-json.ts';
import type { Row } from '../../domain/row/row.ts';
import { type Item, type ItemText, itemText } from '../item.ts';
import { encodeRow } from './exact-row.ts';

/**
 * DynamoDB takes an item of 400 KB (409,600 bytes), names included.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
const mostItemBytes = 405_000;
/** Bytes of a sample's JSON, where one is larger than an item: lists of digits are twice as large there. */
const mostSampleBytes = 100_000;
/** Fields that the item names. */
const mostNamed = 100;

type FittingItem = { readonly item: ItemText; readonly tooLarge: readonly string[] };

/**
 * A row's item with these other attributes. Of a row that no item holds, the largest fields are left out until the rest fits;
 * `tooLarge` names them, here and on the item. Zoom's rows have some KB: one of hundreds would stop the capture of all others.
 */
export function fittingItem(row: Row, more: Item): FittingItem {
  const item = { ...encodeRow(row), ...more };
  const text = itemText(item);
  // Text is longer than what it stands for, but for letters of up to three bytes.
  if (text.length * 3 <= mostItemBytes || itemBytes(item) <= mostItemBytes) return { item: text, tooLarge: [] };
  const { kept, left } = withoutLargest(row, mostItemBytes - itemBytes(more));
  if (left.length === 0) return { item: text, tooLarge: [] };
  const named = [...(more.tooLarge?.L ?? []), ...left.map((name) => ({ S: name.slice(0, 100).toWellFormed() }))];
  const rest = fittingItem(kept, { ...more, tooLarge: { L: named.slice(0, mostNamed) } });
  return { item: rest.item, tooLarge: [...left, ...rest.tooLarge] };
}

/** Samples one of which alone is larger than an item, likewise; one that is no object is `null` then. */
export function fittingSamples(samples: readonly unknown[]): { readonly kept: unknown[]; readonly tooLarge: number } {
  let tooLarge = 0;
  const kept = samples.map((sample) => {
    if (Buffer.byteLength(JSON.stringify(sample)) <= mostSampleBytes) return sample;
    const rest = isRow(sample) ? withoutLargest(sample, mostSampleBytes) : { kept: null, left: [sample] };
    tooLarge += rest.left.length;
    return rest.kept;
  });
  return { kept, tooLarge };
}

/** Leaves out one field at least. */
function withoutLargest(row: Row, most: number): { kept: Row; left: string[] } {
  const sizes = Object.entries(row)
    .map(([name, value]) => ({ name, bytes: itemBytes(encodeRow({ [name]: value })) }))
    .sort((a, b) => b.bytes - a.bytes);
  let bytes = sizes.reduce((sum, size) => sum + size.bytes, 0);
  const left: string[] = [];
  for (const size of sizes) {
    if (left.length > 0 && bytes <= most) break;
    left.push(size.name);
    bytes -= size.bytes;
  }
  return { kept: omit(row, ...left), left };
}

/** What DynamoDB counts for an item, or a little more. */
const itemBytes = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0);

function valueBytes({ S, N, B, L, M }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S);
  if (N !== undefined) return Math.ceil(N.length / 2) + 2;
  if (L) return L.reduce((sum, value) => sum + 1 + valueBytes(value), 3);
  if (M) return itemBytes(M) + Object.keys(M).length + 3;
  return B?.length ?? 1;
}
