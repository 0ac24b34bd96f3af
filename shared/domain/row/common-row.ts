import type { DatasetDescription } from '../../datasets/dataset.ts';
import { descriptions } from '../../datasets/datasets.ts';
import { isDataset } from '../dataset.ts';
import type { Row } from './row.ts';

/** What the other datasets call a field of this one, where it is another name; nothing for one that no code names. */
export const otherNamesOf = (dataset: string): Readonly<Record<string, string>> => {
  const rows: DatasetDescription['rows'] | undefined = isDataset(dataset) ? descriptions[dataset].rows : undefined;
  return rows?.otherNames ?? {};
};

/** A row with its fields under the names that they have in the other datasets: what rules about persons are asked with. */
export function commonRow(dataset: string, row: Row): Row {
  const names = otherNamesOf(dataset);
  if (Object.keys(names).length === 0) return row;
  return Object.fromEntries(
    Object.entries(row).map(([field, value]) => [Object.hasOwn(names, field) ? names[field] : field, value]),
  );
}
