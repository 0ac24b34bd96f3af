import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { isRow } from '../domain/exact-json.ts';
import { isAttributeName } from './attribute-values.ts';
import { cellBytes, encodeCell, missing, unitOf } from './qos-cells.ts';

/** Samples of one session, a list per metric under Zoom's own names: `columns.audio_input.latency[i]` is sample i's. */
export type SampleChunk = {
  readonly count: number;
  readonly columns: Record<string, AttributeValue>;
  /** Samples of a shape that lists cannot hold, whole: JSON text of an object from index to sample. */
  readonly verbatim?: string;
};

/** Well under DynamoDB's 400 KB an item, names and our own attributes included. */
const chunkBytes = 300_000;

type Cell = { readonly group: string; readonly metric: string; readonly cell: AttributeValue };

/**
 * Zoom's `user_qos` in columns, in chunks that each fit one item. Lossless: `decodeSamples` gives back every sample,
 * value for value. A sample that is no object of values and groups of values is kept as its text.
 */
export function encodeSamples(samples: readonly unknown[]): SampleChunk[] {
  const chunks: SampleChunk[] = [];
  let chunk = startChunk();
  for (const sample of samples) {
    const cells = cellsOf(sample);
    const bytes =
      cells?.reduce((sum, { cell }) => sum + cellBytes(cell), 0) ?? Buffer.byteLength(JSON.stringify(sample));
    if (chunk.count > 0 && chunk.bytes + bytes > chunkBytes) {
      chunks.push(chunk.finish());
      chunk = startChunk();
    }
    chunk.add(sample, cells, bytes);
  }
  return chunk.count > 0 ? [...chunks, chunk.finish()] : chunks;
}

/** A sample's values, or undefined where columns cannot give it back: no object, an empty one, null, a list, deeper. */
function cellsOf(sample: unknown): Cell[] | undefined {
  if (!isRow(sample)) return undefined;
  const cells: Cell[] = [];
  for (const [name, value] of Object.entries(sample)) {
    const metrics = isRow(value) ? Object.entries(value) : [['', value] as const];
    if (!isAttributeName(name) || metrics.length === 0) return undefined;
    for (const [metric, leaf] of metrics) {
      if (isRow(value) && !isAttributeName(metric)) return undefined;
      const cell = encodeCell(leaf, unitOf(metric || name));
      if (!cell) return undefined;
      cells.push({ group: name, metric, cell });
    }
  }
  return cells;
}

/** Gathers samples into columns; a metric that appears late, or is missing in between, is filled with blanks. */
function startChunk() {
  const columns = new Map<string, Map<string, AttributeValue[]>>();
  const odd: string[] = [];
  const fill = (column: AttributeValue[], length: number) => {
    while (column.length < length) column.push(missing);
    return column;
  };
  // A value where earlier samples have a group, or the reverse, cannot share the column.
  const clashes = ({ group, metric }: Cell) => {
    const metrics = columns.get(group);
    return metrics !== undefined && metrics.has('') !== (metric === '');
  };
  return {
    count: 0,
    bytes: 0,
    add(sample: unknown, cells: readonly Cell[] | undefined, bytes: number) {
      if (!cells || cells.some(clashes)) odd.push(`"${this.count}":${JSON.stringify(sample)}`);
      else {
        for (const { group, metric, cell } of cells) {
          const metrics = entry(columns, group, () => new Map<string, AttributeValue[]>());
          fill(
            entry(metrics, metric, () => []),
            this.count,
          ).push(cell);
        }
      }
      this.count += 1;
      this.bytes += bytes;
    },
    finish(): SampleChunk {
      const named: Record<string, AttributeValue> = {};
      for (const [group, metrics] of columns) {
        for (const column of metrics.values()) fill(column, this.count);
        const lists = Object.fromEntries([...metrics].map(([metric, L]) => [metric, { L }]));
        named[group] = lists[''] ?? { M: lists };
      }
      return { count: this.count, columns: named, ...(odd.length > 0 && { verbatim: `{${odd.join()}}` }) };
    },
  };
}

function entry<Value>(map: Map<string, Value>, key: string, create: () => Value): Value {
  const value = map.get(key) ?? create();
  map.set(key, value);
  return value;
}
