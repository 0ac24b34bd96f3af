import type { DatasetDescription } from '../../datasets/dataset.ts';
import { descriptions } from '../../datasets/datasets.ts';
import type { Dataset } from '../dataset.ts';
import { isRow } from '../row/exact-json.ts';
import type { Row } from '../row/row.ts';

/** What a stage does with what not everybody in a meeting could see: deleted questions, and those answered privately. */
export const confidentialRules = ['drop', 'keep'] as const;
export type ConfidentialRule = (typeof confidentialRules)[number];

/** The row without what its dataset calls confidential, and how many values that were. All else stays as it is. */
export function withoutConfidential(dataset: Dataset, row: Row): { readonly row: Row; readonly leftOut: number } {
  const { confidential }: DatasetDescription['rows'] = descriptions[dataset].rows;
  const list = confidential && row[confidential.field];
  if (!confidential || !Array.isArray(list)) return { row, leftOut: 0 };
  const open: unknown[] = list.filter((element) => !isRow(element) || !confidential.is(element));
  if (open.length === list.length) return { row, leftOut: 0 };
  return { row: { ...row, [confidential.field]: open }, leftOut: list.length - open.length };
}
