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

type Encoded = { readonly cell: AttributeValue; readonly bytes: number };

/** One metric of a group, or with a blank metric a value that stands beside the groups. */
type Column = {
  readonly group: string;
  readonly metric: string;
  readonly unit: string | undefined;
  readonly cells: AttributeValue[];
  /** Values repeat from minute to minute, and most are blank: each text is encoded once. */
  readonly known: Map<string, Encoded>;
};

/**
 * Samples being gathered into columns; a metric that appears late, or is missing in between, is filled with blanks. A sample is first
 * `read`, then `keep` puts it at the end or `drop` forgets it. A page has some 27,000 values, so each is touched once and makes no
 * object of its own where its column knows its text.
 */
export function startChunk() {
  const groups = new Map<string, Map<string, Column>>();
  const odd: string[] = [];
  let count = 0;
  let bytes = 0;
  // The sample that was read: the columns of its values, and the values, as long as no value was refused.
  let sample: unknown;
  let isOdd = false;
  let sampleBytes = 0;
  const columns: Column[] = [];
  const cells: AttributeValue[] = [];
  const added: Column[] = [];

  const columnOf = (group: string, metric: string): Column | undefined => {
    const metrics = groups.get(group);
    const column = metrics?.get(metric);
    if (column) return column;
    // A value where earlier samples have a group, or the reverse, cannot share the column.
    const clashes = metrics !== undefined && metrics.size > 0 && metrics.has('') !== (metric === '');
    if (clashes || !isAttributeName(group) || (metric !== '' && !isAttributeName(metric))) return undefined;
    const fresh = { group, metric, unit: unitOf(metric || group), cells: [], known: new Map<string, Encoded>() };
    groups.set(group, (metrics ?? new Map<string, Column>()).set(metric, fresh));
    added.push(fresh);
    return fresh;
  };

  const readValue = (group: string, metric: string, value: unknown): boolean => {
    const column = columnOf(group, metric);
    const encoded = column && encode(value, column);
    if (!encoded) return false;
    columns.push(column);
    cells.push(encoded.cell);
    sampleBytes += encoded.bytes;
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

  const forget = () => {
    columns.length = 0;
    cells.length = 0;
    for (const { group, metric } of added) groups.get(group)?.delete(metric);
    added.length = 0;
  };

  return {
    get count() {
      return count;
    },
    /** With the sample that was read. */
    get bytes() {
      return bytes + sampleBytes;
    },
    read(next: unknown) {
      sample = next;
      sampleBytes = 0;
      isOdd = !readValues();
      if (!isOdd) return;
      forget();
      sampleBytes = Buffer.byteLength(JSON.stringify(sample));
    },
    keep() {
      if (isOdd) odd.push(`"${count}":${JSON.stringify(sample)}`);
      for (const [index, column] of columns.entries()) fill(column.cells, count).push(cells[index] ?? missing);
      count += 1;
      bytes += sampleBytes;
      added.length = 0;
      forget();
    },
    drop: forget,
    finish(): SampleChunk {
      const named: Record<string, AttributeValue> = {};
      for (const [group, metrics] of groups) {
        const lists = [...metrics].map(([metric, column]) => [metric, { L: fill(column.cells, count) }] as const);
        const single = metrics.has('') ? lists[0]?.[1] : undefined;
        if (lists.length > 0) named[group] = single ?? { M: Object.fromEntries(lists) };
      }
      return { count, columns: named, ...(odd.length > 0 && { verbatim: `{${odd.join()}}` }) };
    },
  };
}

function encode(value: unknown, { known, unit }: Column): Encoded | undefined {
  const text = typeof value === 'string' ? value : undefined;
  const before = text === undefined ? undefined : known.get(text);
  if (before) return before;
  const cell = encodeCell(value, unit);
  const encoded = cell && { cell, bytes: cellBytes(cell) };
  if (encoded && text !== undefined) known.set(text, encoded);
  return encoded;
}

function fill(cells: AttributeValue[], length: number): AttributeValue[] {
  while (cells.length < length) cells.push(missing);
  return cells;
}
