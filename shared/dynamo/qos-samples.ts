import { isRow, parseExact } from '../domain/exact-json.ts';
import type { SampleChunk } from './column-chunk.ts';
import { decodeCell, unitOf } from './qos-cells.ts';

/** The samples that `encodeSamples` was given, from one of its chunks. */
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
