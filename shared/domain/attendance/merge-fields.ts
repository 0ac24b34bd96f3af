import type { Dataset } from '../dataset.ts';
import { isBlank } from '../field-text.ts';
import type { Row } from '../row.ts';
import { datasetsByRank } from './source-row.ts';
import type { StayRecord } from './stay-record.ts';

export type MergedFields = { readonly fields: Row; readonly givenBy: Readonly<Record<string, Dataset>> };

const timeFields = ['join_time', 'leave_time'];
const dashboardNames = new Map([
  ['name', 'user_name'],
  ['user_email', 'email'],
]);

/**
 * The fields of one stay's records under the dashboard's names. A value that is not blank goes before one that is, then
 * participants before report before QoS. Both times come from one dataset where one has both: mixed ones, rounded
 * differently, could make a leaving come before its joining.
 */
export function mergeFields(records: readonly StayRecord[]): MergedFields {
  const ranked = datasetsByRank.flatMap((dataset) => records.filter((record) => record.dataset === dataset));
  const fields: Record<string, unknown> = {};
  const givenBy: Record<string, Dataset> = {};
  const offer = (name: string, value: unknown, dataset: Dataset) => {
    if (Object.hasOwn(fields, name) && (isBlank(value) || !isBlank(fields[name]))) return;
    // Not an assignment: a field called __proto__ is a field like any other.
    Object.defineProperty(fields, name, { value, enumerable: true, configurable: true, writable: true });
    Object.defineProperty(givenBy, name, { value: dataset, enumerable: true, configurable: true, writable: true });
  };
  const timed = ranked.find(({ joinAtMs, leaveAtMs }) => joinAtMs !== undefined && leaveAtMs !== undefined);
  if (timed) for (const name of timeFields) offer(name, timed.row[name], timed.dataset);
  for (const { row, dataset } of ranked) {
    for (const [name, value] of Object.entries(row)) {
      offer(dataset === 'report' ? (dashboardNames.get(name) ?? name) : name, value, dataset);
    }
  }
  return { fields, givenBy };
}
