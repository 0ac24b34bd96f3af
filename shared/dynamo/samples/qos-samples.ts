import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { isRow, parseExact } from '../../domain/row/exact-json.ts';
import { decodeCell, unitOf } from './qos-cells.ts';

/** Samples as they are stored, a list per metric under Zoom's own names: `columns.audio_input.latency[i]` is sample i's. */
export type SampleChunk = {
  readonly count: number;
  readonly columns: Record<string, AttributeValue>;
  /** Samples of a shape that lists cannot hold, whole: JSON text of an object from index to sample. */
  readonly verbatim?: string;
};

/** The samples that `encodeSamples` was given, from one of its chunks as the store gives it back. */
export function decodeSamples({ count, columns, verbatim }: SampleChunk): unknown[] {
  const samples: Map<string, unknown>[] = Array.from({ length: count }, () => new Map());
  const groups = new Map<string, Map<string, unknown>[]>();
  for (const [name, column] of Object.entries(columns)) {
    const metrics = column.M ? Object.entries(column.M) : [['', column] as const];
    for (const [metric, list] of metrics) {
      const unit = unitOf(metric || name);
      for (const [index, cell] of (list.L ?? []).entries()) {
        const value = decodeCell(cell, unit);
        if (value === undefined) continue;
        if (metric === '') samples[index]?.set(name, value);
        else groupAt(groups, name, index).set(metric, value);
      }
    }
  }
  for (const [name, byIndex] of groups) {
    for (const [index, group] of byIndex.entries()) if (group) samples[index]?.set(name, Object.fromEntries(group));
  }
  const odd = verbatim === undefined ? {} : parseExact(verbatim);
  return samples.map((fields, index) =>
    isRow(odd) && Object.hasOwn(odd, index) ? odd[index] : Object.fromEntries(fields),
  );
}

function groupAt(groups: Map<string, Map<string, unknown>[]>, name: string, index: number): Map<string, unknown> {
  const byIndex = groups.get(name) ?? [];
  groups.set(name, byIndex);
  const group = byIndex[index] ?? new Map<string, unknown>();
  byIndex[index] = group;
  return group;
}
