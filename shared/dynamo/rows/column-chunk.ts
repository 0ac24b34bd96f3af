import { canonicalMembers } from '../../domain/content-hash.ts';
import { isRow } from '../../domain/exact-json.ts';
import { isAttributeName } from './attribute-values.ts';
import { blank, blankBytes, type CellEncoder, cellEncoder } from './qos-cells.ts';

/** Samples of one session as they are sent. */
export type EncodedChunk = {
  readonly count: number;
  /** JSON text of the columns, by name: equal for two chunks exactly when their columns are. */
  readonly columns: string;
  /** Samples of a shape that lists cannot hold, whole: JSON text of an object from index to sample. */
  readonly verbatim?: string;
};

/** One metric of a group, or with a blank metric a value that stands beside the groups. */
type Column = {
  readonly group: string;
  readonly metric: string;
  readonly encode: CellEncoder;
  /** The sample that brought it: the first with such a value. */
  readonly since: number;
  readonly cells: string[];
};

/**
 * Samples being gathered into columns; a metric that appears late, or is missing in between, is filled with blanks. A sample is first
 * `read`, then `keep` counts it in or `drop` takes it back. A page has some 27,000 values, so each is touched once and makes no
 * object of its own.
 */
export function startChunk() {
  const groups = new Map<string, Map<string, Column>>();
  const odd: string[] = [];
  let count = 0;
  let bytes = 0;
  let columnCount = 0;
  let cellCount = 0;
  // The sample that was read.
  let sample: unknown;
  let isOdd = false;
  let sampleBytes = 0;
  let columns: Column[] = [];
  /** Of the sample before: nearly always the columns of this one, in the same order. */
  let expected: readonly Column[] = [];

  const columnOf = (group: string, metric: string): Column | undefined => {
    const likely = expected[columns.length];
    if (likely && likely.metric === metric && likely.group === group) return likely;
    const metrics = groups.get(group) ?? new Map<string, Column>();
    const column = metrics.get(metric);
    if (column) return column;
    // A value where earlier samples have a group, or the reverse, cannot share the column.
    const clashes = metrics.size > 0 && metrics.has('') !== (metric === '');
    if (clashes || !isAttributeName(group) || (metric !== '' && !isAttributeName(metric))) return undefined;
    const fresh = { group, metric, encode: cellEncoder(metric || group), since: count, cells: [] };
    groups.set(group, metrics.set(metric, fresh));
    columnCount += 1;
    return fresh;
  };

  const readValue = (group: string, metric: string, value: unknown): boolean => {
    const column = columnOf(group, metric);
    if (!column) return false;
    columns.push(column);
    const cell = column.encode(value);
    if (!cell) return false;
    fill(column.cells, count).push(cell.text);
    sampleBytes += cell.bytes;
    return true;
  };

  /** False where columns cannot give the sample back: no object, an empty group, null, a list, deeper. */
  const readValues = (): boolean => {
    if (!isRow(sample)) return false;
    for (const group of Object.keys(sample)) {
      const value = sample[group];
      if (isRow(value)) {
        const metrics = Object.keys(value);
        if (metrics.length === 0) return false;
        for (const metric of metrics) {
          if (metric === '' || !readValue(group, metric, value[metric])) return false;
        }
      } else if (!readValue(group, '', value)) return false;
    }
    return true;
  };

  /** As if the sample had not been read. */
  const drop = () => {
    for (const { group, metric, since, cells } of columns) {
      cells.length = Math.min(cells.length, count);
      const metrics = groups.get(group);
      if (since === count && metrics?.delete(metric)) columnCount -= 1;
      if (metrics?.size === 0) groups.delete(group);
    }
    columns = [];
  };

  return {
    get count() {
      return count;
    },
    /** With the sample that was read, and the blanks of all. */
    get bytes() {
      const blanks = columnCount * (count + 1) - cellCount - columns.length;
      return bytes + sampleBytes + blanks * blankBytes;
    },
    read(next: unknown) {
      sample = next;
      sampleBytes = 0;
      isOdd = !readValues();
      if (!isOdd) return;
      drop();
      sampleBytes = Buffer.byteLength(JSON.stringify(sample));
    },
    keep() {
      if (isOdd) odd.push(`"${count}":${JSON.stringify(sample)}`);
      count += 1;
      bytes += sampleBytes;
      cellCount += columns.length;
      expected = columns;
      columns = [];
    },
    drop,
    finish(): EncodedChunk {
      const list = ({ cells }: Column) => `{"L":[${fill(cells, count).join()}]}`;
      const texts = [...groups].map(([group, metrics]): [string, string] => {
        const single = metrics.get('');
        const ofGroup = [...metrics].map(([metric, column]): [string, string] => [metric, list(column)]);
        return [group, single ? list(single) : `{"M":${canonicalMembers(ofGroup)}}`];
      });
      return { count, columns: canonicalMembers(texts), ...(odd.length > 0 && { verbatim: `{${odd.join()}}` }) };
    },
  };
}

function fill(cells: string[], length: number): string[] {
  while (cells.length < length) cells.push(blank);
  return cells;
}
