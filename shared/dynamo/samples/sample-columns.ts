import { canonicalMembers } from '../../domain/row/content-hash.ts';
import { isRow } from '../../domain/row/exact-json.ts';
import type { Row } from '../../domain/row/row.ts';
import { isAttributeName } from '../rows/attribute-values.ts';
import { blank, blankBytes, type CellEncoder, cellEncoder } from './qos-cells.ts';

/** Samples of one session as they are sent. */
export type EncodedChunk = {
  readonly count: number;
  /** JSON text of the columns, by name: equal for two chunks exactly when their columns are. */
  readonly columns: string;
  /** Samples of a shape that lists cannot hold, whole: JSON text of an object from index to sample. */
  readonly verbatim?: string;
};

/** Well under DynamoDB's 400 KB an item, names and our own attributes included. */
const chunkBytes = 300_000;

/**
 * Zoom's `user_qos` in columns, in chunks that each fit one item. Lossless: `decodeSamples` gives back every sample,
 * value for value. A sample that is no object of values and groups of values is kept as its text.
 */
export function encodeSamples(samples: readonly unknown[]): EncodedChunk[] {
  const chunks: EncodedChunk[] = [];
  let columns = new SampleColumns();
  for (const sample of samples) {
    if (columns.add(sample)) continue;
    chunks.push(columns.encode());
    columns = new SampleColumns();
    columns.add(sample);
  }
  return samples.length > 0 ? [...chunks, columns.encode()] : chunks;
}

/** One metric of a group, or with a blank metric a value that stands beside the groups. */
type Column = {
  readonly group: string;
  readonly metric: string;
  readonly encode: CellEncoder;
  /** The sample that brought it: the first with such a value. */
  readonly since: number;
  readonly cells: string[];
};

/** What one sample has put into the columns so far: a cell at the end of each of these. */
type Entry = { readonly columns: Column[]; bytes: number };

/**
 * The samples of one item, gathered into columns. A metric that appears late, or is missing in between, is filled with
 * blanks.
 *
 * A page has some 27,000 values. So each is encoded once, straight into its column, and makes no object of its own; the
 * rare sample that does not fit is taken out again. `npm run bench -- cpu` measures it (docs/performance.md).
 */
class SampleColumns {
  private readonly groups = new Map<string, Map<string, Column>>();
  private readonly odd: string[] = [];
  private count = 0;
  private bytes = 0;
  private columnCount = 0;
  private cellCount = 0;
  /** The columns of the sample before: nearly always those of the next one too, in the same order. */
  private expected: readonly Column[] = [];

  /** Adds a sample. False, and nothing is added, where it would outgrow the item; one sample alone always fits. */
  add(sample: unknown): boolean {
    const entry: Entry = { columns: [], bytes: 0 };
    const text = isRow(sample) && this.enter(sample, entry) ? undefined : JSON.stringify(sample);
    if (text !== undefined) {
      this.takeBack(entry);
      entry.bytes = Buffer.byteLength(text);
    }
    if (this.count > 0 && this.bytesWith(entry) > chunkBytes) {
      this.takeBack(entry);
      return false;
    }
    if (text !== undefined) this.odd.push(`"${this.count}":${text}`);
    this.count += 1;
    this.bytes += entry.bytes;
    this.cellCount += entry.columns.length;
    this.expected = entry.columns;
    return true;
  }

  encode(): EncodedChunk {
    const list = ({ cells }: Column) => `{"L":[${fill(cells, this.count).join()}]}`;
    const texts = [...this.groups].map(([group, metrics]): [string, string] => {
      const single = metrics.get('');
      const ofGroup = [...metrics].map(([metric, column]): [string, string] => [metric, list(column)]);
      return [group, single ? list(single) : `{"M":${canonicalMembers(ofGroup)}}`];
    });
    return {
      count: this.count,
      columns: canonicalMembers(texts),
      ...(this.odd.length > 0 && { verbatim: `{${this.odd.join()}}` }),
    };
  }

  /** Enters each value. False where columns cannot give the sample back: an empty group, null, a list, deeper. */
  private enter(sample: Row, entry: Entry): boolean {
    for (const group of Object.keys(sample)) {
      const value = sample[group];
      if (isRow(value)) {
        const metrics = Object.keys(value);
        if (metrics.length === 0) return false;
        for (const metric of metrics) {
          if (metric === '' || !this.enterValue(this.columnOf(group, metric, entry), value[metric], entry))
            return false;
        }
      } else if (!this.enterValue(this.columnOf(group, '', entry), value, entry)) return false;
    }
    return true;
  }

  private enterValue(column: Column | undefined, value: unknown, entry: Entry): boolean {
    if (!column) return false;
    entry.columns.push(column);
    const cell = column.encode(value);
    if (!cell) return false;
    fill(column.cells, this.count).push(cell.text);
    entry.bytes += cell.bytes;
    return true;
  }

  private columnOf(group: string, metric: string, { columns }: Entry): Column | undefined {
    const likely = this.expected[columns.length];
    if (likely && likely.metric === metric && likely.group === group) return likely;
    const metrics = this.groups.get(group) ?? new Map<string, Column>();
    const column = metrics.get(metric);
    if (column) return column;
    // A value where earlier samples have a group, or the reverse, cannot share the column.
    const clashes = metrics.size > 0 && metrics.has('') !== (metric === '');
    if (clashes || !isAttributeName(group) || (metric !== '' && !isAttributeName(metric))) return undefined;
    const fresh = { group, metric, encode: cellEncoder(metric || group), since: this.count, cells: [] };
    this.groups.set(group, metrics.set(metric, fresh));
    this.columnCount += 1;
    return fresh;
  }

  /** What the item takes with this entry, the blanks of all samples included. */
  private bytesWith({ columns, bytes }: Entry): number {
    const blanks = this.columnCount * (this.count + 1) - this.cellCount - columns.length;
    return this.bytes + bytes + blanks * blankBytes;
  }

  /** Leaves the columns as if the sample had never been entered. */
  private takeBack({ columns }: Entry): void {
    for (const { group, metric, since, cells } of columns) {
      cells.length = Math.min(cells.length, this.count);
      const metrics = this.groups.get(group);
      if (since === this.count && metrics?.delete(metric)) this.columnCount -= 1;
      if (metrics?.size === 0) this.groups.delete(group);
    }
    columns.length = 0;
  }
}

function fill(cells: string[], length: number): string[] {
  while (cells.length < length) cells.push(blank);
  return cells;
}
